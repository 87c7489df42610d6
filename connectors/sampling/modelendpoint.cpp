#include "sampling/modelendpoint.h"

#include "http/errormapping.h"
#include "sampling/chatcodec.h"

#include <utility>

namespace qd {

namespace {

constexpr qint64 longestReply = 4 * 1024 * 1024;

Result<McpSamplingAnswer> answerOf(const Result<HttpResponse> &reply)
{
    if (!reply)
        return reply.error();
    return isSuccess(*reply) ? chatcodec::decodeChat(reply->body) : Result<McpSamplingAnswer>(errorFromResponse(*reply));
}

} // namespace

ModelEndpoint::ModelEndpoint(HttpClient &http, ModelEndpointSettings settings, SecretSource *key)
    : m_http(http), m_settings(std::move(settings)), m_key(key)
{
}

Call ModelEndpoint::ask(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion)
{
    auto *chain = new Chain(&m_chains, context, std::move(completion));
    Call handle = chain->handle();
    const Result<QByteArray> body = chatcodec::encodeChat(request, m_settings.model);
    if (!body)
        chain->finish(body.error());
    else if (m_key == nullptr)
        post(chain, *body, {});
    else
        chain->follow(m_key->secret(chain, [this, chain, body = *body](const Result<QString> &key) {
            if (key)
                post(chain, body, *key);
            else
                chain->finish(key.error());
        }));
    return handle;
}

void ModelEndpoint::post(Chain *chain, const QByteArray &body, const QString &key)
{
    HttpRequest request{.method = QByteArrayLiteral("POST"),
                        .url = m_settings.url,
                        .body = body,
                        .contentType = QByteArrayLiteral("application/json"),
                        .timeout = m_settings.timeout,
                        .idleTimeout = m_settings.timeout,
                        .maxBytes = longestReply,
                        .isSecretBody = true};
    request.headers.set("Accept", "application/json");
    if (!key.isEmpty())
        request.headers.set("Authorization", QByteArray("Bearer " + key.toUtf8()));
    chain->follow(m_http.send(std::move(request), chain, [chain](const Result<HttpResponse> &reply) { chain->finish(answerOf(reply)); }));
}

} // namespace qd
