#pragma once

#include <QByteArray>
#include <QString>

namespace qd::test {

/// The file tests/data/contracts/`name`.
QByteArray contractFile(const QString &name);

/// How a JSON body differs from the pinned one, as "path: what", or empty. A pinned "*" stands for any value that is
/// there and not empty; members must be the same on both sides.
QString contractDifference(const QString &name, const QByteArray &body);

} // namespace qd::test
