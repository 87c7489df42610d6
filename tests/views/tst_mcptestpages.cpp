#include "namewalk.h"

#include "mcp/codepane.h"
#include "mcp/load/loadpage.h"
#include "mcp/tests/testpage.h"
#include "mcpstepmodel.h"
#include "testmain.h"

#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>

using namespace qd;
using namespace qd::test;

namespace {

QString text(const char *utf8) { return QString::fromUtf8(utf8); }

/// Twenty seconds of a server that gets slower and fails at times.
LoadShown measured(LoadShown::State state)
{
    load::Tally tally;
    for (int i = 0; i < 2000; ++i) {
        const Microseconds begun(i * 10'000LL);
        tally.add({.begun = begun, .ended = begun + Microseconds(2000 + i * 7 + (i % 50 == 0 ? 40'000 : 0)), .failure = i % 200 == 7 ? text("timeout") : QString(), .instance = text(i % 3 ? "blue" : "green")});
    }
    return {.state = state, .tool = text("echo"), .problem = {}, .began = Instant(Microseconds(1'764'000'000'000'000)), .result = tally.result(Microseconds(20'000'000))};
}

} // namespace

/// The pages that try a server: load and collections.
class TestMcpTestPages : public QObject
{
    Q_OBJECT

    Theme m_theme;

    template<typename T>
    static T *part(const QWidget &page, const char *name) { return page.findChild<T *>(QLatin1StringView(name)); }
    static QString said(const QWidget &page, const char *label) { return part<QLabel>(page, label)->text(); }
    /// For eyes: with QD_PICTURES set, what the page looks like goes to that folder.
    static void keep(QWidget &page, const char *name)
    {
        if (const QString folder = qEnvironmentVariable("QD_PICTURES"); !folder.isEmpty())
            page.grab().save(folder + u'/' + QLatin1StringView(name) + QStringLiteral(".png"));
    }

private slots:
    void initTestCase() { m_theme.apply(*qApp, qEnvironmentVariable("QD_PICTURE_THEME") == text("light") ? ThemeId::Light : ThemeId::Dark); }
    void init() { failOnWarnings(); }

    void planIsWhatWasTyped()
    {
        LoadPage page(m_theme);
        std::optional<load::Plan> plan;
        connect(&page, &LoadPage::startRequested, this, [&plan](const load::Plan &given) { plan = given; });
        auto *start = part<QPushButton>(page, "mcpLoadStart");
        QVERIFY(!start->isEnabled()); // nothing is chosen
        page.setSubject(text("echo"), text("{}"), text("Connect to it first."));
        QVERIFY(!start->isEnabled() && said(page, "mcpLoadSubject").contains(text("Connect")));
        page.setSubject(text("echo"), text("{\"message\":\"hi\"}"), {});
        part<QSpinBox>(page, "mcpLoadConcurrency")->setValue(8);
        part<QSpinBox>(page, "mcpLoadConnections")->setValue(2);
        part<QDoubleSpinBox>(page, "mcpLoadRate")->setValue(50);
        part<QSpinBox>(page, "mcpLoadSeconds")->setValue(30);
        start->click();
        QVERIFY(plan.has_value());
        QCOMPARE(plan->concurrency, 8);
        QCOMPARE(plan->connections, 2);
        QCOMPARE(plan->rate, 50.0);
        QVERIFY(plan->duration == Milliseconds(30'000) && !plan->calls);
    }

    void runIsShown()
    {
        LoadPage page(m_theme);
        page.resize(1060, 700);
        page.setSubject(text("echo"), text("{}"), {});
        page.show();
        keep(page, "load-empty");
        page.setShown(measured(LoadShown::State::Running));
        QSignalSpy stops(&page, &LoadPage::stopRequested);
        QVERIFY(!part<QPushButton>(page, "mcpLoadStart")->isEnabled() && part<QPushButton>(page, "mcpLoadStop")->isVisible());
        part<QPushButton>(page, "mcpLoadStop")->click();
        QCOMPARE(stops.size(), 1);
        page.setShown(measured(LoadShown::State::Ended));
        QVERIFY2(said(page, "mcpLoadVerdict").contains(text("10 failed")), qPrintable(said(page, "mcpLoadVerdict")));
        keep(page, "load");
        part<QPushButton>(page, "mcpLoadCopy")->click();
        const QString report = QGuiApplication::clipboard()->text();
        QVERIFY2(report.contains(text("p95\t")) && report.contains(text("blue\t")) && report.contains(text("timeout\t")), qPrintable(report));
        QVERIFY2(!report.contains(text("Never made")), qPrintable(report));
        LoadShown slow = measured(LoadShown::State::Ended);
        slow.result.due = 2030;
        slow.result.notMade = 30;
        page.setShown(slow);
        part<QPushButton>(page, "mcpLoadCopy")->click();
        QVERIFY2(QGuiApplication::clipboard()->text().contains(text("Never made\t30 of 2")), qPrintable(QGuiApplication::clipboard()->text()));
        LoadShown lost = measured(LoadShown::State::Failed);
        lost.problem = text("The server crashed\u202e (signal 6).");
        page.setShown(lost);
        QVERIFY(said(page, "mcpLoadVerdict").contains(text("before its time")));
        QVERIFY(!said(page, "mcpLoadVerdict").contains(QChar(0x202e)));
        QVERIFY2(unnamedWidgets(page).isEmpty(), qPrintable(unnamedWidgets(page).join(u'\n')));
    }

    void collectionIsShown()
    {
        using collection::StepResult;
        using Kind = collection::Step::Kind;
        McpStepModel steps;
        TestPage page(steps, m_theme);
        page.resize(1060, 700);
        page.show();
        keep(page, "tests-empty");
        QSignalSpy begun(&page, &TestPage::addRequested);
        part<QPushButton>(page, "mcpTestHintActionOther")->click();
        QCOMPARE(begun.size(), 1);
        connect(&page, &TestPage::stepChosen, &page, [&](const QModelIndex &index) { page.setStory(steps.row(index) ? stepStory(*steps.row(index)) : QString()); });
        steps.setCollection({.steps = {{.kind = Kind::List, .target = text("tools")}, {.kind = Kind::Call, .name = text("adds"), .target = text("get-sum")}, {.kind = Kind::Read, .target = text("demo://1")}}});
        page.setShown({.state = TestShown::State::Ready, .file = text("/home/me/checks.json"), .verdict = text("checks: 3 steps"), .environments = {text("staging"), text("<b>prod</b>")}, .hasRecording = false});
        QCOMPARE(page.environment(), QString());
        part<QComboBox>(page, "mcpTestEnvironment")->setCurrentIndex(2);
        QCOMPARE(page.environment(), text("<b>prod</b>"));
        QSignalSpy runs(&page, &TestPage::runRequested);
        part<QPushButton>(page, "mcpTestRun")->click();
        QCOMPARE(runs.size(), 1);
        steps.add({.step = 0, .what = text("list tools"), .elapsed = Milliseconds(12)});
        auto *table = part<QTableView>(page, "mcpTestSteps");
        table->setCurrentIndex(steps.index(1, 0));
        QVERIFY(part<CodePane>(page, "mcpTestStory")->code().contains(text("did not run yet")));
        steps.add({.step = 1, .name = text("adds"), .what = text("call get-sum"), .outcome = StepResult::Outcome::Failed,
                   .checks = {{.what = text("status equals \"ok\""), .isMet = true}, {.what = text("$.sum equals 3"), .isMet = false, .actual = text("4")}}, .elapsed = Milliseconds(3), .request = text("{\"a\":1}"), .response = text("{\"sum\":4}")});
        QVERIFY(part<CodePane>(page, "mcpTestStory")->code().contains(text("there was: 4"))); // by itself, where one looks
        page.setShown({.state = TestShown::State::Failed, .file = text("/home/me/checks.json"), .verdict = text("1 passed, 1 failed"), .environments = {text("staging"), text("<b>prod</b>")}, .hasRecording = true});
        QCOMPARE(page.environment(), text("<b>prod</b>")); // what was chosen stays
        QVERIFY(part<QPushButton>(page, "mcpTestSaveSession")->isVisible());
        keep(page, "tests");
        QVERIFY2(unnamedWidgets(page).isEmpty(), qPrintable(unnamedWidgets(page).join(u'\n')));
    }
};

QD_TEST_MAIN(QApplication, TestMcpTestPages)
#include "tst_mcptestpages.moc"
