#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

/// Parts of a JSON text as the sender wrote them, order and numbers untouched. Texts must be valid JSON (isJson), but a
/// broken one does no harm. Pure, any thread.
namespace qd::jsonslice {

inline constexpr int maxDepth = 128;

/// Valid JSON in UTF-8, not nested deeper than maxDepth.
[[nodiscard]] bool isJson(QByteArrayView text);
[[nodiscard]] bool isObject(QByteArrayView text);
/// The value of an object's member, escapes in its name read; of several with one name the last, as nearly every reader has it.
[[nodiscard]] std::optional<QByteArrayView> member(QByteArrayView object, QByteArrayView name);
/// The members of an object in their order, names as JSON strings; empty for anything else.
[[nodiscard]] QList<std::pair<QByteArrayView, QByteArrayView>> members(QByteArrayView object);
/// The elements of an array; empty for anything else.
[[nodiscard]] QList<QByteArrayView> elements(QByteArrayView array);
/// The text of a JSON string, or nothing when the value is none.
[[nodiscard]] std::optional<QString> text(QByteArrayView value);
/// `text` as a JSON string, quotes included.
[[nodiscard]] QByteArray quoted(const QString &text);

} // namespace qd::jsonslice
