#include "labprogram.h"
#include "testmain.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using qd::test::DeckRun;
using qd::test::LabProgram;
using qd::test::policyDeleting;

namespace {

constexpr int soon = 30000;

} // namespace

/// What goes wrong at the service while deckctl works on it, as whole programs on one lab: clear message, nothing lost,
/// and what the program says afterwards is true. What the lab holds is asked by a client of its own.
class TestDeckctlFaults : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { QVERIFY(m_lab.setFault(u"all"_s, false)); }

    void somebodyElseWritesWhileOursIsOnItsWay();
    void conflictIsToldAndNothingIsWritten();
    void throttlingOnEverySecondCallIsWaitedOut();
    void aPlanSaysWhichRightIsMissing();
    void rightsRevokedBetweenPlanAndSwap();
    void swapFailsInEachPhase_data();
    void swapFailsInEachPhase();
    void cutOffSwapThatNeverEndsIsSettled();
    void theJournalHolds();

private:
    DeckRun deck(const QStringList &arguments, const QByteArray &input = {}) const { return m_lab.deck(m_state, arguments, input); }
    [[nodiscard]] QString policy() const { return QString::fromUtf8(m_lab.policy(m_api).body); }
    [[nodiscard]] QStringList applyLine() const { return {u"policy"_s, u"apply"_s, QString::fromUtf8(m_api), u"-"_s, u"--yes"_s}; }
    [[nodiscard]] QString prompt() const;
    [[nodiscard]] QString lastOutcome(const QString &verb) const;
    std::unique_ptr<QProcess> beginSwap(QByteArray &told) const;

    LabProgram m_lab;
    QTemporaryDir m_folder;
    const QString m_state = m_folder.filePath(u"state"_s);
    QByteArray m_api;
};

void TestDeckctlFaults::initTestCase()
{
    QVERIFY2(m_lab.start({u"--scenario"_s, u"bad-prompt"_s, u"--history=26"_s, u"--no-live"_s, u"--no-throttle"_s, u"--swap-seconds=1"_s}),
             qPrintable(m_lab.error()));
    m_api = m_lab.apim("GET", "/apis").json().value(u"value"_s).toArray().at(0).toObject().value(u"name"_s).toString().toUtf8();
    QVERIFY(m_lab.putPolicy(m_api, policyDeleting("x-first")).status < 300);
}

/// The prompt version that production serves.
QString TestDeckctlFaults::prompt() const
{
    return m_lab.site("POST", "/config/appsettings/list", "{}").json().value(u"properties"_s).toObject().value(u"PROMPT_ORDER_DESK"_s).toString();
}

QString TestDeckctlFaults::lastOutcome(const QString &verb) const
{
    const QJsonArray records = deck({u"audit"_s, u"list"_s, u"--json"_s}).json().value(u"records"_s).toArray();
    for (const QJsonValue &record : records)
        if (record.toObject().value(u"kind"_s) == u"outcome"_s && record.toObject().value(u"verb"_s) == verb)
            return record.toObject().value(u"status"_s).toString() + u": "_s + record.toObject().value(u"detail"_s).toString();
    return {};
}

void TestDeckctlFaults::somebodyElseWritesWhileOursIsOnItsWay()
{
    QVERIFY(m_lab.setFault(u"arm-slow"_s, true, {{u"milliseconds"_s, 2500}, {u"writes"_s, 1}}));
    const auto ours = m_lab.beginDeck(m_state, applyLine());
    ours->write(policyDeleting("x-ours").toUtf8());
    ours->closeWriteChannel();
    QTRY_VERIFY_WITH_TIMEOUT(deck({u"audit"_s, u"list"_s}).out.contains("policy.apply"), soon); // admitted: it is on its way
    QVERIFY(m_lab.setFault(u"arm-slow"_s, false));
    QVERIFY(m_lab.putPolicy(m_api, policyDeleting("x-theirs")).status < 300);
    const DeckRun run = LabProgram::end(*ours);
    QCOMPARE(run.code, 6);
    QVERIFY2(run.err.contains("nothing was written") && run.err.contains("x-theirs") && run.err.contains("x-ours"), run.told().constData());
    QVERIFY(policy().contains(u"x-theirs"_s) && !policy().contains(u"x-ours"_s));
    QVERIFY(deck({u"policy"_s, u"history"_s, QString::fromUtf8(m_api), u"--json"_s}).out.contains("x-ours"));
    QVERIFY2(lastOutcome(u"policy.apply"_s).startsWith(u"failed"_s), qPrintable(lastOutcome(u"policy.apply"_s)));
}

void TestDeckctlFaults::conflictIsToldAndNothingIsWritten()
{
    QVERIFY(m_lab.setFault(u"arm-conflict-409"_s, true));
    const DeckRun policyRun = deck(applyLine(), policyDeleting("x-conflict").toUtf8());
    QVERIFY2(policyRun.code == 6 && policyRun.err.contains("another operation is in progress"), policyRun.told().constData());
    QVERIFY(!policy().contains(u"x-conflict"_s));
    const QString served = prompt();
    const DeckRun swap = deck({u"rollback"_s, u"run"_s, u"--confirm"_s, u"lab"_s});
    QVERIFY2(swap.code == 6 && swap.all().contains("another operation is in progress"), swap.told().constData());
    QCOMPARE(prompt(), served);
    const DeckRun chaos = deck({u"chaos"_s, u"run"_s, u"--abort-burn"_s, u"100000"_s, u"--yes"_s});
    QVERIFY2(chaos.code == 6 && chaos.err.contains("another operation is in progress"), chaos.told().constData());
    QVERIFY(m_lab.setFault(u"all"_s, false));
    QCOMPARE(deck({u"chaos"_s, u"status"_s}).code, 0);
}

void TestDeckctlFaults::throttlingOnEverySecondCallIsWaitedOut()
{
    QVERIFY(m_lab.setFault(u"arm-throttle-every-second"_s, true));
    const DeckRun applied = deck(applyLine(), policyDeleting("x-throttled").toUtf8());
    QVERIFY2(applied.code == 0 && applied.out.contains("read again equal"), applied.told().constData());
    const DeckRun plan = deck({u"rollback"_s, u"plan"_s, u"--json"_s});
    QVERIFY2(plan.code == 0 && plan.json().value(u"canRun"_s).toBool(), plan.told().constData());
    QVERIFY(m_lab.setFault(u"all"_s, false));
    QVERIFY(policy().contains(u"x-throttled"_s));
}

void TestDeckctlFaults::aPlanSaysWhichRightIsMissing()
{
    QVERIFY(m_lab.setFault(u"rights-revoked"_s, true)); // reading goes on
    const DeckRun plan = deck({u"rollback"_s, u"plan"_s});
    QVERIFY2(plan.code == 3 && plan.err.contains("has no right to"), plan.told().constData()); // not even to list settings
}

/// A rollback whose swap request the service holds; `told` is what it said until then.
std::unique_ptr<QProcess> TestDeckctlFaults::beginSwap(QByteArray &told) const
{
    auto process = m_lab.beginDeck(m_state, {u"rollback"_s, u"run"_s, u"--confirm"_s, u"lab"_s});
    (void)QTest::qWaitFor([&] {
        told += process->readAllStandardError();
        return told.contains("Swapping") || process->state() == QProcess::NotRunning;
    }, soon);
    return process;
}

void TestDeckctlFaults::rightsRevokedBetweenPlanAndSwap()
{
    const QString served = prompt();
    QVERIFY(m_lab.setFault(u"arm-slow"_s, true, {{u"milliseconds"_s, 2000}, {u"writes"_s, 1}}));
    QByteArray told;
    const auto process = beginSwap(told);
    QVERIFY2(told.contains("Swapping"), told.constData());
    QVERIFY(m_lab.setFault(u"rights-revoked"_s, true));
    const DeckRun run = LabProgram::end(*process);
    QCOMPARE(run.code, 3);
    QVERIFY2(run.err.contains("slotsswap/action"), run.told().constData());
    QVERIFY2(run.out.contains("The service refused the swap. Nothing was changed."), run.told().constData());
    QVERIFY(m_lab.setFault(u"rights-revoked"_s, false));
    QCOMPARE(prompt(), served);
    QVERIFY2(lastOutcome(u"rollback.swap"_s).startsWith(u"failed"_s), qPrintable(lastOutcome(u"rollback.swap"_s)));
    QCOMPARE(deck({u"rollback"_s, u"status"_s}).code, 0); // nothing is left open
}

void TestDeckctlFaults::swapFailsInEachPhase_data()
{
    QTest::addColumn<int>("phase");
    for (int phase = 1; phase <= 4; ++phase)
        QTest::addRow("phase %d", phase) << phase;
}

void TestDeckctlFaults::swapFailsInEachPhase()
{
    QFETCH(int, phase);
    const QString served = prompt();
    QVERIFY(m_lab.setFault(u"swap-fails-in-phase-%1"_s.arg(phase), true));
    const DeckRun run = deck({u"rollback"_s, u"run"_s, u"--confirm"_s, u"lab"_s, u"--json"_s});
    QVERIFY2(run.code != 0 && run.json().value(u"state"_s) == u"failed"_s, run.told().constData());
    QVERIFY2(!run.json().value(u"error"_s).toObject().value(u"message"_s).toString().isEmpty(), run.told().constData());
    QCOMPARE(run.json().value(u"hasSwapped"_s).toBool(), false);
    QCOMPARE(prompt(), served);
    QVERIFY2(lastOutcome(u"rollback.swap"_s).startsWith(u"failed"_s), qPrintable(lastOutcome(u"rollback.swap"_s)));
}

// The Location never ends, and the program that follows it dies. The next one finds out.
void TestDeckctlFaults::cutOffSwapThatNeverEndsIsSettled()
{
    const QString served = prompt();
    QVERIFY(m_lab.setFault(u"swap-never-ends"_s, true));
    QByteArray told;
    const auto process = beginSwap(told);
    QTRY_VERIFY_WITH_TIMEOUT(!m_lab.site("GET", {}).json().value(u"properties"_s).toObject().value(u"inProgressOperationId"_s).isNull(), soon);
    QVERIFY(deck({u"rollback"_s, u"status"_s, u"--json"_s}).json().value(u"unfinished"_s).isNull()); // its program still runs
    process->kill();
    QVERIFY(process->waitForFinished(soon));

    const DeckRun status = deck({u"rollback"_s, u"status"_s, u"--json"_s});
    const QJsonObject found = status.json().value(u"unfinished"_s).toObject();
    QVERIFY2(status.code == 1 && found.value(u"isBusy"_s).toBool(), status.told().constData());
    QCOMPARE(found.value(u"serves"_s).toString(), u"before"_s);
    const DeckRun plan = deck({u"rollback"_s, u"plan"_s});
    QVERIFY2(plan.code == 1 && plan.err.contains("deckctl rollback settle") && plan.out.contains("An operation runs on production"), plan.told().constData());

    QVERIFY(m_lab.setFault(u"swap-fails-in-phase-4"_s, true));
    QVERIFY(m_lab.setFault(u"swap-never-ends"_s, false));
    const DeckRun settled = deck({u"rollback"_s, u"settle"_s});
    QVERIFY2(settled.code == 1 && settled.out.contains("Production serves what it served before"), settled.told().constData());
    QCOMPARE(prompt(), served);
    QVERIFY2(lastOutcome(u"rollback.swap"_s).startsWith(u"failed"_s), qPrintable(lastOutcome(u"rollback.swap"_s)));
    const DeckRun after = deck({u"rollback"_s, u"status"_s});
    QVERIFY2(after.code == 0 && after.out.contains("No rollback is unfinished"), after.told().constData());
}

void TestDeckctlFaults::theJournalHolds()
{
    // A chaos run is one thing with its end, and what leaves as CSV is on record.
    const QJsonArray before = deck({u"chaos"_s, u"status"_s, u"--json"_s}).json().value(u"before"_s).toArray();
    QCOMPARE(before.size(), 1);
    QCOMPARE(before.at(0).toObject().value(u"status"_s).toString(), u"failed"_s);
    QCOMPARE(deck({u"cost"_s, u"chargeback"_s, u"--csv"_s}).code, 0);
    QVERIFY(deck({u"audit"_s, u"list"_s}).out.contains("export.csv"));
    const DeckRun verified = deck({u"audit"_s, u"verify"_s});
    QVERIFY2(verified.code == 0, verified.told().constData());
}

QD_TEST_MAIN(QCoreApplication, TestDeckctlFaults)
#include "tst_deckctlfaults.moc"
