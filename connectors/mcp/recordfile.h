#pragma once

#include "mcp/recording.h"
#include "mcp/sessiondiff.h"
#include "result.h"

namespace qd {

/// A recorded session as a plain file for Git: JSON with line breaks, nothing in it that changes by itself but the times.
[[nodiscard]] QByteArray encodeRecording(const McpRecording &recording);
/// ErrorKind::Decode names the place.
[[nodiscard]] Result<McpRecording> decodeRecording(const QByteArray &json, const QString &name);
/// Whether a JSON text says that it is a recorded session.
[[nodiscard]] bool isRecording(const QByteArray &json);
[[nodiscard]] Result<McpRecording> loadRecording(const QString &path);
/// Replaces the file as a whole, or leaves it as it was.
[[nodiscard]] Result<void> saveRecording(const McpRecording &recording, const QString &path);

/// What can be compared of it. Lists become the listing, everything else steps.
[[nodiscard]] SessionView viewOf(const McpRecording &recording);

} // namespace qd
