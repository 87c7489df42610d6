#pragma once

#include "mcp/clientquestions.h"
#include "mcp/clienttasks.h"
#include "mcp/rpcmessage.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>

namespace qd {

/// The requests that a server of the legacy era has sent and that wait for an answer, at most 32 at a time: each is
/// answered once, or withdrawn by the server, or forgotten with the connection. What is put as a task goes to ClientTasks.
/// GUI thread.
class ServerRequests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerRequests)

public:
    static constexpr size_t maxOpen = 32;
    /// `id` is JSON text, `message` the whole answer.
    using Reply = std::function<void(const RpcMessage &request, const QByteArray &message)>;

    /// All but the functions are borrowed.
    ServerRequests(const ClientQuestions &questions, const Clock &clock, Timers &timers, Reply reply, ClientTasks::Tell tell);

    void take(const RpcMessage &request);
    /// The server has cancelled it: no answer goes out any more.
    void withdraw(const QByteArray &id);
    void clear();

private:
    struct Open {
        Call call;
        std::unique_ptr<QObject> context;
    };
    void answer(const RpcMessage &request, const Result<QByteArray> &result);
    void send(const RpcMessage &request, const Result<QByteArray> &result);

    const ClientQuestions &m_questions;
    Reply m_reply;
    ClientTasks m_tasks;
    std::map<QByteArray, Open> m_open; ///< by id
};

} // namespace qd
