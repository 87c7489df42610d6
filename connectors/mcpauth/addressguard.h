#pragma once

#include "http/call.h"
#include "mcpauth/addresscheck.h"
#include "mcpauth/hostlookup.h"

#include <QObject>

#include <optional>

namespace qd {

/// Decides for one MCP server which addresses that it names may be contacted, names resolved (oauth::addressRefusal). What a
/// name means a moment later is not in its hands; TLS then still asks the name's owner for a certificate. GUI thread.
class AddressGuard
{
public:
    AddressGuard(oauth::WebUrl server, HostLookup lookup) : m_server(std::move(server)), m_lookup(std::move(lookup)) {}
    Q_DISABLE_COPY_MOVE(AddressGuard)

    /// ErrorKind::Protocol: it must not be contacted.
    Call check(const QString &url, QObject *context, Completion<oauth::WebUrl> completion);
    [[nodiscard]] const oauth::WebUrl &server() const { return m_server; }

private:
    Call classify(const QString &host, QObject *context, Completion<oauth::AddressClasses> completion);

    const oauth::WebUrl m_server;
    const HostLookup m_lookup;
    std::optional<oauth::AddressClasses> m_ofServer;
};

} // namespace qd
