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
constexpr qsizetype mostHeardTasks = 100;
constexpr int longestTask = 30; ///< times the request timeout: tasks are there for what takes long

bool isTerminal(McpTask::Status status)
{
    return status == McpTask::Status::Completed || status == McpTask::Status::Failed || status == McpTask::Status::Cancelled;
}

Error endlessTask(Milliseconds timeout)
{
    return {.kind = ErrorKind::Timeout, .message = QStringLiteral("The task was not done within %1 s.").arg(static_cast<double>(timeout.count()) / 1000.0)};
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
    exchange->token = exchange->id; // good for the task's whole life
    exchange->taskEnd = m_environment.timers.monotonic() + longestTask * exchange->timeout;
    exchange->requestState.clear();
    exchange->answers.clear();
    onTask(exchange, {.result = result, .failure = {}});
    listenForTasks();
}

/// Of the time that a task may take.
Milliseconds RpcSession::taskTimeLeft(const ExchangePtr &exchange) const
{
    return exchange->taskEnd ? std::chrono::ceil<Milliseconds>(*exchange->taskEnd - m_environment.timers.monotonic()) : longestTask * exchange->timeout;
}

/// Nobody waits for it any more.
void RpcSession::giveUpTask(const ExchangePtr &exchange, Error error)
{
    tellTaskCancelled(exchange);
    if (!exchange->isWatching)
        error.message += QStringLiteral(" It was asked to cancel the task.");
    finish(exchange, error);
}

void RpcSession::pollTask(const ExchangePtr &exchange)
{
    const Milliseconds left = taskTimeLeft(exchange);
    if (left <= Milliseconds(0))
        return giveUpTask(exchange, endlessTask(longestTask * exchange->timeout));
    exchange->isResting = true;
    m_environment.timers.after(std::min(exchange->pollInterval, left), exchange->context.get(), [this, exchange] {
        if (m_exchanges.contains(exchange))
            askTask(exchange);
    });
}

void RpcSession::askTask(const ExchangePtr &exchange)
{
    exchange->isResting = false;
    exchange->id = request(m_codec->readTask(exchange->task), m_config.requestTimeout, [this, exchange](const Reply &reply) { onTask(exchange, reply); });
}

QStringList RpcSession::openTasks() const
{
    QStringList open;
    for (const ExchangePtr &exchange : m_exchanges)
        if (!exchange->task.isEmpty() && !open.contains(exchange->task))
            open << exchange->task;
    open.sort();
    return open.mid(0, mostHeardTasks);
}

/// Those that have ended meanwhile are left out when the stream is next asked for.
void RpcSession::listenForTasks()
{
    if (!m_codec->isModern() || !m_hearsTasks || !m_negotiated.hasTasks)
        return;
    const QStringList open = openTasks();
    if (std::any_of(open.cbegin(), open.cend(), [this](const QString &id) { return !m_listenedTasks.contains(id); }))
        listenModern();
}

/// What a server tells of a task by itself is worth as much as an answer. One that tells the id alone is asked.
void RpcSession::onTaskTold(const QByteArray &params)
{
    const auto task = m_codec->decodeTask(params);
    if (!task)
        return;
    if (task->status != McpTask::Status::Unknown)
        emit taskChanged(*task);
    const auto found = std::find_if(m_exchanges.cbegin(), m_exchanges.cend(), [&task](const ExchangePtr &one) { return one->isResting && one->task == task->id; });
    if (found == m_exchanges.cend())
        return;
    const ExchangePtr resting = *found;
    resting->context = std::make_unique<QObject>(); // the wait for the next question is over
    resting->isResting = false;
    if (task->status == McpTask::Status::Unknown || !m_codec->isModern())
        askTask(resting);
    else
        takeTask(resting, *task);
}

/// Follows a task that is there already, and leaves it alone when nobody looks on any more.
RpcSession::ExchangePtr RpcSession::watchTask(const QString &id, std::function<void(const Result<QByteArray> &)> done)
{
    const auto made = std::make_shared<Exchange>();
    made->done = std::move(done);
    made->timeout = m_config.requestTimeout;
    made->task = id;
    made->isWatching = true;
    m_exchanges.insert(made);
    askTask(made);
    listenForTasks();
    return made;
}

void RpcSession::tellTaskCancelled(const ExchangePtr &exchange)
{
    if (!exchange->task.isEmpty() && !exchange->isWatching && m_channel)
        request(m_codec->cancelTask(exchange->task), m_config.requestTimeout, [](const Reply &) {});
}

void RpcSession::onTask(const ExchangePtr &exchange, const Reply &reply)
{
    const Result<McpTask> task = reply.result ? m_codec->decodeTask(*reply.result) : Result<McpTask>(reply.result.error());
    if (!task && task.error().kind == ErrorKind::Timeout)
        return giveUpTask(exchange, task.error());
    if (!task || task->id != exchange->task)
        return finish(exchange, task ? Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server answered with another task.")} : task.error());
    if (!m_exchanges.contains(exchange))
        return;
    emit taskChanged(*task);
    if (m_exchanges.contains(exchange))
        takeTask(exchange, *task);
}

void RpcSession::takeTask(const ExchangePtr &exchange, const McpTask &task)
{
    exchange->pollInterval = std::clamp(task.pollInterval.value_or(exchange->pollInterval), shortestPoll, longestPoll);
    exchange->taskStatus = task.status;
    m_codec->isModern() ? onModernTask(exchange, task) : onLegacyTask(exchange, task);
}

/// tasks/result waits for the end, and brings the questions of a task that needs input.
void RpcSession::onLegacyTask(const ExchangePtr &exchange, const McpTask &task)
{
    if (!isTerminal(task.status) && task.status != McpTask::Status::InputRequired)
        return pollTask(exchange);
    exchange->id = request(m_codec->taskResult(exchange->task), std::max(taskTimeLeft(exchange), m_config.requestTimeout), [this, exchange](const Reply &reply) {
        const bool isOver = !reply.result && reply.result.error().kind == ErrorKind::Timeout;
        isOver ? giveUpTask(exchange, reply.result.error()) : finish(exchange, reply.result);
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
    if (exchange->taskEnd)
        exchange->taskEnd = m_environment.timers.monotonic() + longestTask * exchange->timeout; // the time of who answered is not the server's
    exchange->id = request(Codec20260728(m_questions.abilities()).updateTask(exchange->task, answers), m_config.requestTimeout, [this, exchange](const Reply &reply) {
        if (reply.result)
            pollTask(exchange);
        else
            finish(exchange, reply.result);
    });
}

} // namespace qd
