#include "mcp/serverrequests.h"

#include <utility>

namespace qd {

namespace {

/// JSON-RPC's codes; -1 is what the specification shows for a user's refusal.
int codeOfRefusal(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled: return -1;
    case ErrorKind::Forbidden: return -32601;
    case ErrorKind::Decode: return -32602;
    default: return -32603;
    }
}

/// What went wrong with a model or a keyring of ours is no business of the server's.
QString toldOf(const Error &error)
{
    const bool isAboutQuestion = error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Forbidden || error.kind == ErrorKind::Decode
        || error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Internal;
    return isAboutQuestion ? error.message : QStringLiteral("The client could not get an answer to this.");
}

} // namespace

ServerRequests::ServerRequests(const ClientQuestions &questions, const Clock &clock, Timers &timers, Reply reply, ClientTasks::Tell tell)
    : m_questions(questions), m_reply(std::move(reply)),
      m_tasks(questions, clock, timers, [this](const RpcMessage &request, const Result<QByteArray> &result) { send(request, result); }, std::move(tell))
{
}

void ServerRequests::take(const RpcMessage &request)
{
    if (request.method == QLatin1String("ping"))
        return m_reply(request, encodeRpcResult(request.id, "{}"));
    if (m_questions.takesTasks() && m_tasks.take(request))
        return;
    if (m_open.contains(request.id))
        return; // the same id twice: the first one is still being answered
    if (m_open.size() >= maxOpen)
        return m_reply(request, encodeRpcFailure(request.id, -32603, QStringLiteral("Too many requests are waiting for an answer")));
    Open &open = m_open[request.id];
    open.context = std::make_unique<QObject>();
    open.call = m_questions.ask(request.method, request.body, open.context.get(),
                                [this, request](const Result<QByteArray> &result) { answer(request, result); });
}

void ServerRequests::answer(const RpcMessage &request, const Result<QByteArray> &result)
{
    const auto open = m_open.find(request.id);
    if (open == m_open.end())
        return;
    m_open.erase(open);
    send(request, result);
}

void ServerRequests::send(const RpcMessage &request, const Result<QByteArray> &result)
{
    m_reply(request, result ? encodeRpcResult(request.id, *result)
                            : encodeRpcFailure(request.id, codeOfRefusal(result.error()), toldOf(result.error())));
}

void ServerRequests::withdraw(const QByteArray &id)
{
    m_tasks.withdraw(id);
    const auto open = m_open.find(id);
    if (open == m_open.end())
        return;
    const Open taken = std::move(open->second);
    m_open.erase(open);
    taken.call.cancel();
}

void ServerRequests::clear()
{
    m_tasks.clear();
    const auto open = std::exchange(m_open, {});
    for (const auto &[id, entry] : open)
        entry.call.cancel();
}

} // namespace qd
