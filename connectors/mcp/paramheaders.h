#pragma once

#include "mcp/mcptypes.h"
#include "result.h"

#include <QByteArray>

/// The headers that repeat parts of a request for proxies (2026-07-28). Pure, any thread.
namespace qd::paramheaders {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// A text as the value of a header: as it is, or as =?base64?…?= when it is empty, not printable ASCII, begins or ends with
/// white space, or looks like that itself.
[[nodiscard]] QByteArray encoded(const QString &value);
/// Mcp-Method, and Mcp-Name where the method has a name, an address or a task.
[[nodiscard]] Headers ofRequest(const QString &method, const QByteArray &params);
/// Mcp-Param-… for each x-mcp-header of the tool's input schema whose argument is given.
[[nodiscard]] Headers ofArguments(const QByteArray &inputSchema, const QByteArray &arguments);
/// Why a tool's x-mcp-header marks cannot be obeyed, in one sentence; nothing when they can, or when there are none.
[[nodiscard]] std::optional<QString> fault(const QByteArray &inputSchema);

} // namespace qd::paramheaders
