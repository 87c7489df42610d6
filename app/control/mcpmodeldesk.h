#pragma once

#include "auth/secretsources.h"
#include "sampling/modelendpoint.h"

#include <QObject>

#include <memory>

namespace qd {

/// The model that may write answers to sampling: an endpoint of chat completions whose key is in the keyring. What it says is
/// a proposal that a person reviews; what a server wrote leaves this machine only by propose(). GUI thread.
class McpModelDesk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpModelDesk)

public:
    /// All are borrowed.
    McpModelDesk(const Clock &clock, Timers &timers, SecretStore &secrets, QObject *parent = nullptr);

    /// The name of the key in the keyring.
    [[nodiscard]] static QString keyName();
    /// Why this cannot be used; empty: it can. No URL at all: there is no model, which is fine.
    [[nodiscard]] static QString problemOf(const ModelEndpointSettings &settings);
    /// Ends what runs. `hasKey`: the keyring has one, which is sent along.
    void use(const ModelEndpointSettings &settings, bool hasKey);
    [[nodiscard]] bool isSet() const { return m_endpoint != nullptr; }
    [[nodiscard]] const ModelEndpointSettings &settings() const { return m_settings; }
    /// Errors: Invalid (there is no model), those of ModelEndpoint.
    Call propose(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion);

private:
    const Clock &m_clock;
    Timers &m_timers;
    StoredSecret m_key;
    ModelEndpointSettings m_settings;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<ModelEndpoint> m_endpoint;
};

} // namespace qd
