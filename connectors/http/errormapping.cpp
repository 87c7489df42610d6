#include "http/errormapping.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype maxErrorBody = 256 * 1024;
constexpr qsizetype maxErrorText = 1000;
constexpr int maxInnerErrors = 16;

QString cleaned(const std::string &text)
{
    QString result = QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min(text.size(), size_t{4 * maxErrorText}))).left(maxErrorText);
    for (QChar &c : result)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    return result.simplified();
}

QString member(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? cleaned(found->get_ref<const std::string &>()) : QString();
}

std::optional<int> integer(const json &object, const char *name)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_integer())
        return std::nullopt;
    const auto value = found->get<qint64>();
    return value >= 0 && value < 1'000'000 ? std::optional(static_cast<int>(value)) : std::nullopt;
}

/// The first of the names that holds an object.
const json *child(const json &object, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const auto found = object.find(name); found != object.end() && found->is_object())
            return &*found;
    return nullptr;
}

ErrorKind kindOf(int status)
{
    switch (status) {
    case 400: return ErrorKind::Invalid;
    case 401: return ErrorKind::Unauthorized;
    case 403: return ErrorKind::Forbidden;
    case 404: return ErrorKind::NotFound;
    case 409:
    case 412: return ErrorKind::Conflict;
    case 429: return ErrorKind::Throttled;
    case 408: return ErrorKind::Server;
    default: return status >= 500 ? ErrorKind::Server : ErrorKind::Protocol;
    }
}

/// Azure answers some tokens that it cannot read or that have ended with 403 instead of 401.
bool isTokenRefusal(const QString &code)
{
    return code == QLatin1String("InvalidAuthenticationToken") || code == QLatin1String("ExpiredAuthenticationToken")
        || code == QLatin1String("InvalidTokenError");
}

QString sentenceOf(int status)
{
    switch (kindOf(status)) {
    case ErrorKind::Unauthorized: return QStringLiteral("The server did not accept the sign-in.");
    case ErrorKind::Forbidden: return QStringLiteral("The account is not allowed to do this.");
    case ErrorKind::NotFound: return QStringLiteral("The server does not know this resource.");
    case ErrorKind::Conflict: return QStringLiteral("The resource was changed meanwhile.");
    case ErrorKind::Throttled: return QStringLiteral("The server asks to wait: too many requests.");
    case ErrorKind::Server: return QStringLiteral("The server failed (HTTP %1).").arg(status);
    default: return QStringLiteral("The server refused the request (HTTP %1).").arg(status);
    }
}

/// Azure counts lines from 1 and positions in the line from 0.
void readPosition(const json &object, Error &error)
{
    const auto line = integer(object, "line");
    const auto position = integer(object, "pos");
    if (line && position && *line > 0)
        error.position = TextPosition{.line = *line, .column = *position + 1, .offset = *line == 1 ? *position : 0};
}

void takeLevel(const json &level, Error &error)
{
    if (const QString code = member(level, "code"); !code.isEmpty())
        error.vendorCode = code;
    if (const QString message = member(level, "message"); !message.isEmpty())
        error.message = message;
    readPosition(level, error);
}

void readAzure(const json &top, Error &error)
{
    if (const QString id = member(top, "correlationId"); !id.isEmpty())
        error.requestId = id;
    const bool isQuery = member(top, "code") == QLatin1String("BadArgumentError");
    if (isQuery && error.kind == ErrorKind::Invalid)
        error.kind = ErrorKind::Query;
    QStringList codes;
    const json *level = &top;
    for (int depth = 0; level && depth < maxInnerErrors; ++depth) {
        takeLevel(*level, error);
        codes << member(*level, "code");
        level = child(*level, {"innererror", "innerError"});
    }
    error.detail = codes.join(QStringLiteral(" > "));
    if (error.kind == ErrorKind::Forbidden && std::any_of(codes.cbegin(), codes.cend(), isTokenRefusal))
        error.kind = ErrorKind::Unauthorized;
}

/// "AADSTS7000215: Invalid client secret provided. … Trace ID: …": the first sentence is for people.
void readEntra(const json &top, Error &error)
{
    static const QRegularExpression code(QStringLiteral("^(AADSTS\\d+)"));
    static const QRegularExpression boilerplate(QStringLiteral("\\s*(Trace ID|Correlation ID|Timestamp):.*$"));
    QString description = member(top, "error_description");
    const QRegularExpressionMatch match = code.match(description);
    error.vendorCode = match.hasMatch() ? match.captured(1) : member(top, "error");
    error.detail = member(top, "error");
    if (const QString id = member(top, "correlation_id"); !id.isEmpty())
        error.requestId = id;
    if (description.remove(boilerplate); !description.isEmpty())
        error.message = description;
    if (error.httpStatus == 400)
        error.kind = ErrorKind::Unauthorized;
}

} // namespace

Error errorFromResponse(const HttpResponse &response)
{
    Error error{.kind = kindOf(response.status),
                .message = sentenceOf(response.status),
                .httpStatus = response.status,
                .requestId = response.requestId,
                .retryAfter = response.retryAfter};
    if (response.body.isEmpty() || response.body.size() > maxErrorBody)
        return error;
    const json body = json::parse(response.body.cbegin(), response.body.cend(), nullptr, false);
    if (!body.is_object())
        return error;
    if (const json *azure = child(body, {"error", "Error"}))
        readAzure(*azure, error);
    else if (body.contains("error_description") || body.contains("error_codes"))
        readEntra(body, error);
    else if (body.contains("code") || body.contains("message"))
        readAzure(body, error);
    return error;
}

} // namespace qd
