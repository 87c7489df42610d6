#pragma once

#include "clock.h"
#include "http/timers.h"
#include "mcp/clientquestions.h"
#include "mcp/rpcmessage.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace qd {

/// Questions that a server put as tasks (2025-11-25): taken at once, put to whoever answers, kept until their time is over.
/// The server asks how they stand, waits for their result, or cancels them. At most 32 at a time. GUI thread.
class ClientTasks final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientTasks)

public:
    static constexpr size_t maxTasks = 32;
    static constexpr size_t maxWaiting = 32;
    static constexpr Milliseconds longestLife{3600 * 1000};
    static constexpr Milliseconds pollPace{500};

    /// Gives the answer to a request.
    using Answer = std::function<void(const RpcMessage &request, const Result<QByteArray> &result)>;
    /// A notification; params is JSON.
    using Tell = std::function<void(const QString &method, const QByteArray &params)>;

    /// `questions`, `clock` and `timers` are borrowed.
    ClientTasks(const ClientQuestions &questions, const Clock &clock, Timers &timers, Answer answer, Tell tell);

    /// True when the request is about a task: it is answered then, now or later.
    bool take(const RpcMessage &request);
    /// The server does not wait for this answer any more.
    void withdraw(const QByteArray &id);
    void clear();

private:
    enum class Status { Working, Completed, Failed, Cancelled };
    struct Task {
        QString id;
        Status status = Status::Working;
        Instant made;
        Instant changed;
        Milliseconds life{0};
        std::optional<Result<QByteArray>> result;
        QList<RpcMessage> waiting; ///< tasks/result
        Call call;
        std::unique_ptr<QObject> context = std::make_unique<QObject>(); ///< of the question and the end of its life
    };

    void begin(const RpcMessage &request, QByteArrayView task);
    void settle(const QString &id, Status status, const Result<QByteArray> &result);
    void giveResult(const Task &task, const RpcMessage &request);
    void waitForResult(Task &task, const RpcMessage &request);
    void cancel(Task &task, const RpcMessage &request);
    void end(const QString &id);
    [[nodiscard]] QByteArray shown(const Task &task) const;
    [[nodiscard]] QByteArray shownList() const;

    const ClientQuestions &m_questions;
    const Clock &m_clock;
    Timers &m_timers;
    const Answer m_answer;
    const Tell m_tell;
    std::map<QString, Task> m_tasks; ///< by id
};

} // namespace qd
