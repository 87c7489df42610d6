#include "consolefixture.h"
#include "dataresources.h"
#include "detail/detailview.h"
#include "shell/bannerarea.h"
#include "shell/commandpalette.h"
#include "shell/pagestack.h"
#include "shell/shortcutsheet.h"
#include "shell/timerangeedit.h"
#include "testmain.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QTest>
#include <QTextBrowser>

using namespace qd;
using namespace Qt::StringLiterals;
using qd::test::ConsoleFixture;
using qd::test::labDeadline;
using qd::test::soon;

/// One console on one lab, used the way an operator would, by keyboard; the tests are one story, in order.
class TestConsole : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void cleanupTestCase() { m_console.reset(); }

    void firstFrameStandsBeforeTheLab();
    void tilesAppear();
    void shortcutsDoNotShadowOneAnother();
    void everyControlHasAName();
    void detailAndBackByKeyboard();
    void paletteOpensAnSlo();
    void sheetOpensOnQuestionMark();
    void guideOpensOnF1();
    void freezeKeepsPolling();
    void malformedRangeIsRefused();
    void rangeFromThePalette();
    void absoluteRangeStopsLive();
    void themesSwitch();
    void killedLabLeavesStaleTiles();
    void restartedLabRecovers();

private:
    QWidget *focus() const { return QApplication::focusWidget(); }
    QImage picture() { return m_console->window().grab().toImage(); }
    void keep(const char *name) { test::keepPicture(name, m_console->window()); }

    std::unique_ptr<ConsoleFixture> m_console;
};

void TestConsole::initTestCase()
{
    initDataResources();
    m_console = std::make_unique<ConsoleFixture>(test::quickOptions(u"bad-prompt"_s));
}

void TestConsole::firstFrameStandsBeforeTheLab()
{
    QVERIFY(!m_console->app().lab()->info().has_value());
    QCOMPARE(m_console->app().workspace().tiles.size(), 8);
    QCOMPARE(m_console->tile("task-success").state, TileState::Loading);
    QVERIFY(m_console->pill().startsWith(u"CONNECTING"_s));
    QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
    keep("first");
}

void TestConsole::tilesAppear()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_console->hasNumbers(), labDeadline);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->tile("task-success").state, TileState::Critical, soon);
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->pill().startsWith(u"LIVE"_s), qPrintable(m_console->pill()), soon);
    QVERIFY(m_console->window().banners().shown().isEmpty());
}

void TestConsole::shortcutsDoNotShadowOneAnother()
{
    QCOMPARE(m_console->app().workspace().commands.conflicts(), QStringList());
    QVERIFY(m_console->app().workspace().commands.commands().size() > 20);
}

void TestConsole::everyControlHasAName()
{
    for (const QWidget *widget : m_console->window().findChildren<QWidget *>()) {
        const bool isInteractive = widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith(u"qt_"_s)
            && !widget->focusProxy() && widget->isVisible();
        if (isInteractive)
            QVERIFY2(!widget->accessibleName().isEmpty() || widget->property("text").toString().size() > 0,
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u" "_s + widget->objectName()));
    }
}

void TestConsole::detailAndBackByKeyboard()
{
    QTest::keyClick(focus(), Qt::Key_G);
    QTest::keyClick(focus(), Qt::Key_H);
    auto *wall = m_console->window().findChild<QListView *>(u"tileWall"_s);
    QVERIFY(wall);
    wall->setFocus();
    QTest::keyClick(wall, Qt::Key_Return);
    QCOMPARE(m_console->window().pages().currentPage(), PageId(u"detail"_s));
    auto *detail = m_console->window().findChild<DetailView *>();
    QVERIFY(!detail->id().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(m_console->app().workspace().detail.detail().state, SloDetail::State::Ready, soon);
    QVERIFY(!m_console->app().workspace().detail.detail().series.empty());
    keep("detail");
    QTest::keyClick(focus(), Qt::Key_Escape);
    QCOMPARE(m_console->window().pages().currentPage(), PageId(u"overview"_s));
    QCOMPARE(m_console->app().workspace().detail.detail().state, SloDetail::State::Closed);
}

void TestConsole::paletteOpensAnSlo()
{
    QTest::keyClick(focus(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_console->window().palette().isOpen());
    keep("palette");
    QTest::keyClicks(focus(), u"@grounded"_s);
    QTest::keyClick(focus(), Qt::Key_Return);
    QCOMPARE(m_console->window().findChild<DetailView *>()->id(), SloId(u"groundedness"_s));
    QVERIFY(m_console->window().pages().back());
}

void TestConsole::sheetOpensOnQuestionMark()
{
    QTest::keyClick(focus(), Qt::Key_Question);
    QVERIFY(m_console->window().sheet().isOpen());
    keep("sheet");
    QTest::keyClick(focus(), Qt::Key_Escape);
    QVERIFY(!m_console->window().sheet().isOpen());
}

void TestConsole::guideOpensOnF1()
{
    QTest::keyClick(focus(), Qt::Key_F1);
    QCOMPARE(m_console->window().pages().currentPage(), PageId(u"help"_s));
    auto *text = m_console->window().findChild<QTextBrowser *>(u"helpText"_s);
    QVERIFY(text->toPlainText().startsWith(u"Getting started"_s));
    keep("help");
    auto *topics = m_console->window().findChild<QListWidget *>(u"helpTopics"_s);
    for (int row = 0; row < topics->count(); ++row) {
        topics->setCurrentRow(row);
        QVERIFY(text->toPlainText().startsWith(topics->item(row)->text()));
    }
    QTest::keyClick(focus(), Qt::Key_Escape);
    QCOMPARE(m_console->window().pages().currentPage(), PageId(u"overview"_s));
}

void TestConsole::freezeKeepsPolling()
{
    SloStore &tiles = m_console->app().workspace().tiles;
    QTest::keyClick(focus(), Qt::Key_F, Qt::ShiftModifier);
    QVERIFY(tiles.isFrozen());
    const Instant asOf = m_console->tile("task-success").asOf;
    QTRY_VERIFY_WITH_TIMEOUT(tiles.waiting() > 1, soon);
    QCOMPARE(m_console->tile("task-success").asOf, asOf);
    keep("frozen");
    QVERIFY2(m_console->pill().startsWith(u"FROZEN ("_s), qPrintable(m_console->pill()));
    QTest::keyClick(focus(), Qt::Key_F, Qt::ShiftModifier);
    QVERIFY(!tiles.isFrozen());
    QVERIFY(m_console->tile("task-success").asOf > asOf);
}

void TestConsole::malformedRangeIsRefused()
{
    QTest::keyClick(focus(), Qt::Key_T);
    QTest::keyClick(focus(), Qt::Key_R);
    TimeRangeEdit &edit = m_console->window().topBar().range();
    QCOMPARE(focus(), &edit);
    const TimeRange before = m_console->app().account()->tiles().range();
    QTest::keyClicks(&edit, u"now-1q"_s);
    QTest::keyClick(&edit, Qt::Key_Return);
    QVERIFY(edit.problem().has_value());
    auto *place = m_console->window().findChild<QLabel *>(u"rangeCalloutPlace"_s);
    QVERIFY(place && place->isVisible() && place->text().contains(u"^"_s));
    QCOMPARE(m_console->app().account()->tiles().range(), before);
    keep("range");
    QTest::keyClick(&edit, Qt::Key_Escape);
    QVERIFY(!place->isVisible());
    QVERIFY(focus() != &edit);
}

void TestConsole::rangeFromThePalette()
{
    m_console->window().palette().openWith(u":now-3h"_s);
    QTest::keyClick(focus(), Qt::Key_Return);
    QCOMPARE(m_console->app().account()->tiles().range().text(), u"now-3h"_s);
    QCOMPARE(m_console->window().topBar().range().text(), u"now-3h → now"_s);
}

void TestConsole::absoluteRangeStopsLive()
{
    QTest::keyClick(focus(), Qt::Key_T);
    QTest::keyClick(focus(), Qt::Key_A);
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->pill().startsWith(u"ABSOLUTE"_s), qPrintable(m_console->pill()), soon);
    QVERIFY(m_console->window().banners().shown().contains(u"range.absolute"_s));
    keep("absolute");
    QTest::keyClick(focus(), Qt::Key_T);
    QTest::keyClick(focus(), Qt::Key_N);
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->pill().startsWith(u"LIVE"_s), qPrintable(m_console->pill()), soon);
    QVERIFY(m_console->window().banners().shown().isEmpty());
}

void TestConsole::themesSwitch()
{
    QVERIFY(m_console->trigger("theme.light"));
    QCOMPARE(m_console->app().workspace().theme.id(), ThemeId::Light);
    keep("light");
    // A place in the navigation rail: on the chart a line may pass.
    const QRgb light = picture().pixel(40, 400);
    QVERIFY(m_console->trigger("theme.high-contrast"));
    keep("contrast");
    const QRgb contrast = picture().pixel(40, 400);
    QVERIFY(qGray(light) > 200);
    QVERIFY(qGray(contrast) < 20);
    QVERIFY(m_console->trigger("theme.dark"));
    QCOMPARE(m_console->app().workspace().settings.value(keys::theme), u"dark"_s);
}

void TestConsole::killedLabLeavesStaleTiles()
{
    const auto value = m_console->tile("turn-latency").value;
    QVERIFY(value.has_value());
    m_console->killLab();
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->pill().startsWith(u"OFFLINE"_s), qPrintable(m_console->pill()), soon);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->tile("turn-latency").state, TileState::Stale, soon);
    keep("offline");
    QVERIFY(m_console->tile("turn-latency").value.has_value());
    QVERIFY(m_console->pill().contains(u"age"_s));
    QVERIFY(m_console->window().banners().shown().contains(u"lab"_s));
}

void TestConsole::restartedLabRecovers()
{
    const QUrl endpoint = m_console->app().lab()->info()->endpoint;
    QVERIFY(m_console->trigger("lab.start"));
    QTRY_VERIFY2_WITH_TIMEOUT(m_console->pill().startsWith(u"LIVE"_s), qPrintable(m_console->pill()), labDeadline);
    QCOMPARE(m_console->app().lab()->info()->endpoint, endpoint);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->tile("turn-latency").state != TileState::Stale, soon);
    QVERIFY(m_console->window().banners().shown().isEmpty());
}

QD_TEST_MAIN(QApplication, TestConsole)
#include "tst_console.moc"
