#include "testmain.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;

struct Ended {
    int code = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] Json json() const { return Json::parse(out.toStdString(), nullptr, false); }
};

Ended rollback(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(250000)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList verb(const char *line) { return QString::fromUtf8(line).split(u' '); }

std::string state(const Json &checks, const char *id)
{
    for (const Json &check : checks)
        if (check.value("id", std::string()) == id)
            return check.value("state", std::string());
    return {};
}

} // namespace

/// The story of scenario bad-prompt on the command line, on the lab's living fleet.
class TestDeckctlRollback : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("QD_STATE_DIR", m_state.path().toUtf8());
        const Ended started = rollback(verb("lab start --scenario bad-prompt --json -- --rate 40"));
        QVERIFY2(started.code == 0, started.err.constData());
    }
    void cleanupTestCase() { rollback(verb("lab stop")); }

    void board()
    {
        const Ended board = rollback(verb("rollback board --json"));
        QVERIFY2(board.code == 0, board.err.constData());
        const Json slotList = board.json()["slots"];
        QCOMPARE(slotList.size(), size_t{2});
        QCOMPARE(slotList[0]["name"].get<std::string>(), std::string("production"));
        QCOMPARE(slotList[0]["verdict"].get<std::string>(), std::string("bad"));
        QVERIFY(slotList[1]["isLastKnownGood"].get<bool>());
        QVERIFY(rollback(verb("rollback board")).out.contains("last known good"));
    }

    void aPlanChangesNothing()
    {
        const Ended plan = rollback(verb("rollback plan --json"));
        QVERIFY2(plan.code == 0, plan.err.constData());
        QVERIFY(plan.json()["canRun"].get<bool>());
        QCOMPARE(plan.json()["parts"].size(), size_t{3});
        QCOMPARE(rollback(verb("rollback plan --to production")).code, 1);
        QCOMPARE(rollback(verb("rollback plan --to nosuch")).code, 1);
    }

    void withoutConfirmationNothingIsDone()
    {
        const Ended refused = rollback(verb("rollback run --yes"));
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.err.contains("--confirm lab"), refused.err.constData());
        QVERIFY(rollback(verb("rollback board --json")).json()["lastSwap"].is_null());
    }

    void runHealsTheFleet()
    {
        const Ended run = rollback(verb("rollback run --confirm lab --json"));
        QVERIFY2(run.code == 0, run.err.constData());
        QVERIFY2(run.err.contains("Waiting for telemetry to confirm: "), run.err.constData());
        const Json report = run.json();
        QCOMPARE(report["state"].get<std::string>(), std::string("done"));
        QVERIFY(report["isVerified"].get<bool>());
        QCOMPARE(state(report["verification"], "recovery"), std::string("pass"));
        const Json served = rollback(verb("rollback board --json")).json()["slots"][0];
        QCOMPARE(served["prompts"]["order-desk"].get<std::string>(), std::string("order-desk-v13"));
    }

    void theBadBuildIsNotSwappedBack()
    {
        const Ended undo = rollback(verb("rollback undo --confirm lab --json"));
        QCOMPARE(undo.code, 1);
        QCOMPARE(state(undo.json()["checks"], "cooldown"), std::string("fail"));
        const Ended again = rollback(verb("rollback run --to staging --confirm lab --json"));
        QCOMPARE(again.code, 1);
        QCOMPARE(state(again.json()["checks"], "known-good"), std::string("fail"));
    }

private:
    QTemporaryDir m_state;
};

QD_TEST_MAIN(QCoreApplication, TestDeckctlRollback)
#include "tst_deckctlrollback.moc"
