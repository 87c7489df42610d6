#include "mcp/codec20251125.h"

#include "mcp/contentcodec.h"
#include "mcp/jsonslice.h"
#include "mcp/metaobject.h"

#include <nlohmann/json.hpp>

#include <array>

// The half of Codec20251125 that is not about lists, calls and reads: completion, subscriptions, logging, tasks.
namespace qd {

namespace {

using nlohmann::json;

constexpr std::array levelNames{"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};
constexpr qsizetype maxCompletions = 100;
constexpr size_t maxTasks = 1000;

QByteArray oneMember(const char *name, const QString &value) { return QByteArray("{\"") + name + "\":" + jsonslice::quoted(value) + '}'; }

McpTask::Status statusOf(const QString &name)
{
    using Status = McpTask::Status;
    static const QHash<QString, Status> known{{QStringLiteral("working"), Status::Working},
                                              {QStringLiteral("input_required"), Status::InputRequired},
                                              {QStringLiteral("completed"), Status::Completed},
                                              {QStringLiteral("failed"), Status::Failed},
                                              {QStringLiteral("cancelled"), Status::Cancelled}};
    return known.value(name, Status::Unknown);
}

std::optional<Milliseconds> firstTime(const json &object, const char *first, const char *second)
{
    const auto time = contentcodec::memberTime(object, first);
    return time ? time : contentcodec::memberTime(object, second);
}

std::optional<McpTask> readTaskObject(const json &object, const QString &raw)
{
    McpTask task{.id = contentcodec::memberText(object, "taskId"),
                 .status = statusOf(contentcodec::memberText(object, "status")),
                 .message = contentcodec::memberText(object, "statusMessage", contentcodec::longestDescription),
                 .createdAt = contentcodec::memberText(object, "createdAt"),
                 .updatedAt = contentcodec::memberText(object, "lastUpdatedAt"),
                 .ttl = firstTime(object, "ttl", "ttlMs"),
                 .pollInterval = firstTime(object, "pollInterval", "pollIntervalMs"),
                 .raw = raw};
    return task.id.isEmpty() ? std::nullopt : std::optional(task);
}

} // namespace

QString logLevelName(McpLogLevel level) { return QString::fromLatin1(levelNames.at(static_cast<size_t>(level))); }

McpRequest Codec20251125::complete(const McpCompletionQuery &query) const
{
    const bool isPrompt = query.of == McpCompletionQuery::Of::Prompt;
    const QByteArray ref = QByteArray(isPrompt ? R"({"type":"ref/prompt","name":)" : R"({"type":"ref/resource","uri":)") + jsonslice::quoted(query.name) + '}';
    QByteArrayList settled;
    for (const auto &[name, value] : query.context)
        settled << jsonslice::quoted(name) + ':' + jsonslice::quoted(value);
    const QByteArray context = settled.isEmpty() ? QByteArray() : ",\"context\":{\"arguments\":{" + settled.join(',') + "}}";
    return {.method = QStringLiteral("completion/complete"),
            .params = "{\"ref\":" + ref + ",\"argument\":{\"name\":" + jsonslice::quoted(query.argument) + ",\"value\":" + jsonslice::quoted(query.value) + '}' + context + '}'};
}

McpRequest Codec20251125::subscribe(const QString &uri) const { return {.method = QStringLiteral("resources/subscribe"), .params = oneMember("uri", uri)}; }
McpRequest Codec20251125::unsubscribe(const QString &uri) const { return {.method = QStringLiteral("resources/unsubscribe"), .params = oneMember("uri", uri)}; }

McpRequest Codec20251125::setLogLevel(McpLogLevel level) const
{
    return {.method = QStringLiteral("logging/setLevel"), .params = oneMember("level", logLevelName(level))};
}

McpRequest Codec20251125::ping() const { return {.method = QStringLiteral("ping"), .params = "{}"}; }

McpRequest Codec20251125::listTasks(const QString &cursor) const
{
    return {.method = QStringLiteral("tasks/list"), .params = cursor.isEmpty() ? QByteArray("{}") : oneMember("cursor", cursor)};
}

McpRequest Codec20251125::readTask(const QString &id) const { return {.method = QStringLiteral("tasks/get"), .params = oneMember("taskId", id)}; }
McpRequest Codec20251125::taskResult(const QString &id) const { return {.method = QStringLiteral("tasks/result"), .params = oneMember("taskId", id)}; }
McpRequest Codec20251125::cancelTask(const QString &id) const { return {.method = QStringLiteral("tasks/cancel"), .params = oneMember("taskId", id)}; }

McpRequest Codec20251125::sealed(McpRequest request, qint64 progressToken) const
{
    QByteArrayList members = metaobject::members(request.meta);
    if (progressToken != 0)
        members << "\"progressToken\":" + QByteArray::number(progressToken);
    request.params = metaobject::with(request.params, members);
    return request;
}

/// The answer to a call as a task has the task and nothing of a result.
Result<McpVerdict> Codec20251125::verdictOf(const QByteArray &result) const
{
    const auto task = jsonslice::member(result, "task");
    const bool isTask = task && jsonslice::member(*task, "taskId") && !jsonslice::member(result, "content");
    return McpVerdict{.kind = isTask ? McpVerdict::Kind::Task : McpVerdict::Kind::Complete};
}

Result<McpCompletions> Codec20251125::decodeCompletions(const QByteArray &result) const
{
    const json parsed = contentcodec::parsed(result);
    const auto completion = parsed.is_object() ? parsed.find("completion") : parsed.end();
    if (!parsed.is_object() || completion == parsed.end() || !completion->is_object())
        return contentcodec::badResult(QStringLiteral("completion"));
    McpCompletions made{.values = contentcodec::memberTexts(*completion, "values").mid(0, maxCompletions),
                        .hasMore = contentcodec::memberFlag(*completion, "hasMore").value_or(false)};
    if (const auto total = contentcodec::memberNumber(*completion, "total"); total && *total >= 0 && *total < 1e15)
        made.total = static_cast<qint64>(*total);
    return made;
}

Result<McpPage<McpTask>> Codec20251125::decodeTasks(const QByteArray &result) const
{
    const QList<QByteArrayView> tasks = jsonslice::elements(jsonslice::member(result, "tasks").value_or(QByteArrayView()));
    if (static_cast<size_t>(tasks.size()) > maxTasks)
        return contentcodec::badResult(QStringLiteral("tasks"));
    McpPage<McpTask> page;
    for (const QByteArrayView task : tasks) {
        const auto read = decodeTask(task.toByteArray());
        if (!read)
            return read.error();
        page.items.append(*read);
    }
    if (!contentcodec::readCursor(result, page.nextCursor))
        return contentcodec::badResult(QStringLiteral("nextCursor"));
    return page;
}

Result<McpTask> Codec20251125::decodeTask(const QByteArray &result) const
{
    const QByteArray inner = jsonslice::member(result, "task").value_or(QByteArrayView(result)).toByteArray();
    const json parsed = contentcodec::parsed(inner);
    const auto task = parsed.is_object() ? readTaskObject(parsed, QString::fromUtf8(inner)) : std::nullopt;
    return task ? Result<McpTask>(*task) : Result<McpTask>(contentcodec::badResult(QStringLiteral("task")));
}

} // namespace qd
