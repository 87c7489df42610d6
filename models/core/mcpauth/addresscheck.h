#pragma once

#include "error.h"
#include "mcpauth/weburl.h"

#include <QFlags>
#include <QStringList>

#include <optional>

namespace qd::oauth {

/// Where an address lies. Reserved: nothing that a client has business with, and numbers in disguise ("0x7f.1").
enum class AddressClass { Public = 1, Loopback = 2, Private = 4, LinkLocal = 8, Reserved = 16, Name = 32 };
Q_DECLARE_FLAGS(AddressClasses, AddressClass)
Q_DECLARE_OPERATORS_FOR_FLAGS(AddressClasses)

/// The class of a URL's host: of an address, also of an IPv4 address inside an IPv6 one; Loopback for "localhost"; Name for
/// what has to be resolved. Pure, any thread.
[[nodiscard]] AddressClass addressClass(const QString &host);
/// The classes of what a name resolved to.
[[nodiscard]] AddressClasses addressClasses(const QStringList &addresses);

/// Whether a client may contact `url`, which a server named, so that no server makes it speak to others in its network
/// (facts 7, no. 7): https, or http on loopback; private, link-local and loopback addresses only where the MCP server itself
/// is at such an address. `target` and `server` are the classes of all their addresses, Name when they could not be resolved.
[[nodiscard]] std::optional<Error> addressRefusal(const WebUrl &url, AddressClasses target, AddressClasses server);

} // namespace qd::oauth
