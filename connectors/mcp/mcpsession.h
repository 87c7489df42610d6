#pragma once

#include "http/call.h"
#include "mcp/mcpclientanswers.h"
#include "mcp/mcpoperations.h"
#include "mcp/mcptypes.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace qd {

/// One connection to one MCP server, whatever its transport and era. Made unconnected. Every call obeys the Call contract;
/// cancelling a request tells the server (notifications/cancelled). Closing or destroying it ends running calls with
/// Cancelled, the HTTP session with DELETE, and a child process with its whole group. GUI thread.
class McpSession : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpSession)

public:
    using QObject::QObject;

    /// Who answers what the server asks; before open(). Without it everything is declined.
    virtual void setAnswers(std::shared_ptr<McpClientAnswers> answers) = 0;
    /// Starts the process or contacts the server, negotiates the revision, and sends initialized.
    virtual Call open(QObject *context, Completion<McpServerInfo> completion) = 0;
    virtual void close() = 0;
    [[nodiscard]] virtual const McpServerConfig &config() const = 0;
    /// Set while connected.
    [[nodiscard]] virtual const std::optional<McpServerInfo> &info() const = 0;

    /// Follows nextCursor to the end, within limits of pages, items and bytes.
    virtual Call listTools(QObject *context, Completion<QList<McpTool>> completion) = 0;
    virtual Call listPrompts(QObject *context, Completion<QList<McpPrompt>> completion) = 0;
    /// Resources and resource templates.
    virtual Call listResources(QObject *context, Completion<QList<McpResource>> completion) = 0;
    /// `arguments` is the text of a JSON object, sent as it is. A call as a task ends with the task's result, too. An unknown tool or a refusal by a gateway is an Error
    /// (vendorCode: the JSON-RPC code, e.g. "-32601").
    virtual Call callTool(const QString &name, const QString &arguments, QObject *context, Completion<McpCallResult> completion,
                          std::function<void(const McpProgress &)> progress = {}, const McpCallOptions &options = {}) = 0;
    virtual Call readResource(const QString &uri, QObject *context, Completion<QList<McpContent>> completion) = 0;
    virtual Call getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments, QObject *context,
                           Completion<QList<McpContent>> completion) = 0;
    virtual Call complete(const McpCompletionQuery &query, QObject *context, Completion<McpCompletions> completion) = 0;
    /// notified() tells notifications/resources/updated from then on.
    virtual Call subscribe(const QString &uri, QObject *context, Completion<void> completion) = 0;
    virtual Call unsubscribe(const QString &uri, QObject *context, Completion<void> completion) = 0;
    /// The least level of notifications/message that is wanted.
    virtual Call setLogLevel(McpLogLevel level, QObject *context, Completion<void> completion) = 0;
    /// The time there and back; in the modern era by server/discover.
    virtual Call ping(QObject *context, Completion<Milliseconds> completion) = 0;
    virtual Call listTasks(QObject *context, Completion<QList<McpTask>> completion) = 0;
    virtual Call readTask(const QString &id, QObject *context, Completion<McpTask> completion) = 0;
    /// Waits for the end of the task.
    virtual Call taskResult(const QString &id, QObject *context, Completion<McpCallResult> completion) = 0;
    virtual Call cancelTask(const QString &id, QObject *context, Completion<void> completion) = 0;
    /// Sends any text as one message (a batch, a wrong case, a made-up method) and gives the answer's text, whatever it
    /// is; empty for 202. For tests of gateways and for developers.
    virtual Call sendRaw(const QByteArray &message, QObject *context, Completion<QByteArray> completion) = 0;

    /// The folders that the server may know of are others now: it is told, where its era has a word for that.
    virtual void rootsChanged() {}
    /// Results that the server allowed to keep (ttlMs) are asked for anew from now on.
    virtual void forgetKept() {}

signals:
    /// A notification, e.g. "notifications/tools/list_changed"; params as JSON text.
    void notified(const QString &method, const QString &params);
    /// A task of ours was made or has moved on.
    void taskChanged(const qd::McpTask &task);
    void wireSeen(const qd::McpWireEntry &entry);
    /// The server ended it, crashed or was lost; nothing when we closed it.
    void closed(const std::optional<qd::Error> &error);
};

/// Makes sessions. The interface exists so that controllers can be tested with scripted servers.
class McpConnector
{
public:
    virtual ~McpConnector() = default;
    /// Never fails; open() tells what is wrong with the configuration.
    virtual std::unique_ptr<McpSession> makeSession(const McpServerConfig &config) = 0;
};

} // namespace qd
