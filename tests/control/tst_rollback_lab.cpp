#include "labfixture.h"
#include "openguard.h"
#include "rollbackflow.h"
#include "session.h"
#include "testmain.h"

#include <QTest>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using State = RollbackStatus::State;

namespace {

qd::LabInfo clientInfo(const lab::LabInfo &info)
{
    return {.endpoint = QUrl(info.endpoint), .tenantId = info.tenantId, .clientId = info.clientId, .clientSecret = info.clientSecret,
            .appId = info.appId, .workspaceId = info.workspaceId, .scenario = info.scenario, .subscriptionId = info.subscriptionId,
            .resourceGroup = info.resourceGroup, .siteName = info.siteName, .apimName = info.apimName, .gatewayUrl = QUrl(info.gatewayUrl)};
}

} // namespace

/// The whole way from plan to proof over the lab's Resource Manager, with its faults: two sides that share no code. The
/// lab's fleet rests, so telemetry stays silent and the probe is the proof.
class TestRollbackLab : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        failOnWarnings();
        lab::LabOptions options = LabFixture::emptyOptions();
        options.scenario = QStringLiteral("bad-prompt");
        options.swapTime = 300ms;
        m_lab = std::make_unique<LabFixture>(options);
        m_session = makeLabSession(clientInfo(m_lab->info()), TelemetrySchema::Classic, m_clock);
        m_slo.definitions = {SloDefinition{.id = SloId(QStringLiteral("task-success"))}};
        m_guard = std::make_unique<OpenGuard>();
        m_flow = std::make_unique<RollbackFlow>(
            RollbackFlow::Parts{{m_session->appService(), m_session->monitor(), nullptr, m_clock, m_slo}, *m_guard, m_timers}, RollbackRules{},
            RollbackTimes{.swapDeadline = 2500ms, .pollInterval = 100ms, .probeInterval = 100ms, .probes = 5, .watchInterval = 50ms, .watchLimit = 100ms});
    }
    void cleanup()
    {
        m_flow.reset();
        m_session.reset();
        m_lab.reset();
        checkNoErrorsLogged();
    }

    void connectors()
    {
        QVERIFY(planned());
        const RollbackPlan &plan = m_flow->status().plan;
        QCOMPARE(plan.after.prompts.value(QStringLiteral("order-desk")), QStringLiteral("order-desk-v13"));
        QCOMPARE(plan.before.prompts.value(QStringLiteral("order-desk")), QStringLiteral("order-desk-v14"));
        QVERIFY(!m_session->armQuota().remaining.isEmpty());
    }

    void swapsAndProvesIt()
    {
        QVERIFY(started());
        QVERIFY(reaches(State::Done));
        QVERIFY(m_flow->status().isVerified);
        for (const ReleaseCheck &check : m_flow->status().verification)
            QVERIFY2(check.state != ReleaseCheck::State::Fail, qPrintable(check.id + u' ' + check.reason));
        QVERIFY(m_flow->planUndo()); // within the cooldown, and nothing says that it did not help
        QVERIFY(reaches(State::Ready));
        QVERIFY(!m_flow->status().plan.canRun());
    }

    void failsInAPhase_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<bool>("hasSwapped");
        for (int phase = 1; phase <= 5; ++phase)
            QTest::addRow("phase %d", phase) << phase << (phase == 5);
    }
    /// A swap that fails after traffic was switched has swapped, whatever it answers.
    void failsInAPhase()
    {
        QFETCH(int, phase);
        QFETCH(bool, hasSwapped);
        QVERIFY(planned());
        fault("swap-fails-in-phase-" + QByteArray::number(phase));
        QVERIFY(m_flow->start());
        QVERIFY(QTest::qWaitFor([this] { return m_flow->status().state == State::Done || m_flow->status().state == State::Failed; }, 20000));
        QCOMPARE(m_flow->status().hasSwapped, hasSwapped);
        if (!hasSwapped)
            QCOMPARE(m_guard->settled.first().second.status, WriteOutcome::Status::Failed);
    }

    void neverEnds()
    {
        QVERIFY(planned());
        fault("swap-never-ends");
        QVERIFY(m_flow->start());
        QVERIFY(reaches(State::Unclear));
        QVERIFY(reaches(State::Failed));
        QCOMPARE(m_guard->settled.first().second.status, WriteOutcome::Status::Unknown);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("kind");
        QTest::newRow("another operation") << QByteArray("arm-conflict-409") << static_cast<int>(ErrorKind::Conflict);
        QTest::newRow("rights revoked") << QByteArray("rights-revoked") << static_cast<int>(ErrorKind::Forbidden);
    }
    void refused()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, kind);
        QVERIFY(planned());
        fault(name);
        QVERIFY(m_flow->start());
        QVERIFY(reaches(State::Failed));
        QVERIFY(m_flow->status().error);
        QCOMPARE(static_cast<int>(m_flow->status().error->kind), kind);
        QVERIFY(!m_flow->status().hasSwapped);
    }

    void throttledOnEverySecondCall()
    {
        QVERIFY(planned());
        fault("arm-throttle-every-second");
        QVERIFY(m_flow->start());
        QVERIFY(QTest::qWaitFor([this] { return m_flow->status().state == State::Done || m_flow->status().state == State::Failed; }, 60000));
        QVERIFY2(m_flow->status().hasSwapped, qPrintable(m_flow->status().note));
    }

    /// The console dies in mid-swap; the next one reads the journal and finds out.
    void killedInTheMiddle()
    {
        QVERIFY(planned());
        QVERIFY(m_flow->start());
        QVERIFY(reaches(State::Swapping));
        QTRY_VERIFY(m_flow->status().polls > 0); // the service has taken it
        const WriteAction action = m_guard->admitted.first();
        const RollbackPlan plan = planFromTexts(SlotName(action.target.section(u'/', -1)), action.before, action.after, {});
        m_flow.reset();
        QVERIFY(QTest::qWaitFor([&] { return servedSide(production(), plan) == ServedSide::After; }, 20000));
    }

private:
    [[nodiscard]] bool reaches(State state)
    {
        const bool isReached = QTest::qWaitFor([this, state] { return m_flow->status().state == state; }, 20000);
        if (!isReached)
            qInfo("in %s: %s %s", qPrintable(rollbackStateName(m_flow->status().state)), qPrintable(m_flow->status().note),
                  qPrintable(m_flow->status().error ? m_flow->status().error->message : QString()));
        return isReached;
    }
    [[nodiscard]] bool planned()
    {
        m_flow->plan(SlotName(QStringLiteral("staging")));
        return reaches(State::Ready) && m_flow->status().plan.canRun();
    }
    [[nodiscard]] bool started() { return planned() && m_flow->start(); }
    void fault(const QByteArray &name)
    {
        const auto answer = m_lab->send("POST", "/lab/control", {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}}, R"({"fault":")" + name + R"(","on":true})");
        QCOMPARE(answer.status, 200);
    }
    [[nodiscard]] ReleaseVersion production()
    {
        SlotSettings settings;
        bool isRead = false;
        QObject context;
        m_session->appService().settings(productionSlot(), &context, [&](const Result<SlotSettings> &read) {
            settings = read.value_or(SlotSettings());
            isRead = true;
        });
        return QTest::qWaitFor([&] { return isRead; }, 5000) ? releaseVersion(settings) : ReleaseVersion();
    }

    SystemClock m_clock;
    SystemTimers m_timers;
    SloSettings m_slo;
    std::unique_ptr<LabFixture> m_lab;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<OpenGuard> m_guard;
    std::unique_ptr<RollbackFlow> m_flow;
};

QD_TEST_MAIN(QCoreApplication, TestRollbackLab)
#include "tst_rollback_lab.moc"
