#include "mcp/rpcexchange.h"

#include "mcp/codec20260728.h"
#include "mcp/jsonslice.h"
#include "mcp/rpcmessage.h"

#include <algorithm>

// Calls that have become tasks: asked about at the server's pace until they are done.
namespace qd {

namespace {

constexpr Milliseconds shortestPoll{100};
constexpr Milliseconds longestPoll{60000};
constexpr int maxTaskWait = 1000; ///< times the request timeout, for tasks/result, which waits for the task

bool isTerminal(McpTask::Status status)
{
    return status == McpTask::Status::Completed || status == McpTask::Status::Failed || status == McpTask::Status::Cancelled;
}

Error taskError(const McpTask &task)
{
    const bool isCancelled = task.status == McpTask::Status::Cancelled;
    return {.kind = isCancelled ? ErrorKind::Cancelled : ErrorKind::Server,
            .message = isCancelled ? QStringLiteral("The task was cancelled.") : QStringLiteral("The task has failed."),
            .detail = task.message};
}

} // namespace

void RpcSession::followTask(const ExchangePtr &exchange, const QByteArray &result)
{
    const Result<McpTask> task = m_codec->decodeTask(result);
    if (!task)
        return finish(exchange, task.error());
    exchange->task = task->id;
    exchange->requestState.clear();
    exchange->answers.clear();
    onTask(exchange, {.result = result, .failure = {}});
}

void RpcSession::pollTask(const ExchangePtr &exchange)
{
    m_environment.timers.after(exchange->pollInterval, exchange->context.get(), [this, exchange] {
        if (m_exchanges.contains(exchange))
            exchange->id = request(m_codec->readTask(exchange->task), m_config.requestTimeout, [this, exchange](const Reply &reply) { onTask(exchange, reply); });
    });
}

void RpcSession::onTask(const ExchangePtr &exchange, const Reply &reply)
{
    const Result<McpTask> task = reply.result ? m_codec->decodeTask(*reply.result) : Result<McpTask>(reply.result.error());
    if (!task || task->id != exchange->task)
        return finish(exchange, task ? Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server answered with another task.")} : task.error());
    if (!m_exchanges.contains(exchange))
        return;
    exchange->pollInterval = std::clamp(task->pollInterval.value_or(exchange->pollInterval), shortestPoll, longestPoll);
    exchange->taskStatus = task->status;
    emit taskChanged(*task);
    m_codec->isModern() ? onModernTask(exchange, *task) : onLegacyTask(exchange, *task);
}

/// tasks/result waits for the end, and brings the questions of a task that needs input.
void RpcSession::onLegacyTask(const ExchangePtr &exchange, const McpTask &task)
{
    if (!isTerminal(task.status) && task.status != McpTask::Status::InputRequired)
        return pollTask(exchange);
    exchange->id = request(m_codec->taskResult(exchange->task), maxTaskWait * m_config.requestTimeout, [this, exchange](const Reply &reply) {
        finish(exchange, reply.result);
    });
}

void RpcSession::onModernTask(const ExchangePtr &exchange, const McpTask &task)
{
    const QByteArray raw = task.raw.toUtf8();
    if (task.status == McpTask::Status::Completed)
        return finish(exchange, jsonslice::member(raw, "result").value_or(QByteArrayView("{}")).toByteArray());
    if (task.status == McpTask::Status::Failed && jsonslice::member(raw, "error"))
        return finish(exchange, errorFromRpc(jsonslice::member(raw, "error")->toByteArray()));
    if (isTerminal(task.status))
        return finish(exchange, taskError(task));
    const auto questions = jsonslice::member(raw, "inputRequests");
    if (task.status != McpTask::Status::InputRequired || !questions)
        return pollTask(exchange);
    askAll(exchange, questions->toByteArray());
}

void RpcSession::updateTask(const ExchangePtr &exchange, const QByteArray &answers)
{
    exchange->id = request(Codec20260728(m_questions.abilities()).updateTask(exchange->task, answers), m_config.requestTimeout, [this, exchange](const Reply &reply) {
        if (reply.result)
            pollTask(exchange);
        else
            finish(exchange, reply.result);
    });
}

} // namespace qd
