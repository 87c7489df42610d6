#pragma once

#include "result.h"

#include <QHash>
#include <QString>
#include <QStringList>

/// URI templates of RFC 6570, levels 1 to 4, with texts and lists as values. Pure, any thread.
namespace qd::uritemplate {

inline constexpr qsizetype longestTemplate = 8192;
inline constexpr qsizetype mostVariables = 100;

/// The names of its variables, each once, in their order. Those of a template that is broken: what could be read.
[[nodiscard]] QStringList variables(const QString &text);
/// The address with the values in their places. A variable without a value is left out, as the RFC says. A value of a
/// variable that is exploded ("{?tags*}") is a list, parted by commas. ErrorKind::Invalid names what is wrong with it.
[[nodiscard]] Result<QString> expand(const QString &text, const QHash<QString, QString> &values);

} // namespace qd::uritemplate
