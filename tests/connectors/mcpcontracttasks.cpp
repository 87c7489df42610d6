#include "mcpcontract.h"

#include <QRegularExpression>

// Questions of a server's that it puts as tasks, and asks about afterwards (2025-11-25).
namespace qd::test {

using namespace std::chrono_literals;

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

const char *const sampleTask = R"({"task":{"ttl":60000},"messages":[],"maxTokens":1})";

QString taskIdIn(const QString &answer)
{
    static const QRegularExpression id(QStringLiteral("\"taskId\":\"([^\"]+)\""));
    return id.match(answer).captured(1);
}

QByteArray about(const QString &task) { return "{\"taskId\":\"" + task.toLatin1() + "\"}"; }

} // namespace

void McpClientContract::takesQuestionsAsTasks()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    const QString taken = askUs("sampling/createMessage", sampleTask);
    const QString id = taskIdIn(taken);
    QVERIFY2(id.size() >= 36 && taken.startsWith(qs(R"({"task":{"taskId":")")) && taken.contains(qs(R"("status":"working")")) && taken.contains(qs(R"("ttl":60000)")), qPrintable(taken));
    QVERIFY(waitFor([this] { return wireText().contains(qs("notifications/tasks/status")); }));
    QVERIFY(askUs("tasks/get", about(id).constData()).contains(qs(R"("status":"completed")")));
    const QString result = askUs("tasks/result", about(id).constData());
    QVERIFY2(result.contains(qs(R"("text":"four")")) && result.contains(qs(R"("_meta":{"io.modelcontextprotocol/related-task":{"taskId":")") + id), qPrintable(result));
    QVERIFY(askUs("tasks/list").contains(id));
    QVERIFY(askUs("tasks/cancel", about(id).constData()).contains(qs("-32602"))); // it has ended
    QVERIFY(askUs("tasks/get", R"({"taskId":"nobody's"})").contains(qs("-32602")));
    QVERIFY(askUs("tasks/remove", about(id).constData()).contains(qs("-32601")));
}

void McpClientContract::taskOfAFormAndItsRefusal()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    const char *const form = R"({"task":{},"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string"}}}})";
    const QString id = taskIdIn(askUs("elicitation/create", form));
    const QString result = askUs("tasks/result", about(id).constData());
    QVERIFY2(result.contains(qs(R"("action":"accept","content":{"name":"Ann"})")), qPrintable(result));
    m_answers->sampling = Error{.kind = ErrorKind::Cancelled, .message = qs("User rejected sampling request")};
    const QString refused = taskIdIn(askUs("sampling/createMessage", sampleTask));
    QCOMPARE(askUs("tasks/result", about(refused).constData()), qs(R"({"code":-1,"message":"User rejected sampling request"})"));
    const QString shown = askUs("tasks/get", about(refused).constData());
    QVERIFY2(shown.contains(qs(R"("status":"failed","statusMessage":"User rejected)")), qPrintable(shown));
}

/// Who thinks about it is told that nobody waits any more.
void McpClientContract::cancelledQuestionAsTask()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    m_answers->isSilent = true;
    QVERIFY(open());
    const QString id = taskIdIn(askUs("sampling/createMessage", sampleTask));
    QVERIFY(askUs("tasks/get", about(id).constData()).contains(qs(R"("status":"working")")));
    QVERIFY(askUs("tasks/cancel", about(id).constData()).contains(qs(R"("status":"cancelled")")));
    QCOMPARE(m_answers->cancelled, 1);
    QVERIFY(askUs("tasks/result", about(id).constData()).contains(qs("The task was cancelled")));
}

void McpClientContract::tasksEndWithTheirTime()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    m_answers->isSilent = true;
    QVERIFY(open());
    const QString id = taskIdIn(askUs("sampling/createMessage", R"({"task":{"ttl":5000},"messages":[],"maxTokens":1})"));
    m_timers->advance(6s);
    QCOMPARE(m_answers->cancelled, 1);
    QVERIFY(askUs("tasks/get", about(id).constData()).contains(qs("-32602")));
}

void McpClientContract::tooManyTasks()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    m_answers->isSilent = true;
    QVERIFY(open());
    for (int i = 0; i < 32; ++i)
        QVERIFY(!taskIdIn(askUs("sampling/createMessage", sampleTask)).isEmpty());
    QVERIFY(askUs("sampling/createMessage", sampleTask).contains(qs("Too many tasks")));
    m_session->close();
    QCOMPARE(m_answers->cancelled, 32);
}

} // namespace qd::test
