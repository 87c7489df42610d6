#include "mcp/channelsignin.h"

#include <QPointer>

#include <utility>

namespace qd {

namespace {

/// A sign-in that came to nothing is no evidence of the server's era, and never the caller's own cancel.
Error failedSignIn(Error error, int status)
{
    const bool isOurs = error.kind == ErrorKind::Protocol || error.kind == ErrorKind::Decode || error.kind == ErrorKind::Cancelled;
    error.kind = isOurs ? ErrorKind::Unauthorized : error.kind;
    error.httpStatus = status;
    error.vendorCode.clear(); // of MCP's errors it is JSON-RPC's code; the message names OAuth's
    return error;
}

} // namespace

ChannelSignIn::ChannelSignIn(McpChannel &channel, const McpServerConfig &config, McpAuthorizer *authorizer)
    : m_channel(channel), m_server(authServerText(config.url)), m_authorizer(isSignInPossible(config) ? authorizer : nullptr)
{
}

void ChannelSignIn::addTo(HttpRequest &request) const
{
    if (const QByteArray token = m_authorizer ? m_authorizer->held(m_server) : QByteArray(); !token.isEmpty())
        renew(request, token);
}

void ChannelSignIn::renew(HttpRequest &request, const QByteArray &value) const
{
    request.headers.set("Authorization", value);
    tellSecret(value);
}

void ChannelSignIn::tellSecret(const QByteArray &value) const { emit m_channel.secretUsed(QString::fromLatin1(value.mid(value.indexOf(' ') + 1))); }

bool ChannelSignIn::isCure(const HttpResponse &head) const { return m_authorizer && isCurable(head.status, head.headers.value("www-authenticate")); }

Call ChannelSignIn::start(const HttpRequest &request, const HttpResponse &head, int tries, QObject *context, Completion<QByteArray> completion) const
{
    const McpRefusal refusal{.server = m_server, .status = head.status, .challenge = head.headers.value("www-authenticate"),
                             .sent = request.headers.value("authorization"), .tries = tries,
                             .tell = [channel = QPointer(&m_channel)](const QString &step) {
                                 if (channel)
                                     emit channel->noted(QStringLiteral("sign-in: %1").arg(step));
                             }};
    return m_authorizer->authorize(refusal, context, [status = head.status, completion = std::move(completion)](const Result<QByteArray> &value) {
        completion(value ? value : Result<QByteArray>(failedSignIn(value.error(), status)));
    });
}

} // namespace qd
