#include "arm/armerrors.h"

#include "arm/armjson.h"
#include "http/errormapping.h"

#include <nlohmann/json.hpp>

#include <QRegularExpression>
#include <QStringList>

namespace qd {

namespace {

using nlohmann::json;

constexpr size_t mostDetails = 20;

/// The first spelling that is there.
QString eitherMessage(const json &object, const char *lower, const char *pascal)
{
    const QString text = armjson::message(object, lower);
    return text.isEmpty() ? armjson::message(object, pascal) : text;
}

QStringList detailMessages(const json &error)
{
    QStringList messages;
    for (const char *name : {"details", "Details"}) {
        const json *details = armjson::array(error, name);
        for (size_t i = 0; details && i < std::min(details->size(), mostDetails); ++i)
            if (const json &detail = (*details)[i]; detail.is_object())
                if (const QString text = eitherMessage(detail, "message", "Message"); !text.isEmpty())
                    messages << text;
    }
    return messages;
}

void readArmError(const json &object, Error &error)
{
    if (const QString code = eitherMessage(object, "code", "Code"); !code.isEmpty())
        error.vendorCode = code;
    if (const QString text = eitherMessage(object, "message", "Message"); !text.isEmpty())
        error.message = text;
    const QStringList details = detailMessages(object);
    error.detail = details.join(QStringLiteral(" | "));
    if (error.vendorCode == QLatin1String("ValidationError") && !details.isEmpty())
        error.message = details.first();
    if (error.kind == ErrorKind::Invalid)
        error.position = positionInMessage(error.message);
}

/// "… does not have authorization to perform action 'A' over scope 'S' …" -> our own, shorter sentence.
void nameMissingAction(Error &error)
{
    static const QRegularExpression action(QStringLiteral("perform action '([^']{1,200})'"));
    const QRegularExpressionMatch match = action.match(error.message);
    if (error.kind != ErrorKind::Forbidden || !match.hasMatch())
        return;
    if (error.detail.isEmpty())
        error.detail = error.message;
    error.message = QStringLiteral("The account has no right to “%1” here. An owner of the resource can grant it.").arg(match.captured(1));
}

/// The object that holds code and message, wherever this provider put it.
const json &errorObject(const json &body)
{
    for (const char *name : {"error", "Error"})
        if (const json &inner = armjson::child(body, name); !inner.empty())
            return inner;
    return body;
}

} // namespace

Error armError(const HttpResponse &response)
{
    Error error = errorFromResponse(response);
    const auto body = armjson::parse(response.body);
    if (body)
        readArmError(errorObject(*body), error);
    if (response.status == 412 && error.vendorCode.isEmpty())
        error.vendorCode = QStringLiteral("PreconditionFailed");
    nameMissingAction(error);
    return error;
}

Error armOperationError(const QByteArray &document, const QString &status)
{
    Error error{.kind = ErrorKind::Server,
                .message = QStringLiteral("The operation ended as “%1”.").arg(status.left(40)),
                .vendorCode = status.left(40)};
    if (const auto body = armjson::parse(document)) {
        const json &inner = armjson::child(*body, "error");
        readArmError(inner.empty() ? armjson::child(*body, "Error") : inner, error);
        error.requestId = armjson::text(*body, "name", 128);
    }
    if (error.vendorCode.compare(QLatin1String("Conflict"), Qt::CaseInsensitive) == 0)
        error.kind = ErrorKind::Conflict;
    return error;
}

std::optional<TextPosition> positionInMessage(const QString &message)
{
    static const QRegularExpression place(QStringLiteral("\\bline\\s+(\\d{1,7}),?\\s+(?:column|position)\\s+(\\d{1,7})"),
                                          QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = place.match(message);
    const int line = match.captured(1).toInt();
    if (!match.hasMatch() || line < 1)
        return std::nullopt;
    return TextPosition{.line = line, .column = std::max(1, match.captured(2).toInt()), .offset = 0};
}

bool isSameResource(const QString &a, const QString &b)
{
    return a.split(u'/', Qt::SkipEmptyParts).join(u'/').compare(b.split(u'/', Qt::SkipEmptyParts).join(u'/'), Qt::CaseInsensitive) == 0;
}

} // namespace qd
