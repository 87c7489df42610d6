#pragma once

#include "clock.h"
#include "error.h"
#include "slo/metricdictionary.h"

#include <QString>

#include <optional>
#include <string>

namespace CLI {
class App;
class Option;
}

namespace qd {

/// What to query and how, as typed on a command line: the same for deckctl and the console. Never holds a secret.
struct ConnectionOptions {
    QString connect;         ///< file with a LabInfo, or "-"
    QString endpoint;
    QString authority;
    QString tenant;
    QString clientId;
    QString appId;
    QString workspaceId;
    QString subscription;    ///< Azure subscription id of the fleet's App Service and API Management
    QString resourceGroup;
    QString site;
    QString apim;
    TelemetrySchema schema = TelemetrySchema::Classic;
    QString sloFile;
    QString dictionaryFile;
    QString range;           ///< empty: the last hour, or for `query run` whatever the query says
    Milliseconds timeout{60000};
};

/// An account is spelled out: an id or an address was given.
bool isExplicitAccount(const ConnectionOptions &options);

/// What is wrong beyond what the parser can say: two connections at once, or half an account. ErrorKind::Invalid.
std::optional<Error> misuseOf(const ConnectionOptions &options, bool isLabGiven);

/// Adds the options to a parser and reads them back. Must outlive the parsing.
class ConnectionOptionsParser
{
public:
    explicit ConnectionOptionsParser(Milliseconds timeout);
    ConnectionOptionsParser(const ConnectionOptionsParser &) = delete;
    ConnectionOptionsParser &operator=(const ConnectionOptionsParser &) = delete;

    /// `lab` is the program's own --lab, which cannot be used together with --connect.
    void addTo(CLI::App &app, CLI::Option *lab);
    [[nodiscard]] ConnectionOptions options() const;

private:
    void addConnection(CLI::App &app, CLI::Option *lab);

    std::string m_connect, m_endpoint, m_authority, m_tenant, m_clientId, m_appId, m_workspaceId;
    std::string m_subscription, m_resourceGroup, m_site, m_apim;
    std::string m_schema = "classic";
    std::string m_sloFile, m_dictionary, m_range;
    double m_timeout; ///< in s
};

} // namespace qd
