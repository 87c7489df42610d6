#include "manualclock.h"
#include "shell/bannerarea.h"
#include "shell/livepill.h"
#include "shell/navigationrail.h"
#include "shell/pagestack.h"
#include "shell/rangecallout.h"
#include "shell/rangehistory.h"
#include "shell/statusitem.h"
#include "shell/statusstrip.h"
#include "shell/timerangeedit.h"
#include "shell/topbar.h"
#include "testmain.h"
#include "theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace qd;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct RangeFixture {
    Theme theme;
    QWidget window;
    TimeRangeEdit *edit = nullptr;

    RangeFixture()
    {
        window.resize(900, 400);
        edit = new TimeRangeEdit(theme, &window);
        window.show();
        (void)QTest::qWaitForWindowActive(&window);
        edit->setFocus();
    }
    void type(const QString &text)
    {
        edit->clear();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
};

SourceHealth source(const QString &name, SourceState state)
{
    SourceHealth health;
    health.name = name;
    health.state = state;
    return health;
}

} // namespace

class TestShellBars : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void liveWords_data();
    void liveWords();
    void pillNeverShrinks();
    void rangeIsShown_data();
    void rangeIsShown();
    void rangeIsRequested();
    void malformedRangeIsKeptAndMarked();
    void escapeTakesTypingBack();
    void historyKeepsOneOfEach();
    void marksThePlace_data();
    void marksThePlace();
    void pagesGoBack();
    void lazyPageIsMadeOnce();
    void railFollowsThePage();
    void railShrinksToItsIcons();
    void bannersReplaceAndDismiss();
    void bannersAreBounded();
    void sourceIsDescribed_data();
    void sourceIsDescribed();
    void stripShowsTroubleFirst();
    void everyControlHasAName();
};

void TestShellBars::liveWords_data()
{
    QTest::addColumn<LiveStatus>("status");
    QTest::addColumn<QString>("words");
    using Mode = LiveStatus::Mode;
    QTest::newRow("connecting") << LiveStatus{} << u"CONNECTING"_s;
    QTest::newRow("live") << LiveStatus{.mode = Mode::Live, .age = 4s, .lag = 130s}
                          << u"LIVE 10\u2009s · fresh 4\u2009s · lag 2m10s"_s;
    QTest::newRow("late") << LiveStatus{.mode = Mode::Live, .age = 21s} << u"LIVE 10\u2009s · age 21\u2009s"_s;
    QTest::newRow("frozen") << LiveStatus{.mode = Mode::Frozen, .waiting = 3, .age = 30s}
                            << u"FROZEN (3 waiting) · fresh 30\u2009s"_s;
    QTest::newRow("catching up") << LiveStatus{.mode = Mode::CatchingUp} << u"CATCHING UP"_s;
    QTest::newRow("offline") << LiveStatus{.mode = Mode::Offline, .age = 660s} << u"OFFLINE · age 11\u2009m"_s;
    QTest::newRow("absolute") << LiveStatus{.mode = Mode::Absolute} << u"ABSOLUTE, not live"_s;
}

void TestShellBars::liveWords()
{
    QFETCH(LiveStatus, status);
    QFETCH(QString, words);
    QCOMPARE(liveStatusText(status), words);
    Theme theme;
    LivePill pill(theme);
    pill.setStatus(status);
    QCOMPARE(pill.accessibleName(), words);
}

void TestShellBars::pillNeverShrinks()
{
    Theme theme;
    LivePill pill(theme);
    pill.setStatus({.mode = LiveStatus::Mode::Frozen, .waiting = 12345, .age = 50s, .lag = 130s});
    const int wide = pill.sizeHint().width();
    pill.setStatus({.mode = LiveStatus::Mode::Live, .age = 1s});
    QCOMPARE(pill.sizeHint().width(), wide);
}

void TestShellBars::rangeIsShown_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("reach");
    QTest::newRow("relative") << u"now-1h"_s << u"now-1h → now"_s << u"last 1 h"_s;
    QTest::newRow("two ends") << u"now-1h to now-30m"_s << u"now-1h → now-30m"_s << u"now-1h → now-30m"_s;
    QTest::newRow("bare") << u"90m"_s << u"now-90m → now"_s << u"last 90 m"_s;
    QTest::newRow("rounded") << u"now/d"_s << u"now/d → now"_s << u"now/d → now"_s;
}

void TestShellBars::rangeIsShown()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QFETCH(QString, reach);
    QCOMPARE(shownRange(text), shown);
    QCOMPARE(reachOfRange(text), reach);
}

void TestShellBars::rangeIsRequested()
{
    RangeFixture f;
    QSignalSpy requested(f.edit, &TimeRangeEdit::rangeRequested);
    QSignalSpy left(f.edit, &TimeRangeEdit::left);
    f.type(u"now-3h"_s);
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested.first().first().value<TimeRange>().text(), u"now-3h"_s);
    QCOMPARE(left.count(), 1);
}

void TestShellBars::malformedRangeIsKeptAndMarked()
{
    RangeFixture f;
    QSignalSpy requested(f.edit, &TimeRangeEdit::rangeRequested);
    f.type(u"now-1q"_s);
    QCOMPARE(requested.count(), 0);
    QCOMPARE(f.edit->text(), u"now-1q"_s);
    QVERIFY(f.edit->problem().has_value());
    QVERIFY(f.edit->problem()->position.has_value());
    auto *place = f.window.findChild<QLabel *>(u"rangeCalloutPlace"_s);
    QVERIFY(place && place->isVisible());
    QVERIFY2(place->text().startsWith(u"now-1q\n"_s), qPrintable(place->text()));
    QTest::keyClicks(f.edit, u"x"_s); // typing goes on: the complaint goes away
    QVERIFY(!place->isVisible());
}

void TestShellBars::escapeTakesTypingBack()
{
    RangeFixture f;
    f.edit->setRange(*TimeRange::parse(u"now-6h"_s));
    f.edit->clear();
    QTest::keyClicks(f.edit, u"rubbish"_s);
    QTest::keyClick(f.edit, Qt::Key_Escape);
    QCOMPARE(f.edit->text(), u"now-6h → now"_s);
    QVERIFY(!f.edit->problem().has_value());
}

void TestShellBars::historyKeepsOneOfEach()
{
    QStringList history;
    for (int i = 0; i < 30; ++i)
        history = withRange(history, u"now-%1h"_s.arg(i));
    QCOMPARE(history.size(), 20);
    history = withRange(history, u"now-25h"_s);
    QCOMPARE(history.size(), 20);
    QCOMPARE(history.first(), u"now-25h"_s);
    QCOMPARE(history.count(u"now-25h"_s), 1);
}

void TestShellBars::marksThePlace_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<QString>("marked");
    QTest::newRow("middle") << u"now-1q"_s << qsizetype(5) << u"now-1q\n     ^"_s;
    QTest::newRow("behind the end") << u"now-"_s << qsizetype(4) << u"now-\n    ^"_s;
    QTest::newRow("out of bounds") << u"x"_s << qsizetype(99) << u"x\n ^"_s;
    QTest::newRow("long text is cut") << u"a"_s.repeated(100) << qsizetype(50) << u"a"_s.repeated(40) + u"\n"_s + u" "_s.repeated(20) + u"^"_s;
}

void TestShellBars::marksThePlace()
{
    QFETCH(QString, typed);
    QFETCH(qsizetype, offset);
    QFETCH(QString, marked);
    Error error;
    error.position = TextPosition{1, static_cast<int>(offset) + 1, offset};
    QCOMPARE(markedPlace(typed, error), marked);
}

void TestShellBars::pagesGoBack()
{
    PageStack pages;
    pages.addPage(PageId(u"a"_s), new QWidget);
    pages.addPage(PageId(u"b"_s), new QWidget);
    QSignalSpy changed(&pages, &PageStack::pageChanged);
    QCOMPARE(pages.currentPage(), PageId(u"a"_s));
    QVERIFY(!pages.back());
    pages.open(PageId(u"b"_s));
    QVERIFY(pages.canGoBack());
    pages.open(PageId(u"b"_s));
    pages.open(PageId(u"unknown"_s));
    QCOMPARE(changed.count(), 1);
    QVERIFY(pages.back());
    QCOMPARE(pages.currentPage(), PageId(u"a"_s));
    QVERIFY(!pages.canGoBack());
}

void TestShellBars::lazyPageIsMadeOnce()
{
    PageStack pages;
    pages.addPage(PageId(u"first"_s), new QWidget);
    int made = 0;
    pages.addLazyPage(PageId(u"second"_s), [&made] {
        ++made;
        return new QWidget;
    });
    QCOMPARE(made, 0);
    pages.open(PageId(u"second"_s));
    QCOMPARE(pages.currentPage(), PageId(u"second"_s));
    QVERIFY(pages.back());
    pages.open(PageId(u"second"_s));
    QCOMPARE(made, 1);
    QCOMPARE(pages.count(), 2);
    pages.open(PageId(u"nowhere"_s));
    QCOMPARE(pages.currentPage(), PageId(u"second"_s));
}

void TestShellBars::railShrinksToItsIcons()
{
    const Theme theme;
    NavigationRail rail(theme);
    for (int i = 0; i < 12; ++i)
        rail.addDestination(PageId(QString::number(i)), u"layout-dashboard"_s, u"Page %1"_s.arg(i));
    rail.resize(NavigationRail::columnWidth, 900);
    rail.show();
    auto *button = rail.findChild<QAbstractButton *>(u"rail.0"_s);
    QCOMPARE(button->sizeHint().height(), 58);
    rail.resize(NavigationRail::columnWidth, 480);
    QVERIFY(button->sizeHint().height() < 40);
    QVERIFY(rail.minimumSizeHint().height() <= 480);
    QCOMPARE(button->toolTip(), u"Page 0"_s);
}

void TestShellBars::railFollowsThePage()
{
    Theme theme;
    NavigationRail rail(theme);
    rail.addDestination(PageId(u"overview"_s), u"layout-dashboard"_s, u"Overview"_s);
    QSignalSpy requested(&rail, &NavigationRail::pageRequested);
    auto *button = rail.findChild<QAbstractButton *>(u"rail.overview"_s);
    QVERIFY(button);
    rail.setCurrent(PageId(u"detail"_s));
    QVERIFY(!button->isChecked());
    rail.setCurrent(PageId(u"overview"_s));
    QVERIFY(button->isChecked());
    button->click();
    QCOMPARE(requested.count(), 1);
}

void TestShellBars::bannersReplaceAndDismiss()
{
    Theme theme;
    BannerArea area(theme);
    area.showBanner({u"lab"_s, StatusTone::Crit, u"The lab ended"_s, u"exit code 1"_s});
    area.showBanner({u"lab"_s, StatusTone::Warn, u"The lab starts again"_s, {}});
    QCOMPARE(area.shown(), QStringList{u"lab"_s});
    QCOMPARE(area.findChild<QLabel *>(u"bannerTitle"_s)->text(), u"The lab starts again"_s);
    QCOMPARE(area.findChild<QLabel *>(u"bannerTitle"_s)->textFormat(), Qt::PlainText);
    area.findChild<QAbstractButton *>(u"bannerDismiss"_s)->click();
    QVERIFY(area.shown().isEmpty());
    QVERIFY(area.isHidden());
}

void TestShellBars::bannersAreBounded()
{
    Theme theme;
    BannerArea area(theme);
    for (int i = 0; i < 6; ++i)
        area.showBanner({QString::number(i), StatusTone::Info, u"message"_s, {}});
    QCOMPARE(area.shown(), QStringList({u"2"_s, u"3"_s, u"4"_s, u"5"_s}));
}

void TestShellBars::sourceIsDescribed_data()
{
    QTest::addColumn<SourceHealth>("health");
    QTest::addColumn<QString>("words");
    const Instant now = test::ManualClock::start;
    SourceHealth ok = source(u"App Insights"_s, SourceState::Ok);
    ok.latency = 42ms;
    ok.ingestionLag = 130s;
    QTest::newRow("ok") << ok << u"App Insights ok · 42\u2009ms (lag 2m10s)"_s;
    SourceHealth gone = source(u"App Insights"_s, SourceState::Unreachable);
    gone.nextRetry = now + 8s;
    QTest::newRow("gone") << gone << u"App Insights unreachable, retry in 8\u2009s"_s;
    gone.nextRetry = now - 1s;
    QTest::newRow("retry is due") << gone << u"App Insights unreachable"_s;
}

void TestShellBars::sourceIsDescribed()
{
    QFETCH(SourceHealth, health);
    QFETCH(QString, words);
    QCOMPARE(sourceWords(health, test::ManualClock::start), words);
}

void TestShellBars::stripShowsTroubleFirst()
{
    Theme theme;
    StatusStrip strip(theme);
    QList<SourceHealth> sources;
    for (int i = 0; i < 6; ++i)
        sources.append(source(u"s%1"_s.arg(i), i == 5 ? SourceState::Error : SourceState::Ok));
    sources[0].runningQueries = 2;
    sources[1].runningQueries = 1;
    strip.setSources(sources, test::ManualClock::start);
    QCOMPARE(strip.findChild<StatusItem *>(u"statusItem"_s)->words(), u"s5 error"_s);
    QCOMPARE(strip.findChild<QLabel *>(u"moreSources"_s)->text(), u"and 2 more"_s);
    QCOMPARE(strip.findChild<QLabel *>(u"runningQueries"_s)->text(), u"3 queries running"_s);
    strip.setSources({sources[1]}, test::ManualClock::start);
    QVERIFY(strip.findChild<QLabel *>(u"moreSources"_s)->isHidden());
    QCOMPARE(strip.findChild<QLabel *>(u"runningQueries"_s)->text(), u"1 query running"_s);
}

void TestShellBars::everyControlHasAName()
{
    Theme theme;
    TopBar bar(theme);
    NavigationRail rail(theme);
    rail.addDestination(PageId(u"overview"_s), u"layout-dashboard"_s, u"Overview"_s);
    for (const QWidget *root : {static_cast<QWidget *>(&bar), static_cast<QWidget *>(&rail)})
        for (const QWidget *widget : root->findChildren<QWidget *>())
            if (widget->focusPolicy() != Qt::NoFocus)
                QVERIFY2(!widget->accessibleName().isEmpty() && !widget->objectName().isEmpty(),
                         widget->metaObject()->className());
}

QD_TEST_MAIN(QApplication, TestShellBars)
#include "tst_shell_bars.moc"
