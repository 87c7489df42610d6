#include "incident/incidentstrip.h"
#include "incident/incidentview.h"
#include "incident/tilestrip.h"
#include "manualclock.h"
#include "namewalk.h"
#include "sampletiles.h"
#include "slostore.h"
#include "slotilemodel.h"
#include "testmain.h"
#include "tracefixtures.h"
#include "traces/filteredit.h"
#include "traces/spanpanel.h"
#include "traces/spantext.h"
#include "traces/tracepane.h"
#include "traces/tracesview.h"
#include "traces/waterfallview.h"
#include "tracetablemodel.h"
#include "widgets/emptystate.h"
#include "worstfirstproxy.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>

using namespace qd;
using namespace qd::test;

namespace {

std::shared_ptr<const Trace> shared(const std::vector<SpanSpec> &specs) { return std::make_shared<const Trace>(makeTrace(specs)); }

TraceSummary listed(const char *id, int secondsAgo)
{
    return {.id = TraceId(QString::fromLatin1(id)), .at = ManualClock::start - Seconds(secondsAgo), .root = QStringLiteral("POST /chat"), .spans = 4};
}

} // namespace

/// The traces page, the waterfall, the span panel and the incident page, as widgets.
class TestTraces : public QObject
{
    Q_OBJECT

    Theme m_theme;
    ManualClock m_clock;

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void keysMoveThroughTheWaterfall()
    {
        WaterfallView view(m_theme);
        view.resize(900, 400);
        view.setTrace(shared(sampleTask()));
        view.selectSpan(0);
        QSignalSpy current(&view, &WaterfallView::currentChanged);
        for (const Qt::Key key : {Qt::Key_J, Qt::Key_F, Qt::Key_Down})
            QTest::keyClick(&view, key);
        QCOMPARE(view.currentSpan(), 3);
        for (const Qt::Key key : {Qt::Key_K, Qt::Key_B})
            QTest::keyClick(&view, key);
        QCOMPARE(view.currentSpan(), 1);
        QCOMPARE(current.size(), 5);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentSpan(), 8);
        QTest::keyClick(&view, Qt::Key_J); // stays at the end
        QCOMPARE(view.currentSpan(), 8);
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("chat gpt-4o, model")));
        QSignalSpy activated(&view, &WaterfallView::activated);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
    }

    void errorsAreFoundAlsoWhenHidden()
    {
        WaterfallView view(m_theme);
        view.resize(900, 400);
        view.setTrace(shared(sampleTask()));
        view.selectSpan(1);
        QTest::keyClick(&view, Qt::Key_Left); // collapse the agent
        QCOMPARE(view.rows().count(), 2);
        QVERIFY(view.selectNextError(true));
        QCOMPARE(view.currentSpan(), 4);
        QCOMPARE(view.rows().count(), 9); // revealed
        QVERIFY(view.selectNextError(false));
        QCOMPARE(view.currentSpan(), 6); // round the end
        view.setTrace(shared({{"r", "", "root", 0, 1}}));
        QVERIFY(!view.selectNextError(true));
    }

    void collapseAndExpand()
    {
        WaterfallView view(m_theme);
        view.resize(900, 400);
        view.setTrace(shared(sampleTask()));
        view.selectSpan(6);
        QTest::keyClick(&view, Qt::Key_BracketRight);
        QCOMPARE(view.rows().count(), 7);
        QCOMPARE(view.currentSpan(), 4); // the row that hides it
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.rows().count(), 8);
        QTest::keyClick(&view, Qt::Key_BracketLeft);
        QCOMPARE(view.rows().count(), 9);
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_Left); // a collapsed one leads up
        QCOMPARE(view.currentSpan(), 1);
    }

    void zoomAndPan()
    {
        WaterfallView view(m_theme);
        view.resize(900, 400);
        view.setTrace(shared(sampleTask()));
        view.selectSpan(8);
        QVERIFY(view.scale().isWhole());
        QTest::keyClick(&view, Qt::Key_W);
        QVERIFY(view.scale().length() < view.scale().total());
        const qreal from = view.scale().from();
        QVERIFY(from > 0);
        QTest::keyClick(&view, Qt::Key_A);
        QVERIFY(view.scale().from() < from);
        QTest::keyClick(&view, Qt::Key_S);
        QVERIFY(view.scale().isWhole());
        for (int i = 0; i < 200; ++i)
            QTest::keyClick(&view, Qt::Key_W);
        QVERIFY(view.scale().length() >= TimeScale::shortestView - 1);
        view.grab(); // huge coordinates do not hurt
        QTest::keyClick(&view, Qt::Key_0);
        QVERIFY(view.scale().isWhole());
    }

    void lettersOfTheWindowPassThrough()
    {
        WaterfallView view(m_theme);
        view.setTrace(shared(sampleTask()));
        for (const Qt::Key key : {Qt::Key_N, Qt::Key_E, Qt::Key_G, Qt::Key_R}) {
            QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, QString(QChar(u'x')));
            QCoreApplication::sendEvent(&view, &event);
            QVERIFY(!event.isAccepted());
        }
    }

    void failuresHaveOutlineAndOctagon()
    {
        WaterfallView view(m_theme);
        view.resize(900, 300);
        view.setAttribute(Qt::WA_DontShowOnScreen);
        view.setTrace(shared({{"r", "", "root", 0, 100}, {"a", "r", "ok", 10, 30}}));
        const QColor crit = m_theme.tokens().status(StatusTone::Crit).fill;
        QCOMPARE(countPixels(view, crit), 0);
        view.setTrace(shared({{"r", "", "root", 0, 100}, {"a", "r", "bad", 10, 30, true}}));
        QVERIFY(countPixels(view, crit) > 100);
    }

    void fiftyThousandSpansAndHostileNames()
    {
        TraceRows rows;
        for (int i = 0; i < 50000; ++i) {
            Span span = makeSpan({"", "", "<b>\u202e\x07 name", double(i % 900), 40, i % 50 == 0});
            span.id = SpanId(QString::number(i));
            span.parentId = i == 0 ? SpanId() : SpanId(QString::number(i - 1)); // as deep as it gets
            rows.spans.push_back(span);
        }
        WaterfallView view(m_theme);
        view.resize(900, 500);
        view.setTrace(std::make_shared<const Trace>(Trace::build({}, std::move(rows))));
        QCOMPARE(view.rows().count(), 50000);
        view.selectSpan(49999);
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        QVERIFY(!view.grab().isNull());
        QTest::keyClick(&view, Qt::Key_BracketRight);
        QVERIFY(view.rows().count() < 5);
    }

    void panelShowsWhatTheSpanIs()
    {
        std::vector<SpanSpec> specs = sampleTask();
        specs[4].attributes.append(attribute("gen_ai.tool.call.arguments", "{\"order\":\"<b>1</b>\"}"));
        specs[4].attributes.append(attribute("mcp.server.name", "orders-srv"));
        const auto trace = shared(specs);
        SpanPanel panel(m_theme);
        panel.setSpan(trace, 6); // the server's side of the call
        QCOMPARE(panel.tab(), SpanPanel::Tab::ToolIo);
        QVERIFY(panel.findChild<QPlainTextEdit *>(QStringLiteral("spanToolBody"))->toPlainText().contains(QStringLiteral("\"order\": \"<b>1</b>\"")));
        QSignalSpy replay(&panel, &SpanPanel::replayRequested);
        panel.findChild<QPushButton *>(QStringLiteral("spanReplay"))->click();
        QCOMPARE(replay.size(), 1);
        QCOMPARE(replay[0], QVariantList({QStringLiteral("orders-srv"), QStringLiteral("search_orders"), QStringLiteral("{\"order\":\"<b>1</b>\"}")}));
        panel.setSpan(trace, 1);
        QVERIFY(!panel.canReplay());
        QVERIFY(!panel.findChild<QPushButton *>(QStringLiteral("spanReplay"))->isEnabled());
        panel.replay();
        QCOMPARE(replay.size(), 1);
        QSignalSpy query(&panel, &SpanPanel::queryRequested);
        panel.findChild<QPushButton *>(QStringLiteral("spanOpenQuery"))->click();
        QCOMPARE(query.size(), 1);
        panel.findChild<QPushButton *>(QStringLiteral("spanCopyId"))->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), trace->id().value);
        panel.setTab(SpanPanel::Tab::Raw);
        panel.setSpan(trace, 2); // a chosen tab stays
        QCOMPARE(panel.tab(), SpanPanel::Tab::Raw);
        QVERIFY(panel.findChild<QPlainTextEdit *>(QStringLiteral("spanRaw"))->toPlainText().contains(QStringLiteral("name: chat gpt-4o")));
        panel.setSpan(trace, -1);
        QVERIFY(unnamedWidgets(panel).isEmpty());
    }

    void aMegabyteAttributeIsCut()
    {
        TraceRows rows{.spans = {makeSpan({"r", "", "root", 0, 1})}};
        rows.spans[0].attributes = {{QStringLiteral("a\u202e"), QString(1 << 20, QLatin1Char('x'))}};
        const Trace trace = Trace::build({}, rows);
        QVERIFY(spantext::attributes(trace, 0).size() < 30000);
        QVERIFY(spantext::raw(trace, 0).size() < 30000);
        QVERIFY(spantext::attributes(trace, 0).contains(QStringLiteral("a\uFFFD = xxx")));
        QVERIFY(spantext::messages(trace, 0).isEmpty());
        QVERIFY(spantext::toolBody(trace, 0).isEmpty());
    }

    void filterTellsItsMistakes()
    {
        FilterEdit edit(m_theme, [](const QString &text) -> std::optional<Error> {
            if (!text.contains(QLatin1Char('!')))
                return std::nullopt;
            return Error{.message = QStringLiteral("no !"), .position = TextPosition{1, 1, text.indexOf(QLatin1Char('!'))}};
        });
        edit.resize(400, 28);
        edit.show();
        QSignalSpy asked(&edit, &FilterEdit::filterRequested);
        QSignalSpy problem(&edit, &FilterEdit::problemChanged);
        QTest::keyClicks(&edit, QStringLiteral("err !"));
        QCOMPARE(problem.last()[0].toString(), QStringLiteral("no !"));
        QVERIFY(countPixels(edit, m_theme.tokens().status(StatusTone::Crit).fill, 40) > 3);
        QTest::keyClick(&edit, Qt::Key_Return);
        QVERIFY(asked.isEmpty());
        QCOMPARE(edit.cursorPosition(), 4);
        QTest::keyClick(&edit, Qt::Key_Delete);
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QVERIFY(!edit.problem());
        QCOMPARE(edit.history(), QStringList({QStringLiteral("err ")}));
        QTest::keyClicks(&edit, QStringLiteral("more"));
        QTest::keyClick(&edit, Qt::Key_Escape);
        QCOMPARE(edit.text(), QStringLiteral("err "));
    }

    void listOpensFiltersAndGoesBack()
    {
        TraceListStore list;
        TraceStore trace;
        TraceTableModel model(list);
        TracesView view({list, model, trace}, m_theme, m_clock);
        view.resize(1200, 700);
        view.show();
        QVERIFY(unnamedWidgets(view).isEmpty());
        list.begin({});
        QVERIFY(view.property("busy").toBool());
        list.apply({listed("a", 1), listed("b", 2), listed("c", 3)}, true, m_clock.now());
        QVERIFY(!view.property("busy").toBool());
        QVERIFY(view.findChild<QLabel *>(QStringLiteral("tracesCaption"))->text().contains(QStringLiteral("newest 3")));
        auto *table = view.findChild<QTableView *>(QStringLiteral("traceTable"));
        table->selectRow(0);
        QSignalSpy opened(&view, &TracesView::openRequested);
        QTest::keyClick(table, Qt::Key_J);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].value<TraceId>().value, QStringLiteral("b"));
        trace.apply(shared(sampleTask()), 4, m_clock.now());
        view.showTrace();
        QCOMPARE(view.pane().waterfall().currentSpan(), 4);
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.showsTrace());
        view.showTrace(true); // from another page: Escape is not ours
        QKeyEvent escape(QEvent::ShortcutOverride, Qt::Key_Escape, Qt::NoModifier);
        escape.ignore();
        QCoreApplication::sendEvent(&view, &escape);
        QVERIFY(!escape.isAccepted());
        view.showList();
        list.begin(QStringLiteral("tool:x"));
        list.apply({}, false, m_clock.now());
        QCOMPARE(view.findChild<EmptyState *>()->kind(), EmptyKind::FilterHidesAll);
        list.begin({});
        list.fail({.kind = ErrorKind::Network, .message = QStringLiteral("gone")});
        QVERIFY(view.findChild<ErrorBanner *>(QStringLiteral("traceListError"))->isVisibleTo(&view));
    }

    void paneHasAStateForEverything()
    {
        TraceStore store;
        TracePane pane(store, m_theme);
        pane.resize(1200, 500);
        pane.show();
        const auto message = [&pane] { return pane.findChild<QLabel *>(QStringLiteral("traceMessageTitle"))->text(); };
        QCOMPARE(message(), QStringLiteral("No trace is open"));
        store.search(QStringLiteral("exemplar of Task success"));
        QVERIFY(pane.property("busy").toBool());
        store.notFound();
        QCOMPARE(message(), QStringLiteral("No trace shows it"));
        store.load(TraceId(QStringLiteral("t")), {});
        store.fail({.kind = ErrorKind::Network, .message = QStringLiteral("gone")});
        QVERIFY(pane.findChild<ErrorBanner *>()->isVisibleTo(&pane));
        store.apply(shared({{"b", "gone", "orphan", 0, 10}}), 1, m_clock.now());
        QVERIFY(pane.waterfall().isVisibleTo(&pane));
        QVERIFY(pane.findChild<QLabel *>(QStringLiteral("traceNotice"))->text().contains(QStringLiteral("missing")));
        store.load(TraceId(QStringLiteral("other")), {});
        QVERIFY(pane.waterfall().isVisibleTo(&pane)); // the last one stays
        store.close();
        QCOMPARE(message(), QStringLiteral("No trace is open"));
    }

    void incidentHasTilesTraceAndTime()
    {
        SloStore tiles;
        tiles.apply(sampleIncident());
        SloTileModel model(tiles);
        WorstFirstProxy worst;
        worst.setSourceModel(&model);
        TraceStore trace;
        IncidentView view({worst, trace}, m_theme, m_clock);
        view.resize(1340, 780);
        view.show();
        QVERIFY(unnamedWidgets(view).isEmpty());
        auto *strip = view.findChild<TileStrip *>();
        QCOMPARE(strip->shownTiles(), 6);
        QSignalSpy asked(&view, &IncidentView::exemplarRequested);
        strip->setFocus();
        strip->setCurrent(SloId(worst.index(0, 0).data(SloTileModel::IdRole).toString()));
        QTest::keyClick(strip, Qt::Key_Right);
        QTest::keyClick(strip, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<SloId>().value, worst.index(1, 0).data(SloTileModel::IdRole).toString());
        view.setChanges({{.id = ChangeId(QStringLiteral("c")), .at = m_clock.now() - std::chrono::minutes(20), .kind = ChangeKind::PromptVersion,
                          .title = QStringLiteral("order-desk-v14\u202e")},
                         {.id = ChangeId(QStringLiteral("old")), .at = m_clock.now() - std::chrono::hours(90), .title = QStringLiteral("long ago")}});
        auto *time = view.findChild<IncidentStrip *>();
        const QList<IncidentStrip::Mark> marks = time->marks();
        QVERIFY(std::ranges::any_of(marks, [](const auto &mark) { return mark.text.startsWith(QStringLiteral("order-desk-v14")); }));
        QVERIFY(std::ranges::none_of(marks, [](const auto &mark) { return mark.text == QStringLiteral("long ago"); }));
        QVERIFY(!time->accessibleDescription().contains(QChar(0x202e)));
        QVERIFY(!view.grab().isNull());
    }

    void burnStartsAtTheFirstOfTheBadPoints()
    {
        SloTile tile = sampleTile(QStringLiteral("task-success"), TileState::Critical);
        const auto point = [](int minute, std::optional<double> value) { return SliPoint{ManualClock::start + std::chrono::minutes(minute), value, 10}; };
        tile.series = {point(0, 0.5), point(1, 0.999), point(2, 0.8), point(3, std::nullopt), point(4, 0.7)};
        QCOMPARE(missedSince(tile), std::optional(ManualClock::start + std::chrono::minutes(2)));
        tile.series.push_back(point(5, 1.0));
        QVERIFY(!missedSince(tile));
        tile.series.clear();
        QVERIFY(!missedSince(tile));
    }
};

QD_TEST_MAIN(QApplication, TestTraces)
#include "tst_traces.moc"
