#pragma once

#include "mcp/mcptypes.h"
#include "result.h"

#include <nlohmann/json_fwd.hpp>

#include <QByteArrayView>

#include <functional>
#include <limits>

/// Pieces of content as all revisions write them, and the bounded reading of members. For codecs; pure, any thread.
namespace qd::contentcodec {

inline constexpr qsizetype longestName = 512;
inline constexpr qsizetype longestUri = 8192;
inline constexpr qsizetype longestDescription = 64 * 1024;

[[nodiscard]] Error badResult(const QString &place);
/// A member that is text, at most `limit` characters of it; empty for anything else.
[[nodiscard]] QString memberText(const nlohmann::json &object, const char *name, qsizetype limit = longestName);
[[nodiscard]] std::optional<bool> memberFlag(const nlohmann::json &object, const char *name);
[[nodiscard]] std::optional<double> memberNumber(const nlohmann::json &object, const char *name);
/// A time in milliseconds, not negative and not longer than a year.
[[nodiscard]] std::optional<Milliseconds> memberTime(const nlohmann::json &object, const char *name);
/// The texts of an array, at most 1,000 of them.
[[nodiscard]] QStringList memberTexts(const nlohmann::json &object, const char *name);
[[nodiscard]] nlohmann::json parsed(const QByteArray &text);

/// The member nextCursor of a page; `cursor` is empty for the last one. False when it is there and no text.
[[nodiscard]] bool readCursor(QByteArrayView result, QString &cursor);

/// A text, image, audio, resource_link or resource block; anything else is Kind::Unknown with its JSON as text.
[[nodiscard]] McpContent readContent(const nlohmann::json &object);
/// Of resources/read and of embedded resources: text or blob.
[[nodiscard]] McpContent readResourceContent(const nlohmann::json &object);
/// `read` is called for each element of the array `name`; an element that is no object, or more than 10,000, is an error.
[[nodiscard]] std::optional<Error> eachObject(const nlohmann::json &result, const char *name, const std::function<void(const nlohmann::json &)> &read);
/// Messages of prompts and of sampling: a role with one block or several. `sent`: the messages as they came, in their order.
[[nodiscard]] Result<QList<McpContent>> readMessages(const nlohmann::json &result, const QList<QByteArrayView> &sent = {});

} // namespace qd::contentcodec
