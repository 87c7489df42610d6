#pragma once

#include "auth/secretsource.h"
#include "http/callchain.h"
#include "http/httpclient.h"
#include "mcp/mcpoperations.h"

namespace qd {

/// Where answers to sampling requests come from when no person writes them.
struct ModelEndpointSettings {
    QUrl url; ///< of chat completions, for example https://api.openai.com/v1/chat/completions; https, or http on loopback
    QString model;
    Milliseconds timeout{120'000};
};

/// Asks an endpoint that speaks OpenAI's chat completions. What the server wrote leaves this machine with that: the caller
/// has the user's consent. Destroying it completes what runs with Cancelled. GUI thread.
/// Errors: those of HttpClient and of the key's source, what a failing status means, Decode.
class ModelEndpoint
{
public:
    /// Without a `key` no Authorization is sent (a model on this machine).
    ModelEndpoint(HttpClient &http, ModelEndpointSettings settings, SecretSource *key = nullptr);

    Call ask(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion);

private:
    using Chain = CallChain<McpSamplingAnswer>;
    void post(Chain *chain, const QByteArray &body, const QString &key);

    HttpClient &m_http;
    ModelEndpointSettings m_settings;
    SecretSource *m_key;
    QObject m_chains; ///< parent of what runs
};

} // namespace qd
