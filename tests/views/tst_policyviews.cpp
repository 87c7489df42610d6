#include "namewalk.h"

#include "allowlist/allowlistview.h"
#include "allowmodels.h"
#include "manualclock.h"
#include "policy/policyeditor.h"
#include "policy/policylint.h"
#include "policy/policyview.h"
#include "policymodels.h"
#include "testmain.h"
#include "widgets/diffview.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace qd;

namespace {

QString samplePolicy(const char *threshold)
{
    return QStringLiteral("<policies>\n    <inbound>\n        <base />\n        <!-- the cache of answers -->\n"
                          "        <llm-semantic-cache-lookup score-threshold=\"%1\" embeddings-backend-id=\"embeddings\" />\n"
                          "        <set-variable name=\"caller\" value=\"@(context.Subscription?.Id ?? \"nobody\")\" />\n"
                          "        <choose>\n            <when condition=\"@((string)context.Variables[\"caller\"] == \"nobody\")\">\n"
                          "                <return-response>\n                    <set-status code=\"401\" reason=\"Unauthorized\" />\n"
                          "                </return-response>\n            </when>\n        </choose>\n    </inbound>\n    <backend>\n        <base />\n    </backend>\n"
                          "    <outbound>\n        <base />\n    </outbound>\n    <on-error>\n        <base />\n    </on-error>\n</policies>\n").arg(QLatin1StringView(threshold));
}

PolicyState sampleState(const QString &live, const QString &draft)
{
    PolicyState state;
    state.key = QStringLiteral("/apis/orders-srv/policies/policy");
    state.label = QStringLiteral("orders-srv");
    state.caption = QStringLiteral("MCP server, /orders-srv");
    state.isMcp = true;
    state.phase = PolicyState::Phase::Ready;
    state.readAt = test::ManualClock::start - Seconds(12);
    state.live = live;
    state.draft = draft;
    state.findings = lintPolicy(draft, {.isMcp = true});
    return state;
}

AllowTool sampleTool(const char *name, ToolDecision live, ToolDecision wanted, double calls)
{
    AllowTool tool;
    tool.name = QLatin1StringView(name);
    tool.definition = QStringLiteral("{\"name\":\"%1\",\"description\":\"Does what its name says\",\"inputSchema\":{\"type\":\"object\"}}").arg(tool.name);
    tool.description = QStringLiteral("Does what its name says <b>not bold</b>");
    tool.live = live;
    tool.wanted = wanted;
    tool.tokens = estimatedTokens(tool.definition) * 7;
    tool.callsPerHour = calls;
    return tool;
}

AllowServer sampleServer()
{
    AllowServer server;
    server.key = server.label = QStringLiteral("orders-srv");
    server.caption = QStringLiteral("/orders-srv/mcp");
    server.phase = AllowServer::Phase::Ready;
    server.readAt = test::ManualClock::start - Seconds(4);
    server.isUpstreamRead = true;
    server.enforcement = AllowlistReading::State::Ours;
    server.tools = {sampleTool("create_return", ToolDecision::Allowed, ToolDecision::Allowed, 412), sampleTool("delete_order", ToolDecision::Denied, ToolDecision::Denied, 0),
                    sampleTool("lookup_order", ToolDecision::Allowed, ToolDecision::Allowed, 1530), sampleTool("refund_all", ToolDecision::Undecided, ToolDecision::Undecided, 0),
                    sampleTool("web_search", ToolDecision::Undecided, ToolDecision::Allowed, 77)};
    server.tools[1].isDestructive = true;
    server.tools[2].isReadOnly = true;
    server.tools[2].errorShare = 0.12;
    server.tools[3].drift = ToolDrift::New;
    server.tools[4].isOpenWorld = true;
    const auto listed = [&](int i) { return *allowedTool(server.tools[i].name, server.tools[i].definition); };
    server.policy = *withAllowlist({}, {{listed(0), listed(2)}, {QStringLiteral("delete_order")}});
    server.plan = *withAllowlist(server.policy, {{listed(0), listed(2), listed(4)}, {QStringLiteral("delete_order")}});
    return server;
}

/// QD_PICTURES=folder keeps what the tests see.
void keepPicture(QWidget &widget, const QString &name)
{
    if (const QString folder = qEnvironmentVariable("QD_PICTURES"); !folder.isEmpty())
        widget.grab().save(folder + u'/' + name + QStringLiteral(".png"));
}

} // namespace

class TestPolicyViews final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void showsPolicyFindingsAndDifference_data()
    {
        QTest::addColumn<int>("theme");
        QTest::newRow("dark") << int(ThemeId::Dark);
        QTest::newRow("light") << int(ThemeId::Light);
    }
    void showsPolicyFindingsAndDifference()
    {
        QFETCH(int, theme);
        m_theme.apply(*qApp, ThemeId(theme));
        PolicyBench bench(m_theme, m_clock);
        const PolicyState state = sampleState(samplePolicy("0.05"), samplePolicy("0.85"));
        bench.show(state);
        QCOMPARE(bench.view->editor().text(), state.draft);
        QCOMPARE(bench.findings.rowCount(), 1);
        QVERIFY(bench.view->editor().markersAtLine(4) != 0);
        keepPicture(*bench.view, QStringLiteral("policy-editor-%1").arg(theme));
        bench.view->showDifference(true);
        auto *diff = bench.view->findChild<DiffView *>(QStringLiteral("policyDiff"));
        QCOMPARE(diff->summary(), QStringLiteral("1 line added, 1 removed"));
        QVERIFY(test::countPixels(*diff, m_theme.tokens().diffAdded) > 10);
        keepPicture(*bench.view, QStringLiteral("policy-diff-%1").arg(theme));
        QVERIFY2(test::unnamedWidgets(*bench.view).isEmpty(), qPrintable(test::unnamedWidgets(*bench.view).join(QStringLiteral(", "))));
    }

    void writingGoesOutAndComesBackQuietly()
    {
        PolicyBench bench(m_theme, m_clock);
        bench.show(sampleState(samplePolicy("0.05"), samplePolicy("0.05")));
        QSignalSpy edited(bench.view.get(), &PolicyView::edited);
        bench.view->takeDraft(samplePolicy("0.1"));
        QVERIFY(edited.isEmpty());
        bench.view->editor().insertAt(QStringLiteral("x"), 0, 0);
        QCOMPARE(edited.size(), 1);
        QVERIFY(edited.at(0).at(0).toString().startsWith(u'x'));
    }

    void keysOfTheEditor()
    {
        PolicyBench bench(m_theme, m_clock);
        bench.show(sampleState(samplePolicy("0.05"), samplePolicy("0.85")));
        QSignalSpy apply(bench.view.get(), &PolicyView::applyRequested);
        QSignalSpy check(bench.view.get(), &PolicyView::checkRequested);
        QTest::keyClick(&bench.view->editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(apply.size(), 1);
        QTest::keyClick(&bench.view->editor(), Qt::Key_F8);
        int line = 0, column = 0;
        bench.view->editor().getCursorPosition(&line, &column);
        QCOMPARE(line, 4);
        QTest::keyClick(&bench.view->editor(), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(check.size(), 1);
    }

    void aConflictShowsBothTextsAndThreeWays()
    {
        PolicyBench bench(m_theme, m_clock);
        PolicyState state = sampleState(samplePolicy("0.05"), samplePolicy("0.1"));
        bench.show(state);
        state.conflict = PolicyConflict{state.live, state.draft, samplePolicy("0.15"), QStringLiteral("\"x\"")};
        bench.view->showState(&state);
        QVERIFY(bench.view->findChild<DiffView *>(QStringLiteral("conflictDiff"))->isVisible());
        QVERIFY(!bench.view->findChild<QPushButton *>(QStringLiteral("policyApply"))->isEnabled());
        keepPicture(*bench.view, QStringLiteral("policy-conflict"));
        QList<int> ways;
        connect(bench.view.get(), &PolicyView::wayChosen, this, [&ways](PolicyView::Way way) { ways.append(int(way)); });
        for (const char *name : {"conflictTheirs", "conflictMerge", "conflictMine"})
            bench.view->findChild<QPushButton *>(QLatin1StringView(name))->click();
        QCOMPARE(ways, (QList<int>{0, 1, 2}));
        QCOMPARE(bench.view->editor().text(), samplePolicy("0.1"));
    }

    void everyStateOfThePolicyPage()
    {
        PolicyBench bench(m_theme, m_clock);
        bench.view->showNotConfigured();
        QVERIFY(bench.view->findChild<EmptyState *>()->isVisible());
        bench.view->showListError(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("no")}, false);
        QCOMPARE(bench.view->findChild<EmptyState *>()->kind(), EmptyKind::NoRight);
        bench.show(sampleState(samplePolicy("0.05"), samplePolicy("0.05")));
        PolicyState state = sampleState(samplePolicy("0.05"), samplePolicy("0.05"));
        state.error = Error{.kind = ErrorKind::Network, .message = QStringLiteral("gone")};
        bench.view->showState(&state);
        QVERIFY(bench.view->findChild<ErrorBanner *>()->isVisible());
        QVERIFY(bench.view->editor().isVisible()); // what was read stays
    }

    void showsToolsPlanAndProof_data() { showsPolicyFindingsAndDifference_data(); }
    void showsToolsPlanAndProof()
    {
        QFETCH(int, theme);
        m_theme.apply(*qApp, ThemeId(theme));
        AllowBenchView bench(m_theme, m_clock);
        AllowServer server = sampleServer();
        bench.show(server);
        QCOMPARE(bench.tools.rowCount(), 5);
        QVERIFY(!bench.view->findChild<DiffView *>(QStringLiteral("allowPlan"))->isEmpty());
        keepPicture(*bench.view, QStringLiteral("allow-plan-%1").arg(theme));
        server.proof.phase = AllowProofState::Phase::Done;
        server.proof.subject = QStringLiteral("contoso");
        server.proof.rows = {{QStringLiteral("tools/list shows exactly the set"), {}, QStringLiteral("{}"), ProofRow::Verdict::Pass, QStringLiteral("2 tools, as allowed")},
                             {QStringLiteral("blocked tool delete_order"), {}, QStringLiteral("{\"result\":{}}"), ProofRow::Verdict::Fail, QStringLiteral("The call went through")}};
        bench.show(server);
        QVERIFY(bench.view->findChild<QTableView *>(QStringLiteral("allowProof"))->isVisible());
        keepPicture(*bench.view, QStringLiteral("allow-proof-%1").arg(theme));
        QVERIFY2(test::unnamedWidgets(*bench.view).isEmpty(), qPrintable(test::unnamedWidgets(*bench.view).join(QStringLiteral(", "))));
    }

    void decisionsByKeyboard()
    {
        AllowBenchView bench(m_theme, m_clock);
        bench.show(sampleServer());
        QList<std::pair<QStringList, int>> decided;
        connect(bench.view.get(), &AllowlistView::decided, this, [&decided](const QStringList &tools, ToolDecision decision) { decided.append({tools, int(decision)}); });
        bench.view->selectTool(QStringLiteral("refund_all"));
        auto *table = bench.view->findChild<QTableView *>(QStringLiteral("allowTools"));
        QTest::keyClick(table, Qt::Key_Plus);
        QTest::keyClick(table, Qt::Key_Minus);
        QTest::keyClick(table, Qt::Key_Space);
        QCOMPARE(decided.size(), 3);
        QCOMPARE(decided.at(0), (std::pair(QStringList{QStringLiteral("refund_all")}, int(ToolDecision::Allowed))));
        QCOMPARE(decided.at(1).second, int(ToolDecision::Denied));
        QCOMPARE(decided.at(2).second, int(ToolDecision::Allowed)); // undecided goes on to allowed
    }

    void everyStateOfTheAllowlistPage()
    {
        AllowBenchView bench(m_theme, m_clock);
        bench.view->showNotConfigured();
        QCOMPARE(bench.view->findChild<EmptyState *>()->kind(), EmptyKind::NotConfigured);
        bench.view->showListError(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("no")}, false, false);
        QCOMPARE(bench.view->findChild<EmptyState *>()->kind(), EmptyKind::NoRight);
        bench.view->showListError(std::nullopt, true, false);
        QCOMPARE(bench.view->findChild<EmptyState *>()->kind(), EmptyKind::NothingYet);
    }

    void hostileTextIsDrawnAsText()
    {
        DiffView diff(m_theme);
        diff.resize(400, 200);
        diff.setTexts({}, QStringLiteral("<b>x</b>\u202E\u0007\n") + QString(100000, u'y'));
        diff.show();
        QVERIFY(!diff.grab().isNull());
        diff.setSideBySide(true);
        QVERIFY(!diff.grab().isNull());
        QVERIFY(!diff.isEmpty());
    }

private:
    struct PolicyBench {
        PolicyBench(const Theme &theme, const Clock &clock)
            : view(std::make_unique<PolicyView>(PolicyView::Models{scopes, findings, versions}, theme, clock))
        {
            view->resize(1180, 720);
            view->show();
        }
        void show(const PolicyState &state)
        {
            scopes.setRows({state});
            findings.setRows(state.findings);
            view->showListError(std::nullopt, true);
            view->showState(&state);
        }
        PolicyScopeModel scopes;
        PolicyFindingModel findings;
        PolicyVersionModel versions;
        std::unique_ptr<PolicyView> view;
    };
    struct AllowBenchView {
        AllowBenchView(const Theme &theme, const Clock &clock)
            : view(std::make_unique<AllowlistView>(AllowlistView::Models{servers, tools, proof}, theme, clock))
        {
            view->resize(1180, 720);
            view->setSubjects({QStringLiteral("contoso"), QStringLiteral("fabrikam")});
            view->show();
        }
        void show(const AllowServer &server)
        {
            servers.setRows({server});
            tools.setRows(server.tools);
            proof.setRows(server.proof.rows);
            view->showListError(std::nullopt, true, true);
            view->showServer(&server);
        }
        AllowServerModel servers;
        AllowToolModel tools;
        ProofModel proof;
        std::unique_ptr<AllowlistView> view;
    };

    Theme m_theme;
    test::ManualClock m_clock;
};

QD_TEST_MAIN(QApplication, TestPolicyViews)
#include "tst_policyviews.moc"
