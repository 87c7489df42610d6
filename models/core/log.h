#pragma once

#include <QString>

/// The logging facade; spdlog stays behind it. Every logger the product uses is listed here. Any thread.
namespace qd::log {

enum class Level { Debug, Info, Warning, Error };

inline constexpr const char *http = "qd.http";       ///< one line per request and response, redacted
inline constexpr const char *auth = "qd.auth";       ///< tokens asked for and refused, never the tokens
inline constexpr const char *monitor = "qd.monitor"; ///< queries: governor, partial errors
inline constexpr const char *arm = "qd.arm";         ///< Resource Manager: long-running operations, quotas
inline constexpr const char *mcp = "qd.mcp";         ///< MCP servers started, negotiated, lost
inline constexpr const char *guard = "qd.guard";     ///< write leases, refusals, the audit log's own troubles
inline constexpr const char *store = "qd.store";     ///< dropped rows, caps reached
inline constexpr const char *ui = "qd.ui";
inline constexpr const char *cli = "qd.cli";
inline constexpr const char *lab = "qd.lab";
inline constexpr const char *qt = "qd.qt";           ///< Qt's own messages, bridged in

/// Writes one line to `logger`. The text must already be free of secrets.
void write(const char *logger, Level level, const QString &text);

inline void debug(const char *logger, const QString &text) { write(logger, Level::Debug, text); }
inline void info(const char *logger, const QString &text) { write(logger, Level::Info, text); }
inline void warning(const char *logger, const QString &text) { write(logger, Level::Warning, text); }
inline void error(const char *logger, const QString &text) { write(logger, Level::Error, text); }

/// Lines below `level` are dropped. Default: Warning, or what QD_LOG says (debug, info, warning, error).
void setLevel(Level level);
/// Sends every line also to `sink` (logger, level, text) until replaced; an empty function ends it. Used by tests.
using Sink = void (*)(const char *logger, Level level, const QString &text);
void setSink(Sink sink);
/// Routes qDebug, qWarning and the rest to the logger `qt`, dropping the offscreen platform's known noise.
void bridgeQtMessages();

} // namespace qd::log
