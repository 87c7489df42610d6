#include "mcp/clientcodec.h"
#include "mcp/clientquestions.h"
#include "mcp/clienttasks.h"
#include "mcp/codec20260728.h"
#include "mcp/handshake.h"
#include "mcp/jsonslice.h"
#include "mcp/paramheaders.h"
#include "mcp/serverrequests.h"
#include "mcpcollections/answertext.h"
#include "mcpclientside.h"
#include "mcpfuzz.h"
#include "sampling/chatcodec.h"

#include <QCoreApplication>

#include <memory>

namespace {

using qd::fuzz::require;

void checkHeaders(const qd::paramheaders::Headers &headers)
{
    const auto isOneLine = [](const QByteArray &text) { return !text.contains('\r') && !text.contains('\n'); };
    for (const auto &[name, value] : headers)
        require(!name.isEmpty() && isOneLine(name) && isOneLine(value));
}

template<typename T>
void checkPage(const qd::Result<qd::McpPage<T>> &page, qd::collection::Answer (*answerOf)(const QList<T> &))
{
    require(page ? qd::jsonslice::isJson(answerOf(page->items).result) : !page.error().detail.isEmpty());
}

void checkLists(const qd::McpCodec &codec, const QByteArray &bytes)
{
    checkPage(codec.decodeTools(bytes), qd::answers::ofTools);
    checkPage(codec.decodePrompts(bytes), qd::answers::ofPrompts);
    checkPage(codec.decodeResources(bytes), qd::answers::ofResources);
    checkPage(codec.decodeResourceTemplates(bytes), qd::answers::ofResources);
    if (const auto tools = codec.decodeTools(bytes))
        for (const qd::McpTool &tool : tools->items) {
            (void)qd::paramheaders::fault(tool.inputSchema.toUtf8());
            checkHeaders(qd::paramheaders::ofArguments(tool.inputSchema.toUtf8(), bytes));
        }
}

void checkResults(const qd::McpCodec &codec, const QByteArray &bytes)
{
    if (const auto result = codec.decodeCallResult(bytes))
        require(qd::jsonslice::isJson(qd::answers::ofCall(*result).result));
    if (const auto contents = codec.decodeResource(bytes))
        require(qd::jsonslice::isJson(qd::answers::ofContents(*contents).result));
    if (const auto messages = codec.decodePrompt(bytes))
        require(qd::jsonslice::isJson(qd::answers::ofMessages(*messages).result));
    if (const auto completions = codec.decodeCompletions(bytes))
        require(completions->values.size() <= 100 && qd::jsonslice::isJson(qd::answers::ofCompletions(*completions).result));
    const auto tasks = codec.decodeTasks(bytes);
    const auto task = codec.decodeTask(bytes);
    require((tasks || !tasks.error().detail.isEmpty()) && (!task || !task->id.isEmpty()));
}

/// A server's side of a conversation with the client that it asks.
class Conversation
{
public:
    Conversation() { m_questions.setAnswers(std::make_shared<qd::fuzz::WillingAnswers>()); }

    /// "@" is the last task's id; an empty line lets answers come, "!" is an hour later, "-" takes a question back.
    void take(QByteArray line)
    {
        if (line.isEmpty())
            return QCoreApplication::sendPostedEvents();
        if (line == "!")
            return m_timers.pass();
        if (line.startsWith('-'))
            return m_requests.withdraw(line.mid(1));
        const auto messages = qd::decodeRpc(line.replace('@', m_task));
        for (const qd::RpcMessage &message : messages ? *messages : QList<qd::RpcMessage>())
            if (message.kind == qd::RpcMessage::Kind::Request)
                m_requests.take(message);
    }
    void end()
    {
        m_timers.pass();
        m_requests.clear();
        m_timers.pass();
    }

private:
    void send(const QByteArray &answer)
    {
        const auto messages = qd::decodeRpc(answer);
        require(messages && messages->size() == 1);
        const auto task = qd::jsonslice::member(messages->first().body, "task");
        m_task = task ? qd::jsonslice::text(qd::jsonslice::member(*task, "taskId").value_or(QByteArrayView())).value_or(QString()).toUtf8() : m_task;
    }

    qd::fuzz::HandTimers m_timers;
    qd::ClientQuestions m_questions{qd::McpServerId(QStringLiteral("s"))};
    QByteArray m_task;
    qd::ServerRequests m_requests{m_questions, m_timers, m_timers, [this](const qd::RpcMessage &, const QByteArray &message) { send(message); },
                                  [](const QString &, const QByteArray &params) { require(qd::jsonslice::isObject(params)); }};
};

void checkConversation(const QByteArray &bytes)
{
    Conversation conversation;
    const QByteArrayList lines = bytes.split('\n');
    for (const QByteArray &line : lines.mid(0, 100))
        conversation.take(line);
    conversation.end();
}

/// A kind of result that stands for another answer: questions inside it are asked as those in messages are.
void checkVerdict(const QByteArray &bytes)
{
    const auto verdict = qd::Codec20260728().verdictOf(bytes);
    if (!verdict || verdict->inputRequests.isEmpty())
        return;
    qd::ClientQuestions questions{qd::McpServerId(QStringLiteral("s"))};
    questions.setAnswers(std::make_shared<qd::fuzz::WillingAnswers>());
    QObject context;
    for (const auto &[key, request] : qd::jsonslice::members(verdict->inputRequests)) {
        const QString method = qd::jsonslice::text(qd::jsonslice::member(request, "method").value_or(QByteArrayView())).value_or(QString());
        questions.ask(method, qd::jsonslice::member(request, "params").value_or(QByteArrayView()).toByteArray(), &context,
                      [](const qd::Result<QByteArray> &answer) { require(!answer || qd::jsonslice::isObject(*answer)); }, true);
    }
    QCoreApplication::sendPostedEvents();
}

void checkChat(const QByteArray &bytes)
{
    const auto answer = qd::chatcodec::decodeChat(bytes);
    require(!answer || qd::jsonslice::isObject(qd::clientcodec::encodeSampling(*answer)));
}

} // namespace

/// Any bytes as what MCP servers and models send to their client: handshakes, results of both eras, questions as messages, inside
/// results and as tasks, completions of a chat.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int count = 0;
    static QCoreApplication app(count, nullptr);
    const QByteArray bytes = qd::fuzz::bytesOf(data, size);
    checkConversation(bytes);
    checkChat(bytes);
    if (!qd::jsonslice::isObject(bytes)) // decodeRpc() lets nothing else through
        return 0;
    (void)qd::handshake::decode(bytes);
    (void)qd::Codec20260728().decodeDiscovery(bytes);
    checkLists(qd::Codec20251125(), bytes);
    checkResults(qd::Codec20251125(), bytes);
    checkVerdict(bytes);
    checkHeaders(qd::paramheaders::ofRequest(QStringLiteral("tools/call"), bytes));
    return 0;
}
