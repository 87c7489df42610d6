#pragma once

#include "clock.h"
#include "result.h"

#include <QByteArray>
#include <QString>

#include <nlohmann/json_fwd.hpp>

#include <optional>

/// Reading Resource Manager's JSON with caps and with the place of what is wrong. Internal to connectors/arm.
namespace qd::armjson {

inline constexpr qsizetype maxBytes = 16 * 1024 * 1024;
inline constexpr int maxDepth = 48;
inline constexpr qsizetype maxText = 64 * 1024;

/// Errors: Decode, with the reason; never the content, which may be secret.
Result<nlohmann::json> parse(const QByteArray &body);
/// Decode error at a path such as "$.value[3].name".
[[nodiscard]] Error wrong(const QString &path, const QString &what);

/// The text at `name`, cut at `most` characters; empty when it is missing, null or no text.
[[nodiscard]] QString text(const nlohmann::json &object, const char *name, qsizetype most = maxText);
[[nodiscard]] bool flag(const nlohmann::json &object, const char *name);
/// The object at `name`, or an empty one.
[[nodiscard]] const nlohmann::json &child(const nlohmann::json &object, const char *name);
/// The array at `name`, or nullptr.
[[nodiscard]] const nlohmann::json *array(const nlohmann::json &object, const char *name);
/// ISO 8601 with or without zone (UTC then), to the microsecond; nothing when it is no time.
[[nodiscard]] std::optional<Instant> instant(const nlohmann::json &object, const char *name);
/// Cleaned of control characters and cut: for messages.
[[nodiscard]] QString message(const nlohmann::json &object, const char *name);

} // namespace qd::armjson
