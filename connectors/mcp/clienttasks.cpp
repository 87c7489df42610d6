#include "mcp/clienttasks.h"

#include "mcp/jsonslice.h"
#include "mcp/metaobject.h"

#include <QUuid>

#include <array>
#include <utility>

namespace qd {

namespace {

Error unknownClientTask()
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("Task not found")};
}

QByteArray isoText(Instant at) { return '"' + toDateTime(at).toString(Qt::ISODateWithMs).toLatin1() + '"'; }

/// What the server wants, within our limit; forever is our limit.
Milliseconds lifeOf(QByteArrayView task)
{
    bool isNumber = false;
    const double told = jsonslice::member(task, "ttl").value_or(QByteArrayView()).toByteArray().toDouble(&isNumber);
    return isNumber && told >= 0 && told < static_cast<double>(ClientTasks::longestLife.count()) ? Milliseconds(static_cast<qint64>(told)) : ClientTasks::longestLife;
}

QString taskIdOf(const RpcMessage &request)
{
    return jsonslice::text(jsonslice::member(request.body, "taskId").value_or(QByteArrayView())).value_or(QString());
}

} // namespace

ClientTasks::ClientTasks(const ClientQuestions &questions, const Clock &clock, Timers &timers, Answer answer, Tell tell)
    : m_questions(questions), m_clock(clock), m_timers(timers), m_answer(std::move(answer)), m_tell(std::move(tell))
{
}

bool ClientTasks::take(const RpcMessage &request)
{
    const bool isQuestion = request.method == QLatin1String("sampling/createMessage") || request.method == QLatin1String("elicitation/create");
    if (const auto task = isQuestion ? jsonslice::member(request.body, "task") : std::nullopt; task && task->startsWith('{')) {
        begin(request, *task);
        return true;
    }
    if (!request.method.startsWith(QLatin1String("tasks/")))
        return false;
    const auto known = m_tasks.find(taskIdOf(request));
    if (request.method == QLatin1String("tasks/list"))
        m_answer(request, shownList());
    else if (known == m_tasks.end())
        m_answer(request, unknownClientTask());
    else if (request.method == QLatin1String("tasks/get"))
        m_answer(request, shown(known->second));
    else if (request.method == QLatin1String("tasks/result"))
        waitForResult(known->second, request);
    else if (request.method == QLatin1String("tasks/cancel"))
        cancel(known->second, request);
    else
        return false;
    return true;
}

void ClientTasks::begin(const RpcMessage &request, QByteArrayView wanted)
{
    if (m_tasks.size() >= maxTasks)
        return m_answer(request, Error{.kind = ErrorKind::Internal, .message = QStringLiteral("Too many tasks are kept already")});
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Task &task = m_tasks[id];
    task.id = id;
    task.made = task.changed = m_clock.now();
    task.life = lifeOf(wanted);
    QObject *context = task.context.get();
    m_answer(request, QByteArray("{\"task\":" + shown(task) + '}'));
    m_timers.after(task.life, context, [this, id] { end(id); });
    const Call call = m_questions.ask(request.method, request.body, context, [this, id](const Result<QByteArray> &result) {
        settle(id, result ? Status::Completed : Status::Failed, result);
    });
    if (const auto begun = m_tasks.find(id); begun != m_tasks.end())
        begun->second.call = call;
}

void ClientTasks::settle(const QString &id, Status status, const Result<QByteArray> &result)
{
    const auto known = m_tasks.find(id);
    if (known == m_tasks.end() || known->second.status != Status::Working)
        return;
    Task &task = known->second;
    task.status = status;
    task.changed = m_clock.now();
    task.result = result;
    const QByteArray now = shown(task);
    for (const RpcMessage &request : std::exchange(task.waiting, {}))
        giveResult(task, request);
    m_tell(QStringLiteral("notifications/tasks/status"), now);
}

void ClientTasks::giveResult(const Task &task, const RpcMessage &request)
{
    if (!*task.result)
        return m_answer(request, task.result->error());
    const QByteArray related = "\"io.modelcontextprotocol/related-task\":{\"taskId\":" + jsonslice::quoted(task.id) + '}';
    m_answer(request, metaobject::with(**task.result, {related}));
}

void ClientTasks::waitForResult(Task &task, const RpcMessage &request)
{
    if (task.result)
        return giveResult(task, request);
    if (static_cast<size_t>(task.waiting.size()) >= maxWaiting)
        return m_answer(request, Error{.kind = ErrorKind::Internal, .message = QStringLiteral("Too many requests wait for this task already")});
    task.waiting << request;
}

void ClientTasks::cancel(Task &task, const RpcMessage &request)
{
    if (task.status != Status::Working)
        return m_answer(request, Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The task has ended already")});
    const Call question = task.call;
    settle(task.id, Status::Cancelled, Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("The task was cancelled")});
    m_answer(request, shown(task));
    question.cancel();
}

/// Its time is over: whoever waits for it hears that it is gone.
void ClientTasks::end(const QString &id)
{
    const auto known = m_tasks.find(id);
    if (known == m_tasks.end())
        return;
    Task gone = std::move(known->second);
    m_tasks.erase(known);
    gone.context.reset();
    for (const RpcMessage &request : std::as_const(gone.waiting))
        m_answer(request, unknownClientTask());
    gone.call.cancel();
}

void ClientTasks::withdraw(const QByteArray &id)
{
    for (auto &[name, task] : m_tasks)
        task.waiting.removeIf([&id](const RpcMessage &request) { return request.id == id; });
}

void ClientTasks::clear()
{
    auto tasks = std::exchange(m_tasks, {});
    for (auto &[id, task] : tasks) {
        task.context.reset(); // nothing arrives any more
        task.call.cancel();
    }
}

QByteArray ClientTasks::shown(const Task &task) const
{
    static constexpr std::array names{"working", "completed", "failed", "cancelled"};
    QByteArray text = "{\"taskId\":" + jsonslice::quoted(task.id) + ",\"status\":\"" + names.at(static_cast<size_t>(task.status)) + '"';
    if (task.result && !*task.result)
        text += ",\"statusMessage\":" + jsonslice::quoted(task.result->error().message);
    return text + ",\"createdAt\":" + isoText(task.made) + ",\"lastUpdatedAt\":" + isoText(task.changed) + ",\"ttl\":" + QByteArray::number(qint64(task.life.count()))
        + ",\"pollInterval\":" + QByteArray::number(qint64(pollPace.count())) + '}';
}

QByteArray ClientTasks::shownList() const
{
    QByteArrayList made;
    for (const auto &[id, task] : m_tasks)
        made << shown(task);
    return "{\"tasks\":[" + made.join(',') + "]}";
}

} // namespace qd
