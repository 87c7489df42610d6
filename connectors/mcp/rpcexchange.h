#pragma once

#include "mcp/rpcsession.h"

#include <QHash>

/// The state of one request of a caller. Included by RpcSession's sources alone.
namespace qd {

/// One request of a caller with everything that it takes until its result: rounds of questions, a second try, a task.
struct RpcSession::Exchange {
    McpRequest request; ///< as the caller wants it, without what the era adds
    std::function<void(const Result<QByteArray> &)> done;
    ProgressSink progress;
    Milliseconds timeout{0};
    qint64 id = 0;          ///< of the request on its way
    qint64 token = 0;       ///< of progress, once it has become a task
    int rounds = 0;
    bool isRepeated = false; ///< a second try is made once
    QString task;           ///< its id, once it has become one
    McpTask::Status taskStatus = McpTask::Status::Working;
    Milliseconds pollInterval{1000};
    std::optional<Microseconds> taskEnd; ///< when the task is given up; nothing: somebody looks on, as long as they like
    bool isResting = false;  ///< until the next question about the task
    bool isWatching = false; ///< somebody looks on: the task goes on without it
    QByteArray requestState; ///< as the server wrote it
    QByteArrayList keys;     ///< of the questions that wait, as JSON strings
    QByteArrayList told;     ///< of a task's questions that were answered
    QHash<QByteArray, QByteArray> answers;
    QList<Call> questions;
    QStringList pages;       ///< elicitations whose end is waited for
    std::unique_ptr<QObject> context = std::make_unique<QObject>(); ///< of questions and timers
};

} // namespace qd
