#include "consoleprocess.h"
#include "labprogram.h"
#include "testmain.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using qd::test::ConsoleProcess;
using qd::test::LabProgram;

namespace {

constexpr int soon = 30000;

QString headerLine(const char *name) { return u"<set-header name=\"%1\" exists-action=\"delete\" />"_s.arg(QLatin1StringView(name)); }

} // namespace

/// Two consoles, each a process with a state of its own, and one policy on one lab: the second writer is stopped and
/// keeps its text. By keyboard; what the service holds is asked by a third client.
class TestTwoConsoles : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { qd::test::failOnWarnings(); }

    void bothReadTheSame();
    void theFirstApplies();
    void theSecondIsStoppedAndSeesBoth();
    void theSecondKeepsItsText();
    void theSecondWritesOnTheirVersionAfterAll();
    void bothLogsHold();

private:
    [[nodiscard]] QString live() const { return QString::fromUtf8(m_lab.policy(m_api).body); }
    bool edit(ConsoleProcess &console, const QString &line);

    LabProgram m_lab;
    QByteArray m_api; ///< the one that the page opens with
    QString m_title;
    QTemporaryDir m_folder;
    const QString m_first = m_folder.filePath(u"first"_s);
    const QString m_second = m_folder.filePath(u"second"_s);
    ConsoleProcess m_a;
    ConsoleProcess m_b;
};

void TestTwoConsoles::initTestCase()
{
    QVERIFY2(m_lab.start({u"--no-fleet"_s, u"--history=0"_s}), qPrintable(m_lab.error()));
    const QJsonObject api = m_lab.apim("GET", "/apis").json().value(u"value"_s).toArray().at(0).toObject();
    m_api = api.value(u"name"_s).toString().toUtf8();
    m_title = api.value(u"properties"_s).toObject().value(u"displayName"_s).toString();
    const auto put = m_lab.putPolicy(m_api, u"<policies><inbound><base /></inbound><backend><base /></backend>"
                                                "<outbound><base /></outbound><on-error><base /></on-error></policies>"_s);
    QVERIFY2(put.status == 200 || put.status == 201, put.body.constData());
    m_a.start(m_first, m_lab.connectFile());
    m_b.start(m_second, m_lab.connectFile());
}

void TestTwoConsoles::bothReadTheSame()
{
    for (ConsoleProcess *console : {&m_a, &m_b}) {
        QTRY_VERIFY2_WITH_TIMEOUT(console->isConnected(), console->errors().constData(), soon);
        console->press(u"G, P"_s);
        QTRY_VERIFY_WITH_TIMEOUT(console->shown(u"policyEditor"_s).contains(u"<outbound>"_s), soon);
        QCOMPARE(console->shown(u"policyTitle"_s), m_title);
    }
    QCOMPARE(m_a.shown(u"policyEditor"_s), m_b.shown(u"policyEditor"_s));
}

/// A line of its own below <inbound>.
bool TestTwoConsoles::edit(ConsoleProcess &console, const QString &line)
{
    if (!console.tabTo(u"policyEditor"_s))
        return false;
    console.press(u"Ctrl+Home"_s);
    const QStringList lines = console.shown(u"policyEditor"_s).split(u'\n');
    for (int row = 0; row < lines.size() && !lines.at(row).contains(u"<inbound>"_s); ++row)
        console.press(u"Down"_s);
    console.press(u"End"_s);
    console.press(u"Return"_s);
    console.type(line);
    return console.shown(u"policyEditor"_s).contains(line);
}

void TestTwoConsoles::theFirstApplies()
{
    QVERIFY(edit(m_a, headerLine("x-first")));
    QVERIFY(edit(m_b, headerLine("x-second"))); // begun on the same version
    m_a.press(u"Ctrl+Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_a.shown(u"confirmDiff"_s).contains(u"x-first"_s), soon);
    QVERIFY(!live().contains(u"x-first"_s)); // asked first
    m_a.press(u"Ctrl+Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_a.shown(u"policyNotice"_s), u"Written, and read again equal"_s, soon);
    QVERIFY(live().contains(u"x-first"_s));
}

void TestTwoConsoles::theSecondIsStoppedAndSeesBoth()
{
    const QByteArray etag = m_lab.policy(m_api).headers.value("etag");
    m_b.press(u"Ctrl+Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_b.shown(u"confirmDiff"_s).contains(u"x-second"_s), soon);
    m_b.press(u"Ctrl+Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_b.shown(u"conflictTitle"_s).startsWith(u"Somebody else changed this policy"_s), soon);
    const QString both = m_b.shown(u"conflictDiff"_s);
    QVERIFY2(both.contains(u"x-first"_s) && both.contains(u"x-second"_s), qPrintable(both));
    QVERIFY(live().contains(u"x-first"_s) && !live().contains(u"x-second"_s));
    QCOMPARE(m_lab.policy(m_api).headers.value("etag"), etag); // not even touched
}

void TestTwoConsoles::theSecondKeepsItsText()
{
    QVERIFY(m_b.tabTo(u"conflictMine"_s));
    m_b.press(u"Space"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_b.shown(u"policyDiffSummary"_s).startsWith(u"From what is live to your text"_s), soon);
    QVERIFY(m_b.tabTo(u"policyDifference"_s));
    m_b.press(u"Space"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_b.shown(u"policyEditor"_s).contains(headerLine("x-second")), soon);
    QVERIFY(!m_b.shown(u"policyEditor"_s).contains(u"x-first"_s));
    QVERIFY(!live().contains(u"x-second"_s));
    const qd::test::DeckRun history = m_lab.deck(m_second, {u"policy"_s, u"history"_s, QString::fromUtf8(m_api)});
    QVERIFY2(history.code == 0 && history.out.contains("draft"), history.told().constData());
}

void TestTwoConsoles::theSecondWritesOnTheirVersionAfterAll()
{
    QVERIFY(m_b.tabTo(u"policyEditor"_s));
    m_b.press(u"Ctrl+Return"_s);
    // Now the sheet says what of theirs would go.
    QTRY_VERIFY_WITH_TIMEOUT(m_b.shown(u"confirmDiff"_s).contains(u"x-first"_s), soon);
    m_b.press(u"Ctrl+Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_b.shown(u"policyNotice"_s), u"Written, and read again equal"_s, soon);
    QVERIFY(live().contains(u"x-second"_s) && !live().contains(u"x-first"_s));
}

void TestTwoConsoles::bothLogsHold()
{
    QVERIFY2(m_a.close(), m_a.errors().constData());
    QVERIFY2(m_b.close(), m_b.errors().constData());
    for (const QString &state : {m_first, m_second}) {
        const qd::test::DeckRun verified = m_lab.deck(state, {u"audit"_s, u"verify"_s});
        QVERIFY2(verified.code == 0, verified.told().constData());
        const qd::test::DeckRun list = m_lab.deck(state, {u"audit"_s, u"list"_s, u"--json"_s});
        QCOMPARE(list.out.contains("\"failed\""), state == m_second); // the write that was stopped is on record
    }
}

QD_TEST_MAIN(QCoreApplication, TestTwoConsoles)
#include "tst_twoconsoles.moc"
