#pragma once

#include "error.h"
#include "http/httpresponse.h"

#include <QByteArray>

#include <optional>

namespace qd {

/// What a failing answer of Resource Manager means: {"error":{code,message,details[]}} and the web provider's
/// {"Code","Message","Details"}. A 403 names the missing action; a policy's refusal carries its line and column.
[[nodiscard]] Error armError(const HttpResponse &response);

/// The `error` of a status document of an operation that failed. `status` is the service's word.
[[nodiscard]] Error armOperationError(const QByteArray &document, const QString &status);

/// "… on line 19, column 7 …" and "Line 28, position 56." as a place, or nothing.
[[nodiscard]] std::optional<TextPosition> positionInMessage(const QString &message);

/// Resource ids are the same whatever their case and however many slashes part them.
[[nodiscard]] bool isSameResource(const QString &a, const QString &b);

} // namespace qd
