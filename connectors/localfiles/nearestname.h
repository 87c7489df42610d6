#pragma once

#include <QString>
#include <QStringList>

namespace qd {

/// The known name that `typed` most likely means (edit distance at most a third of its length, at least 2), or nothing.
QString nearestName(const QString &typed, const QStringList &known);

/// "; did you mean “x”?", or the list of names when none is near and the list is short.
QString nameHint(const QString &typed, const QStringList &known);

} // namespace qd
