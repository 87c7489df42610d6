#include "cliapplication.h"
#include "clibench.h"
#include "dataresources.h"
#include "guard/terminalconfirm.h"
#include "localstate/localstate.h"
#include "localstate/statedatabase.h"
#include "manualclock.h"
#include "outcome.h"
#include "testmain.h"

#include <nlohmann/json.hpp>

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using test::CliBench;
using test::Outcome;

namespace {

ConfirmRequest cliRequest(ConfirmLevel level, const char *environment)
{
    return {.action = {.title = QStringLiteral("Apply\x1b[31m"), .before = QStringLiteral("a"), .after = QStringLiteral("b")}, .level = level,
            .environment = QString::fromLatin1(environment)};
}

} // namespace

class TestSafetyCli : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    test::ManualClock m_clock;

    int run(CliBench &bench, const QStringList &arguments)
    {
        CliApplication application(bench.streams, m_clock);
        QSignalSpy finished(&application, &CliApplication::finished);
        application.run(arguments);
        return finished.wait(10000) ? finished.first().first().toInt() : -1;
    }
    void fill(int count)
    {
        LocalState state;
        for (int i = 0; i < count; ++i) {
            Outcome<AuditRecord> done;
            state.audit().append({.at = m_clock.now(), .verb = QStringLiteral("policy.apply"), .summary = QStringLiteral("one\ntwo")}, done.context(), done.completion());
            QVERIFY(done.wait() && done.ok());
        }
    }

private slots:
    void initTestCase()
    {
        initDataResources();
        qputenv("QD_STATE_DIR", m_dir.path().toLocal8Bit());
    }
    void init() { test::failOnWarnings(); }

    void answersComeFromTheOptions_data()
    {
        QTest::addColumn<ConfirmLevel>("level");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<bool>("isYes");
        QTest::addColumn<QString>("confirm");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *name, ConfirmLevel level, const char *environment, bool isYes, const char *confirm, const char *answer) {
            QTest::newRow(name) << level << QString::fromLatin1(environment) << isYes << QString::fromLatin1(confirm) << QString::fromLatin1(answer);
        };
        row("yes is enough for a difference", ConfirmLevel::Diff, "lab", true, "", "agreed");
        row("yes is not enough on prod", ConfirmLevel::TypedName, "prod", true, "", "Add --confirm prod to agree");
        row("the name is enough on prod", ConfirmLevel::TypedName, "prod", false, "prod", "agreed");
        row("the name is enough for a difference", ConfirmLevel::Diff, "lab", false, "lab", "agreed");
        row("another name", ConfirmLevel::TypedName, "prod", true, "lab", "this is prod, not what --confirm names");
        row("no answer", ConfirmLevel::Diff, "lab", false, "", "Add --yes to agree");
    }
    void answersComeFromTheOptions()
    {
        QFETCH(ConfirmLevel, level);
        QFETCH(QString, environment);
        QFETCH(bool, isYes);
        QFETCH(QString, confirm);
        QFETCH(QString, answer);
        CliBench bench;
        TerminalConfirm service(bench.streams, {.isAgreed = isYes, .environment = confirm.toStdString()});
        Outcome<bool> done;
        service.ask(cliRequest(level, environment.toLatin1().constData()), done.context(), done.completion());
        QVERIFY(done.wait());
        if (answer == QLatin1StringView("agreed"))
            QVERIFY(done.ok() && done.value());
        else
            QVERIFY2(!done.ok() && done.error().message.contains(answer) && done.kind() == ErrorKind::Invalid, qPrintable(done.error().message));
    }

    void changeIsSafeToPrint()
    {
        const QString text = changeText(cliRequest(ConfirmLevel::Diff, "lab"));
        QVERIFY(!text.contains(QChar(0x1b)));
        QVERIFY(text.endsWith(QStringLiteral("- a\n+ b\n")));
    }

    void auditIsListedAndVerified()
    {
        fill(3);
        CliBench list;
        QCOMPARE(run(list, {QStringLiteral("audit"), QStringLiteral("list"), QStringLiteral("--json")}), 0);
        const auto records = nlohmann::json::parse(list.out.data().toStdString()).at("records");
        QCOMPARE(records.size(), size_t(3));
        QCOMPARE(records.at(0).at("sequence").get<int>(), 3);
        QCOMPARE(records.at(0).at("kind").get<std::string>(), std::string("intent"));
        CliBench table;
        QCOMPARE(run(table, {QStringLiteral("audit"), QStringLiteral("list"), QStringLiteral("--limit"), QStringLiteral("1")}), 0);
        QVERIFY(table.printed().contains(QLatin1StringView("one two"))); // a line stays a line
        QCOMPARE(table.printed().count(u'\n'), 3);
        CliBench verify;
        QCOMPARE(run(verify, {QStringLiteral("audit"), QStringLiteral("verify"), QStringLiteral("--json")}), 0);
        QVERIFY(nlohmann::json::parse(verify.out.data().toStdString()).at("isGood").get<bool>());
    }

    void tamperedLogEndsWithOne()
    {
        {
            StateDatabase database({.folder = m_dir.path()});
            auto open = database.open();
            QVERIFY(open && runStatement(*open, QStringLiteral("UPDATE audit SET actor = 'eve' WHERE sequence = 2")));
        }
        CliBench verify;
        QCOMPARE(run(verify, {QStringLiteral("audit"), QStringLiteral("verify"), QStringLiteral("--json")}), 1);
        const auto verdict = nlohmann::json::parse(verify.out.data().toStdString());
        QCOMPARE(verdict.at("problem").get<std::string>(), std::string("edited"));
        QCOMPARE(verdict.at("at").get<int>(), 2);
        CliBench text;
        QCOMPARE(run(text, {QStringLiteral("audit"), QStringLiteral("verify")}), 1);
        QVERIFY(text.printed().startsWith(QLatin1StringView("Edited at record 2.")));
    }

    void badPlansAreRefusedBeforeAnythingIsContacted_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("mode") << QStringLiteral("chaos run --mode fire");
        QTest::newRow("percent") << QStringLiteral("chaos run --percent 0");
        QTest::newRow("duration") << QStringLiteral("chaos run --for 3s --hypothesis task-success>=95");
        QTest::newRow("hypothesis") << QStringLiteral("chaos run --hypothesis nonsense");
        QTest::newRow("slo") << QStringLiteral("chaos run --hypothesis nothing>=95");
        QTest::newRow("verb") << QStringLiteral("chaos");
    }
    void badPlansAreRefusedBeforeAnythingIsContacted()
    {
        QFETCH(QString, line);
        CliBench bench;
        QCOMPARE(run(bench, line.split(u' ')), 2);
        QVERIFY(!bench.complained().isEmpty());
    }
};

QD_TEST_MAIN(QCoreApplication, TestSafetyCli)
#include "tst_safetycli.moc"
