#include "auth/tokencodec.h"

#include <QUrl>

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using nlohmann::json;

constexpr qint64 longestLifetime = 7 * 24 * 3600;

Error tokenDecodeError(const char *what)
{
    return {.kind = ErrorKind::Decode,
            .message = QStringLiteral("The sign-in service gave an answer that cannot be read."),
            .detail = QLatin1String(what)};
}

std::optional<qint64> lifetimeSeconds(const json &body)
{
    const auto found = body.find("expires_in");
    if (found == body.end())
        return std::nullopt;
    if (found->is_number_integer())
        return found->get<qint64>();
    if (!found->is_string())
        return std::nullopt;
    bool ok = false;
    const qint64 value = QByteArray::fromStdString(found->get<std::string>()).toLongLong(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

QByteArray formField(const char *name, const QString &value)
{
    return QByteArray(name) + '=' + QUrl::toPercentEncoding(value);
}

} // namespace

Result<TokenReply> decodeTokenReply(const QByteArray &body)
{
    const json parsed = json::parse(body.cbegin(), body.cend(), nullptr, false);
    if (!parsed.is_object())
        return tokenDecodeError("$: not a JSON object");
    const auto token = parsed.find("access_token");
    if (token == parsed.end() || !token->is_string() || token->get_ref<const std::string &>().empty())
        return tokenDecodeError("$.access_token: missing or not a string");
    const QString text = QString::fromStdString(token->get<std::string>());
    if (text.contains(u'\r') || text.contains(u'\n'))
        return tokenDecodeError("$.access_token: holds a line break");
    const auto seconds = lifetimeSeconds(parsed);
    if (!seconds || *seconds <= 0)
        return tokenDecodeError("$.expires_in: missing or not a positive number");
    return TokenReply{.accessToken = text, .lifetime = Seconds(std::min(*seconds, longestLifetime))};
}

QByteArray encodeClientCredentials(const QString &clientId, const QString &secret, const QString &scope)
{
    return QByteArrayList{formField("client_id", clientId), formField("scope", scope),
                          QByteArrayLiteral("grant_type=client_credentials"), formField("client_secret", secret)}.join('&');
}

} // namespace qd
