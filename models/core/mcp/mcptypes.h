#pragma once

#include "clock.h"
#include "ids.h"
#include "mcpauth/mcpauthsettings.h"
#include "tlssettings.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <utility>

/// The product's one vocabulary for MCP, whatever revision a server speaks. JSON travels as text: it is decoded in
/// connectors/mcp alone. Everything a server said is hostile plain text.
namespace qd {

using McpServerId = StrongId<struct McpServerIdTag>; ///< name in the user's list of servers

enum class McpTransport {
    Stdio,
    StreamableHttp,
    Sse ///< HTTP+SSE of 2024-11-05: a GET for what the server says, POSTs beside it
};

/// Which shape of the protocol is spoken. Legacy: initialize and a session (to 2025-11-25). Modern: every request stands
/// alone (from 2026-07-28). Auto: the modern one is tried, and a server that does not know it is spoken to in the other.
enum class McpEra { Legacy, Modern, Auto };

/// A folder that the client shows to a server.
struct McpRoot {
    QString uri; ///< file://…
    QString name;
    bool operator==(const McpRoot &) const = default;
};

/// How to reach a server. Never holds a secret: values of `environment` and `headers` may be references ("${env:X}",
/// "${secret:name}") that are resolved when the connection is made.
struct McpServerConfig {
    McpServerId id;
    McpTransport transport = McpTransport::StreamableHttp;
    QString command;     ///< stdio
    QStringList arguments;
    QList<std::pair<QString, QString>> environment;
    QString workingFolder;
    QUrl url;            ///< Streamable HTTP, Sse
    QString urlTemplate; ///< the address while it holds references; `url` is what is known of it before, and is made of it when the connection is
    std::optional<McpEra> era; ///< nothing: see eraOf()
    QList<std::pair<QString, QString>> headers;
    Milliseconds connectTimeout{30000};
    Milliseconds requestTimeout{60000};
    QString unknown;     ///< members of the imported entry that we do not know, as a JSON object; kept on export
    McpAuthSettings signIn; ///< HTTP: how to sign in, when it asks for that
    QList<McpRoot> roots;   ///< what it may know of this machine's folders
    TlsSettings tls;        ///< https
    QString shownHeader;    ///< of answers: in clear in the wire log, where it is no key; of one connection, never saved
    bool operator==(const McpServerConfig &) const = default;
};

/// Auto over Streamable HTTP, where asking costs one request whose verdict is kept. Legacy over stdio, where a server may
/// end at a question that it does not know, and for the old transport, which has no other.
[[nodiscard]] inline McpEra eraOf(const McpServerConfig &config)
{
    return config.era.value_or(config.transport == McpTransport::StreamableHttp ? McpEra::Auto : McpEra::Legacy);
}

/// What initialize or server/discover told.
struct McpServerInfo {
    QString name;
    QString title;
    QString version;
    QString protocolVersion; ///< the negotiated revision, e.g. "2025-11-25"
    QString instructions;
    bool hasTools = false;
    bool hasPrompts = false;
    bool hasResources = false;
    bool hasLogging = false;
    bool hasCompletions = false;
    bool hasSubscriptions = false; ///< to single resources
    bool hasTasks = false;         ///< tools can be called as tasks
    bool isModern = false;
    QString raw;             ///< the whole result, JSON
    bool operator==(const McpServerInfo &) const = default;
};

/// Whether a tool may or must be called as a task.
enum class McpTaskSupport { Forbidden, Optional, Required };

struct McpTool {
    QString name;
    QString title;
    QString description;
    QString inputSchema;  ///< JSON text, an object
    QString outputSchema; ///< JSON text, or empty
    McpTaskSupport taskSupport = McpTaskSupport::Forbidden;
    std::optional<bool> isReadOnly;
    std::optional<bool> isDestructive;
    std::optional<bool> isIdempotent;
    std::optional<bool> isOpenWorld;
    QString raw;          ///< the whole tool object as the server sent it, JSON with its order kept
    bool operator==(const McpTool &) const = default;
};

struct McpPromptArgument {
    QString name;
    QString description;
    bool isRequired = false;
    bool operator==(const McpPromptArgument &) const = default;
};

struct McpPrompt {
    QString name;
    QString title;
    QString description;
    QList<McpPromptArgument> arguments;
    QString raw;         ///< the whole prompt object as the server sent it, its arguments included; JSON with its order kept
    bool operator==(const McpPrompt &) const = default;
};

struct McpResource {
    QString uri; ///< or the template, when isTemplate
    QString name;
    QString title;
    QString description;
    QString mimeType;
    bool isTemplate = false;
    QString raw;         ///< the whole resource or template object as the server sent it, JSON with its order kept
    bool operator==(const McpResource &) const = default;
};

/// One piece of a result.
struct McpContent {
    enum class Kind { Text, Image, Audio, ResourceLink, Resource, Unknown };
    Kind kind = Kind::Text;
    QString text;     ///< Text and embedded text resources
    QByteArray data;  ///< Image, Audio and blobs, decoded
    QString mimeType;
    QString uri;
    QString role;     ///< of a prompt message: "user", "assistant"
    QString raw;      ///< what a resource holds, or the message that begins here, as it was sent; not of tools
    bool operator==(const McpContent &) const = default;
};

/// What a tool call gave. A tool's own failure (isError) is a result, not an Error.
struct McpCallResult {
    QList<McpContent> content;
    QString structured;  ///< structuredContent as JSON text, or empty
    bool isError = false;
    QStringList warnings; ///< e.g. structured content that breaks the tool's output schema
    QString raw;         ///< the whole result, JSON
    Milliseconds elapsed{0};
    bool operator==(const McpCallResult &) const = default;
};

/// One message on the wire, either way; secrets already masked.
struct McpWireEntry {
    enum class Direction { Sent, Received, Note }; ///< Note: a line of stderr, a closed stream, a retry
    quint64 number = 0;
    Instant at;
    Direction direction = Direction::Sent;
    QString method;      ///< of requests and notifications; of a response, its request's
    QString id;          ///< JSON text of the id, or empty
    QString text;        ///< the message as it was, cut at a limit
    qint64 bytes = 0;    ///< before the cut
    QString headers;     ///< HTTP status line and headers, redacted; empty for stdio
    std::optional<Milliseconds> elapsed; ///< of a response: since its request
    bool isError = false;
    bool operator==(const McpWireEntry &) const = default;
};

struct McpProgress {
    double progress = 0;
    std::optional<double> total;
    QString message;
    bool operator==(const McpProgress &) const = default;
};

} // namespace qd
