#include "consoleprocess.h"
#include "labprogram.h"
#include "testmain.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using qd::test::ConsoleProcess;
using qd::test::DeckRun;
using qd::test::LabProgram;
using qd::test::policyDeleting;

namespace {

constexpr int soon = 30000;
constexpr int later = 90000;

} // namespace

/// A console that is killed in the middle of chaos, of writing a policy and of a swap, and started again on the same
/// state: it shows what is true, the way back works, and the audit log holds. The lab lives on, as the cloud does.
class TestKilledConsole : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { qd::test::failOnWarnings(); }
    void cleanup();

    void chaosGoesOnAndCanBeStopped();
    void policiesAreSettledByWhatIsLive();
    void theSwapIsFollowedToItsEnd();

private:
    void startConsole();
    [[nodiscard]] QString fault() const;
    [[nodiscard]] QString policy(const QByteArray &api) const { return QString::fromUtf8(m_lab.policy(api).body); }
    DeckRun deck(const QStringList &arguments, const QByteArray &input = {}) const { return m_lab.deck(m_state, arguments, input); }
    [[nodiscard]] QJsonArray records() const { return deck({u"audit"_s, u"list"_s, u"--json"_s}).json().value(u"records"_s).toArray(); }
    [[nodiscard]] QJsonObject versions(const QString &slot) const;
    [[nodiscard]] int intents(const QString &verb) const;
    [[nodiscard]] QStringList outcomes(const QString &verb) const;

    LabProgram m_lab;
    QTemporaryDir m_folder;
    const QString m_state = m_folder.filePath(u"state"_s);
    std::unique_ptr<ConsoleProcess> m_console;
};

void TestKilledConsole::initTestCase()
{
    QVERIFY2(m_lab.start({u"--scenario"_s, u"bad-prompt"_s, u"--history=26"_s, u"--rate=4"_s, u"--no-throttle"_s, u"--swap-seconds=6"_s}),
             qPrintable(m_lab.error()));
}

void TestKilledConsole::cleanup()
{
    if (m_console) {
        QVERIFY2(m_console->close(), m_console->errors().constData());
    }
    m_console.reset();
    const DeckRun verified = deck({u"audit"_s, u"verify"_s});
    QVERIFY2(verified.code == 0, verified.told().constData());
}

/// A console on the state that the one before left.
void TestKilledConsole::startConsole()
{
    m_console = std::make_unique<ConsoleProcess>();
    m_console->start(m_state, m_lab.connectFile());
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->isConnected(), m_console->errors().constData(), soon);
}

QString TestKilledConsole::fault() const
{
    return m_lab.apim("GET", "/namedValues/quarterdeck-chaos").json().value(u"properties"_s).toObject().value(u"value"_s).toString();
}

/// The settings of a slot that name a build or a prompt version.
QJsonObject TestKilledConsole::versions(const QString &slot) const
{
    QJsonObject settings = m_lab.site("POST", slot.toUtf8() + "/config/appsettings/list", "{}").json().value(u"properties"_s).toObject();
    for (const QString &name : settings.keys())
        if (!name.startsWith(u"PROMPT_"_s) && name != u"BUILD_VERSION"_s)
            settings.remove(name);
    return settings;
}

int TestKilledConsole::intents(const QString &verb) const
{
    int count = 0;
    for (const QJsonValue &record : records())
        count += record.toObject().value(u"verb"_s) == verb && record.toObject().value(u"kind"_s) == u"intent"_s ? 1 : 0;
    return count;
}

/// "succeeded: detail", newest first.
QStringList TestKilledConsole::outcomes(const QString &verb) const
{
    QStringList found;
    for (const QJsonValue &value : records()) {
        const QJsonObject record = value.toObject();
        if (record.value(u"verb"_s) == verb && record.value(u"kind"_s) == u"outcome"_s)
            found << record.value(u"status"_s).toString() + u": "_s + record.value(u"detail"_s).toString();
    }
    return found;
}

void TestKilledConsole::chaosGoesOnAndCanBeStopped()
{
    startConsole();
    m_console->press(u"G, X"_s);
    // The fleet burns already: the limit that would forbid a run is raised.
    QVERIFY(m_console->tabTo(u"chaosAbort"_s));
    m_console->press(u"Ctrl+A"_s);
    m_console->type(u"100000"_s);
    QVERIFY(m_console->tabTo(u"chaosDuration"_s));
    m_console->press(u"Ctrl+A"_s);
    m_console->type(u"20m"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->tabTo(u"chaosStart"_s), soon);
    m_console->press(u"Space"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"confirmTitle"_s).contains(u"throttle"_s, Qt::CaseInsensitive), soon);
    m_console->press(u"Ctrl+Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(fault().contains(u"throttle"_s), soon);
    m_console->kill();
    QVERIFY(fault().contains(u"throttle"_s)); // the gateway knows nothing of a dead console

    startConsole();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"banners"_s).contains(u"Chaos is on: throttle"_s, Qt::CaseInsensitive), soon);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"banners"_s).contains(u"An action was not finished"_s), soon);
    m_console->press(u"Ctrl+Shift+X"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"banners"_s).contains(u"Every fault is off"_s), soon);
    QVERIFY2(fault().contains(u"off"_s), qPrintable(fault()));
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->shown(u"banners"_s).contains(u"An action was not finished"_s), soon);
    QVERIFY(!m_console->shown(u"banners"_s).contains(u"Chaos is on"_s));
    QVERIFY2(outcomes(u"chaos.stop-all"_s).value(0).startsWith(u"succeeded: The fault was taken back"_s), qPrintable(outcomes(u"chaos.stop-all"_s).join(u'\n')));
    QVERIFY2(outcomes(u"chaos.start"_s).value(0).contains(u"the program ended in the middle"_s), qPrintable(outcomes(u"chaos.start"_s).join(u'\n')));
}

// Two writes are cut off: one arrives after all, one never does. Only what is live can tell.
void TestKilledConsole::policiesAreSettledByWhatIsLive()
{
    const QJsonArray apis = m_lab.apim("GET", "/apis").json().value(u"value"_s).toArray();
    const QByteArray opened = apis.at(0).toObject().value(u"name"_s).toString().toUtf8();
    const QByteArray other = apis.at(1).toObject().value(u"name"_s).toString().toUtf8();
    for (const QByteArray &api : {opened, other})
        QVERIFY(m_lab.putPolicy(api, policyDeleting("x-before")).status < 300);

    startConsole();
    m_console->press(u"G, P"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"policyEditor"_s).contains(u"x-before"_s), soon);
    QVERIFY(m_console->tabTo(u"policyEditor"_s));
    m_console->press(u"Ctrl+A"_s);
    m_console->type(policyDeleting("x-arrives"));
    m_console->press(u"Ctrl+Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"confirmDiff"_s).contains(u"x-arrives"_s), soon);
    QVERIFY(m_lab.setFault(u"arm-slow"_s, true, {{u"milliseconds"_s, 4000}, {u"writes"_s, 1}}));
    m_console->press(u"Ctrl+Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(intents(u"policy.apply"_s), 1, soon);
    m_console->kill();

    // The other one by deckctl on the same state; what it sends is held until the lab ends.
    QVERIFY(m_lab.setFault(u"arm-slow"_s, true, {{u"milliseconds"_s, 3600000}, {u"writes"_s, 1}}));
    const auto cut = m_lab.beginDeck(m_state, {u"policy"_s, u"apply"_s, QString::fromUtf8(other), u"-"_s, u"--yes"_s});
    cut->write(policyDeleting("x-never").toUtf8());
    cut->closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(intents(u"policy.apply"_s), 2, soon);
    cut->kill();
    QVERIFY(cut->waitForFinished(soon));
    QVERIFY(m_lab.setFault(u"arm-slow"_s, false));

    startConsole();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"banners"_s).contains(u"It took effect"_s), later);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"banners"_s).contains(u"Nothing was written"_s), later);
    QVERIFY(policy(opened).contains(u"x-arrives"_s));
    QVERIFY(policy(other).contains(u"x-before"_s) && !policy(other).contains(u"x-never"_s));
    QStringList ends = outcomes(u"policy.apply"_s);
    ends.sort();
    QCOMPARE(ends.size(), 2);
    QVERIFY2(ends.at(0).startsWith(u"failed"_s) && ends.at(1).startsWith(u"succeeded"_s), qPrintable(ends.join(u'\n')));
    // Neither text is lost: the history has it.
    const QByteArray kept = deck({u"policy"_s, u"history"_s, QString::fromUtf8(other), u"--json"_s}).out;
    QVERIFY2(kept.contains("x-never") && kept.contains("draft"), kept.constData());
}

void TestKilledConsole::theSwapIsFollowedToItsEnd()
{
    const QJsonObject served = versions(u""_s);
    const QJsonObject waiting = versions(u"/slots/staging"_s);
    QVERIFY(!served.isEmpty() && served != waiting);
    startConsole();
    m_console->press(u"B"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->shown(u"planState"_s).startsWith(u"Ready"_s), qPrintable(m_console->shown(u"planNote"_s)), soon);
    m_console->press(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->shown(u"focus"_s), u"confirmTyped"_s, soon);
    m_console->type(u"lab"_s);
    m_console->press(u"Ctrl+Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->shown(u"planNote"_s).contains(u"asked 1 time"_s), soon); // the service has taken it on
    m_console->kill();
    QCOMPARE(versions(u""_s), served);
    QCOMPARE(intents(u"rollback.swap"_s), 1);
    QVERIFY(outcomes(u"rollback.swap"_s).isEmpty());

    startConsole();
    m_console->press(u"G, S"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->shown(u"planNote"_s).startsWith(u"Found unfinished at the start."_s), qPrintable(m_console->shown(u"planNote"_s)), soon);
    QTRY_VERIFY_WITH_TIMEOUT(!outcomes(u"rollback.swap"_s).isEmpty(), later);
    const QString outcome = outcomes(u"rollback.swap"_s).first();
    QVERIFY2(outcome.startsWith(u"succeeded"_s) && outcome.contains(u"verified by a probe"_s), qPrintable(outcome));
    QCOMPARE(versions(u""_s), waiting);
    QCOMPARE(versions(u"/slots/staging"_s), served);
    const QString note = m_console->shown(u"planNote"_s);
    QVERIFY2(note.startsWith(u"Found unfinished at the start."_s), qPrintable(note));
    QVERIFY(!m_console->shown(u"banners"_s).contains(u"An action was not finished"_s));
}

QD_TEST_MAIN(QCoreApplication, TestKilledConsole)
#include "tst_killedconsole.moc"
