#pragma once

#include "mcp/mcpoperations.h"
#include "mcp/mcptypes.h"
#include "result.h"

#include <QByteArray>

namespace qd {

/// A request before it has an id; params is JSON text.
struct McpRequest {
    QString method;
    QByteArray params;
    QByteArray meta; ///< a JSON object whose members go into `_meta`, or empty
    QList<std::pair<QByteArray, QByteArray>> headers; ///< what HTTP says beside it, in the modern era
};

/// What kind of answer a result is.
struct McpVerdict {
    enum class Kind { Complete, InputRequired, Task };
    Kind kind = Kind::Complete;
    QByteArray inputRequests; ///< InputRequired: a JSON object of questions, or empty
    QByteArray requestState;  ///< InputRequired: a JSON string to be sent back as it is, or empty
};

/// One page of a listing.
template<typename T>
struct McpPage {
    QList<T> items;
    QString nextCursor; ///< empty: the last page
    qsizetype unusable = 0; ///< elements that are left out: no object, or without a name
};

/// "debug" to "emergency".
[[nodiscard]] QString logLevelName(McpLogLevel level);

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
    /// `arguments` is the text of a JSON object and goes out as it is; `options.meta` goes into `meta`.
    [[nodiscard]] virtual McpRequest callTool(const QString &name, const QByteArray &arguments, const McpCallOptions &options) const = 0;
    [[nodiscard]] virtual McpRequest readResource(const QString &uri) const = 0;
    [[nodiscard]] virtual McpRequest getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments) const = 0;

    [[nodiscard]] virtual McpRequest complete(const McpCompletionQuery &query) const = 0;
    [[nodiscard]] virtual McpRequest subscribe(const QString &uri) const = 0;
    [[nodiscard]] virtual McpRequest unsubscribe(const QString &uri) const = 0;
    [[nodiscard]] virtual McpRequest setLogLevel(McpLogLevel level) const = 0;
    [[nodiscard]] virtual McpRequest ping() const = 0;
    [[nodiscard]] virtual McpRequest listTasks(const QString &cursor) const = 0;
    [[nodiscard]] virtual McpRequest readTask(const QString &id) const = 0;
    [[nodiscard]] virtual McpRequest taskResult(const QString &id) const = 0;
    [[nodiscard]] virtual McpRequest cancelTask(const QString &id) const = 0;
    /// The request with what goes with every one of the revision: `_meta` (a progress token unless it is 0), headers.
    [[nodiscard]] virtual McpRequest sealed(McpRequest request, qint64 progressToken) const = 0;
    /// ErrorKind::Protocol: a kind of result that the revision does not know.
    [[nodiscard]] virtual Result<McpVerdict> verdictOf(const QByteArray &result) const = 0;
    [[nodiscard]] virtual bool isModern() const = 0;

    [[nodiscard]] virtual Result<McpPage<McpTool>> decodeTools(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpPage<McpPrompt>> decodePrompts(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpPage<McpResource>> decodeResources(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpPage<McpResource>> decodeResourceTemplates(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpCallResult> decodeCallResult(const QByteArray &result) const = 0;
    /// resources/read
    [[nodiscard]] virtual Result<QList<McpContent>> decodeResource(const QByteArray &result) const = 0;
    /// prompts/get
    [[nodiscard]] virtual Result<QList<McpContent>> decodePrompt(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpCompletions> decodeCompletions(const QByteArray &result) const = 0;
    [[nodiscard]] virtual Result<McpPage<McpTask>> decodeTasks(const QByteArray &result) const = 0;
    /// Of tasks/get, of notifications, and of the answer to a call that became a task.
    [[nodiscard]] virtual Result<McpTask> decodeTask(const QByteArray &result) const = 0;
};

} // namespace qd
