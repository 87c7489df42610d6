#include "mcpauth/redirect.h"

#include "mcpauth/form.h"
#include "mcpauth/plainwords.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace qd::oauth {

namespace {

constexpr qsizetype longestQuery = 16 * 1024;

Error redirectError(const QString &message) { return {.kind = ErrorKind::Protocol, .message = message}; }

/// What decides; of everything else that comes twice the last one is taken.
constexpr std::array decisiveFields{QLatin1String("code"), QLatin1String("state"), QLatin1String("iss"), QLatin1String("error")};
/// Names that an answer to a sign-in may have. Others are not shown: they may be anything.
constexpr std::array answerFields{QLatin1String("code"), QLatin1String("state"), QLatin1String("iss"), QLatin1String("error"), QLatin1String("error_description"),
                                  QLatin1String("error_uri"), QLatin1String("scope"), QLatin1String("session_state"), QLatin1String("access_token"), QLatin1String("id_token")};

/// The authorization server said no (RFC 6749 section 4.1.2.1).
Error refusedByServer(const QHash<QString, QString> &fields)
{
    const QString code = plainWords(fields.value(QStringLiteral("error"))).left(64);
    const QString words = plainWords(fields.value(QStringLiteral("error_description")));
    const bool isDenied = code == QLatin1String("access_denied");
    return {.kind = ErrorKind::Unauthorized,
            .message = (isDenied ? QStringLiteral("The sign-in was declined") : QStringLiteral("The authorization server refused the sign-in (%1)").arg(code))
                + (words.isEmpty() ? QStringLiteral(".") : QStringLiteral(": %1").arg(words)),
            .vendorCode = code};
}

Result<QString> codeOf(const QHash<QString, QString> &fields, bool isRepeated, const RedirectCheck &check)
{
    if (isRepeated)
        return redirectError(QStringLiteral("The sign-in came back with a parameter given twice."));
    const auto iss = fields.constFind(QStringLiteral("iss"));
    if (const auto issuer = checkIssuer(check, iss == fields.constEnd() ? std::nullopt : std::optional(*iss)); !issuer)
        return issuer.error();
    if (fields.contains(QStringLiteral("error")))
        return refusedByServer(fields);
    const QString code = fields.value(QStringLiteral("code"));
    return code.isEmpty() ? Result<QString>(redirectError(QStringLiteral("The sign-in came back without a code."))) : Result<QString>(code);
}

} // namespace

QString authorizationUrl(const CodeRequest &request)
{
    Form form{{"response_type", QStringLiteral("code")},
              {"client_id", request.clientId},
              {"redirect_uri", request.redirectUri},
              {"code_challenge", QString::fromLatin1(request.challenge)},
              {"code_challenge_method", QStringLiteral("S256")},
              {"state", QString::fromLatin1(request.state)},
              {"resource", request.resource}};
    if (!request.scopes.isEmpty())
        form.append({"scope", request.scopes.join(u' ')});
    const QChar glue = request.endpoint.contains(u'?') ? u'&' : u'?';
    return request.endpoint + glue + QString::fromLatin1(encodeForm(form));
}

Result<void> checkIssuer(const RedirectCheck &check, const std::optional<QString> &iss)
{
    if (iss && *iss != check.issuer)
        return redirectError(QStringLiteral("The sign-in came back from another authorization server than it was sent to; nothing of it is used."));
    if (!iss && check.sendsIssuer)
        return redirectError(QStringLiteral("The sign-in came back without its issuer, which this authorization server promises to name; nothing of it is used."));
    return {};
}

RedirectReply readRedirect(const QByteArray &query, const RedirectCheck &check)
{
    QHash<QString, QString> fields;
    bool isRepeated = false;
    for (const auto &[name, value] : decodeForm(query.left(longestQuery))) {
        const QString key = QString::fromLatin1(name);
        isRepeated = isRepeated || (fields.contains(key) && std::find(decisiveFields.begin(), decisiveFields.end(), key) != decisiveFields.end());
        fields.insert(key, value);
    }
    if (check.state.isEmpty() || fields.value(QStringLiteral("state")).toLatin1() != check.state)
        return {.isOurs = false, .code = redirectError(QStringLiteral("This is not the answer to the sign-in that waits here."))};
    return {.isOurs = true, .code = codeOf(fields, isRepeated, check)};
}

QString namesInRedirect(const QByteArray &query)
{
    QStringList names;
    qsizetype others = 0;
    for (const auto &[name, value] : decodeForm(query.left(longestQuery))) {
        const QString key = QString::fromLatin1(name);
        if (std::find(answerFields.begin(), answerFields.end(), key) == answerFields.end())
            ++others;
        else if (!names.contains(key))
            names << key;
    }
    if (others > 0)
        names << (others == 1 ? QStringLiteral("one other") : QStringLiteral("%1 others").arg(others));
    return names.isEmpty() ? QStringLiteral("no parameters") : names.join(QStringLiteral(", "));
}

} // namespace qd::oauth
