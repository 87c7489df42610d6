#pragma once

#include "mcp/mcpoperations.h"
#include "result.h"

#include <QByteArray>

/// What a server asks of its client, and the answers; the same in every revision that has them. Pure, any thread.
namespace qd::clientcodec {

/// The client's capabilities as a JSON object.
[[nodiscard]] QByteArray encodeAbilities(const McpAbilities &abilities, bool tellsOfRoots = false);
/// … as initialize tells them: changes of the roots are told, and what can be asked can be asked as a task, too (2025-11-25).
[[nodiscard]] QByteArray encodeAbilitiesWithTasks(const McpAbilities &abilities);
[[nodiscard]] QByteArray encodeRoots(const QList<McpRoot> &roots);
/// ErrorKind::Decode: no messages.
[[nodiscard]] Result<McpSamplingRequest> decodeSampling(const QByteArray &params);
[[nodiscard]] QByteArray encodeSampling(const McpSamplingAnswer &answer);
/// A missing mode is a form. ErrorKind::Decode: no message, a form without a schema, an address that is not http(s).
[[nodiscard]] Result<McpElicitation> decodeElicitation(const QByteArray &params);
/// Of an accepted form: fields that were left out get the schema's default, and what breaks the schema is
/// ErrorKind::Invalid with the first finding.
[[nodiscard]] Result<QByteArray> encodeElicitation(const McpElicitation &asked, const McpElicitationAnswer &answer);

} // namespace qd::clientcodec
