#pragma once

#include "mcp/mcptypes.h"
#include "result.h"

#include <QByteArray>

namespace qd {

/// A request before it has an id; params is JSON text.
struct McpRequest {
    QString method;
    QByteArray params;
};

/// One page of a listing.
template<typename T>
struct McpPage {
    QList<T> items;
    QString nextCursor; ///< empty: the last page
};

/// How one protocol revision writes requests and what its results mean, in the product's one vocabulary. Bad parts of a
/// result are ErrorKind::Decode with the place in `detail`; unknown members are kept in `raw`. Stateless, any thread.
class McpCodec
{
public:
    virtual ~McpCodec() = default;

    [[nodiscard]] virtual McpRequest listTools(const QString &cursor) const = 0;
    [[nodiscard]] virtual McpRequest listPrompts(const QString &cursor) const = 0;
    [[nodiscard]] virtual McpRequest listResources(const QString &cursor) const = 0;
    [[nodiscard]] virtual McpRequest listResourceTemplates(const QString &cursor) const = 0;
    /// `arguments` is the text of a JSON object and goes out as it is; a token of 0 asks for no progress.
    [[nodiscard]] virtual McpRequest callTool(const QString &name, const QByteArray &arguments, qint64 progressToken) const = 0;
    [[nodiscard]] virtual McpRequest readResource(const QString &uri) const = 0;
    [[nodiscard]] virtual McpRequest getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments) const = 0;

    [[nodiscard]] virtual Result<McpPage<McpTool>> decodeTools(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpPage<McpPrompt>> decodePrompts(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpPage<McpResource>> decodeResources(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpPage<McpResource>> decodeResourceTemplates(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpCallResult> decodeCallResult(const QByteArray &result) const = 0;
    /// resources/read
    [[nodiscard]] virtual Result<QList<McpContent>> decodeResource(const QByteArray &result) const = 0;
    /// prompts/get
    [[nodiscard]] virtual Result<QList<McpContent>> decodePrompt(const QByteArray &result) const = 0;
};

} // namespace qd
