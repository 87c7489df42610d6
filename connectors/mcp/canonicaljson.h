#pragma once

#include "mcp/mcpdefinition.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace qd {

/// JSON in one form for hashes, after RFC 8785: members sorted by UTF-16, no blanks, shortest numbers, strings with the
/// fewest escapes, arrays as they are. Whole numbers keep all their digits, and members that come twice are all kept: what
/// differs on the wire must differ here. Nothing for what is no JSON. Pure.
[[nodiscard]] std::optional<QByteArray> canonicalJson(QByteArrayView json);

/// A definition of its JSON text: canonical form, SHA-256 and leaves. Past 20,000 leaves, 64 levels or 1 MiB it is cut, but
/// its hash is of the whole. What is no JSON is hashed as it is.
[[nodiscard]] McpDefinition definitionOf(McpDefinition::Kind kind, const QString &name, const QByteArray &json);

} // namespace qd
