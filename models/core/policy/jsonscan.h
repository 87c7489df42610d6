#pragma once

#include <QList>
#include <QString>

#include <optional>
#include <utility>

/// The little JSON that the core needs to carry tool definitions inside a policy: texts in, texts out, order kept.
/// Nesting is limited to 64, size to 1 MiB. Any thread.
namespace qd::jsonscan {

/// The same JSON without blanks between its tokens; nothing when it is not JSON.
std::optional<QString> compact(const QString &json);
/// The elements of an array, as they stand; nothing when it is not an array.
std::optional<QList<QString>> elements(const QString &json);
/// The members of an object, names decoded, values as they stand; nothing when it is not an object.
std::optional<QList<std::pair<QString, QString>>> members(const QString &json);
/// The text that a JSON string means; nothing when it is not a string.
std::optional<QString> decoded(const QString &json);
/// The text as a JSON string, in quotes. Escapes what neither XML nor a policy may hold: control characters, lone
/// surrogates.
QString encoded(const QString &text);

} // namespace qd::jsonscan
