#include "mcp/recordfile.h"
#include "mcp/sessionrecorder.h"
#include "mcpsessioncomparison.h"
#include "testmain.h"

#include <QTest>

#include <algorithm>

using namespace qd;
using namespace Qt::StringLiterals;

namespace {

using Direction = McpWireEntry::Direction;

McpWireEntry message(Direction direction, const QString &method, const QString &id, const QString &text)
{
    return {.at = {}, .direction = direction, .method = method, .id = id, .text = text, .bytes = text.size(), .headers = {}, .elapsed = {}};
}

QList<McpWireEntry> exchange(const QString &method, const QString &id, const QString &params, const QString &answer)
{
    return {message(Direction::Sent, method, id, u"{\"id\":%1,\"method\":\"%2\",\"params\":%3}"_s.arg(id, method, params)),
            message(Direction::Received, method, id, u"{\"id\":%1,%2}"_s.arg(id, answer))};
}

/// A handshake, a list of one tool, an echo, and a notification.
QList<McpWireEntry> session(const QString &version, const QString &echo, const QString &notification)
{
    return exchange(u"initialize"_s, u"0"_s, u"{}"_s, u"\"result\":{\"serverInfo\":{\"version\":\"%1\"}}"_s.arg(version))
        + exchange(u"tools/list"_s, u"1"_s, u"{}"_s, u"\"result\":{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{}}]}"_s)
        + exchange(u"tools/call"_s, u"2"_s, u"{\"name\":\"echo\",\"arguments\":{\"b\":1,\"a\":2}}"_s, echo)
        + QList{message(Direction::Received, notification, {}, u"{\"method\":\"%1\"}"_s.arg(notification))};
}

McpRecording recorded(const QString &name, const QList<McpWireEntry> &log) { return SessionRecorder::recordingOf(name, log); }

const McpComparedItem *rowNamed(const McpComparison &made, const QString &name)
{
    const auto found = std::ranges::find_if(made.items, [&name](const McpComparedItem &item) { return item.drift.name == name; });
    return found == made.items.cend() ? nullptr : &*found;
}

} // namespace

/// Two sessions, made of wire logs, as rows.
class TestMcpSessionComparison : public QObject
{
    Q_OBJECT

private slots:
    void equalSessionsHaveNoRows();
    void everyDifferenceIsARow();
    void errorInsteadOfAnAnswerIsGrave();
    void keptLogReadsLikeARecordedFile();
};

void TestMcpSessionComparison::equalSessionsHaveNoRows()
{
    const auto log = session(u"1"_s, u"\"result\":{\"content\":[]}"_s, u"notifications/x"_s);
    const McpComparison made = compareRecordings(recorded(u"one"_s, log), recorded(u"two"_s, log));
    QVERIFY(made.items.isEmpty());
    QCOMPARE(made.before, u"one"_s);
    QCOMPARE(made.after, u"two"_s);
    QCOMPARE(made.same, 3); // the handshake, the tool, the call
}

void TestMcpSessionComparison::everyDifferenceIsARow()
{
    const auto first = session(u"1"_s, u"\"result\":{\"text\":\"a\"}"_s, u"notifications/x"_s);
    const auto second = session(u"2"_s, u"\"result\":{\"text\":\"b\"}"_s, u"notifications/y"_s) + exchange(u"ping"_s, u"3"_s, u"{}"_s, u"\"result\":{\"ok\":true}"_s);
    const McpComparison made = compareRecordings(recorded(u"one"_s, first), recorded(u"two"_s, second));
    QCOMPARE(made.items.size(), 5);
    const McpComparedItem *call = rowNamed(made, u"tools/call echo"_s);
    QVERIFY(call);
    QCOMPARE(call->kind, u"request"_s);
    QCOMPARE(call->drift.state, DriftState::Changed);
    QCOMPARE(call->before, u"{\"asked with\":{\"arguments\":{\"a\":2,\"b\":1},\"name\":\"echo\"},\"/text\":\"a\"}"_s);
    QVERIFY(call->after.endsWith(u"\"/text\":\"b\"}"_s));
    const McpComparedItem *ping = rowNamed(made, u"ping"_s);
    QVERIFY(ping && ping->before.isEmpty());
    QCOMPARE(ping->drift.state, DriftState::New);
    QVERIFY2(ping->after.contains(u"\"/ok\":true"_s), qPrintable(ping->after));
    QVERIFY(rowNamed(made, u"notifications/x"_s) && rowNamed(made, u"notifications/x"_s)->after.isEmpty());
    QVERIFY(rowNamed(made, u"notifications/y"_s) && rowNamed(made, u"notifications/y"_s)->before.isEmpty());
}

void TestMcpSessionComparison::errorInsteadOfAnAnswerIsGrave()
{
    const auto first = session(u"1"_s, u"\"result\":{\"text\":\"a\"}"_s, u"notifications/x"_s);
    const auto second = session(u"1"_s, u"\"error\":{\"code\":-32602,\"message\":\"no\"}"_s, u"notifications/x"_s);
    const McpComparison made = compareRecordings(recorded(u"one"_s, first), recorded(u"two"_s, second));
    QCOMPARE(made.items.size(), 1);
    QCOMPARE(made.items.first().drift.severity, DriftSeverity::High);
    QVERIFY2(made.items.first().after.contains(u"\"came as\":\"an error\""_s), qPrintable(made.items.first().after));
}

void TestMcpSessionComparison::keptLogReadsLikeARecordedFile()
{
    const McpRecording recording = recorded(u"one"_s, session(u"1"_s, u"\"result\":{\"text\":\"a\"}"_s, u"notifications/x"_s));
    const auto read = decodeRecording(encodeRecording(recording), u"file"_s);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
    QVERIFY(compareRecordings(*read, recording).items.isEmpty());
}

QD_TEST_MAIN(QCoreApplication, TestMcpSessionComparison)
#include "tst_mcpsessioncomparison.moc"
