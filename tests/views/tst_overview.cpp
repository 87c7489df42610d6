#include "namewalk.h"
#include "sampletiles.h"

#include "manualclock.h"
#include "overview/overviewview.h"
#include "overview/statesummary.h"
#include "overview/tilepainter.h"
#include "overview/tilepanel.h"
#include "overview/tilewall.h"
#include "slotilemodel.h"
#include "testmain.h"
#include "widgets/errorbanner.h"
#include "widgets/progressline.h"
#include "widgets/statusglyph.h"
#include "worstfirstproxy.h"

#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>

using namespace qd;
using std::chrono::minutes;

namespace {

QImage tileImage(const Theme &theme, const SloTile &tile, const TileOptions &options = {})
{
    QImage image(330, TilePainter::height, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.tokens().canvas);
    QPainter painter(&image);
    TilePainter(theme).paint(painter, image.rect(), tile, options);
    return image;
}

int pixelsOf(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour ? 1 : 0;
    }
    return count;
}

/// A wall with its model, as the console wires it.
struct Screen {
    explicit Screen(const Theme &theme, const QList<SloTile> &tiles = test::sampleIncident()) : model(store)
    {
        store.apply(tiles);
        proxy.setSourceModel(&model);
        view = std::make_unique<OverviewView>(proxy, theme, clock);
        QObject::connect(view.get(), &OverviewView::pointerOverWall, &proxy, &WorstFirstProxy::setHeld);
        view->resize(1440, 780);
        view->show();
    }
    [[nodiscard]] TileWall &wall() const { return *view->findChild<TileWall *>(QStringLiteral("tileWall")); }

    SloStore store;
    SloTileModel model;
    WorstFirstProxy proxy;
    test::ManualClock clock;
    std::unique_ptr<OverviewView> view;
};

} // namespace

class TestOverview final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void tilesShowTheirTone_data()
    {
        QTest::addColumn<ThemeId>("theme");
        QTest::addColumn<int>("state");
        for (const ThemeId theme : {ThemeId::Light, ThemeId::Dark, ThemeId::HighContrast}) {
            for (int state = 0; state <= static_cast<int>(TileState::Ok); ++state)
                QTest::addRow("%s %s", qPrintable(themeName(theme)), qPrintable(lookOf(static_cast<TileState>(state)).word)) << theme << state;
        }
    }
    void tilesShowTheirTone()
    {
        QFETCH(ThemeId, theme);
        QFETCH(int, state);
        m_theme.apply(*qApp, theme);
        const SloTile tile = test::sampleTile(QStringLiteral("task-success"), static_cast<TileState>(state));
        const QImage image = tileImage(m_theme, tile);
        const Tokens &tokens = m_theme.tokens();
        const StatusTone own = lookOf(tile.state).tone;
        // The edge alone is about 600 pixels, broken about 370.
        QVERIFY2(pixelsOf(image, tokens.status(own).fill) > 250, qPrintable(QString::number(pixelsOf(image, tokens.status(own).fill))));
        for (size_t other = 0; other < statusToneCount; ++other) {
            // In high contrast captions share the colour of unknown.
            const bool isShared = tokens.isHighContrast && static_cast<StatusTone>(other) == StatusTone::Unknown;
            if (static_cast<StatusTone>(other) != own && !isShared)
                QVERIFY(pixelsOf(image, tokens.statuses.at(other).fill) < 30);
        }
        // Words are in ink.
        QVERIFY(pixelsOf(image, tokens.text) > 60);
    }

    void everyStateLooksDifferent()
    {
        m_theme.apply(*qApp, ThemeId::Dark);
        QList<QImage> images;
        for (int state = 0; state <= static_cast<int>(TileState::Ok); ++state) {
            SloTile tile = test::sampleTile(QStringLiteral("task-success"), static_cast<TileState>(state));
            tile.sentence = QStringLiteral("same");
            const QImage image = tileImage(m_theme, tile);
            QVERIFY(!images.contains(image));
            images << image;
        }
    }

    void staleTilesAreHatched()
    {
        m_theme.apply(*qApp, ThemeId::Dark);
        SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Ok);
        const TileOptions fresh{.now = test::ManualClock::start, .refreshInterval = Seconds(10)};
        const QImage plain = tileImage(m_theme, tile, fresh);
        const int surface = pixelsOf(plain, m_theme.tokens().surface);
        tile.state = TileState::Stale;
        QVERIFY(pixelsOf(tileImage(m_theme, tile, fresh), m_theme.tokens().surface) < surface * 9 / 10);
    }

    void freshness_data()
    {
        QTest::addColumn<int>("age");
        QTest::addColumn<int>("expected");
        QTest::newRow("just now") << 0 << int(TilePainter::Freshness::Fresh);
        QTest::newRow("two intervals") << 20 << int(TilePainter::Freshness::Fresh);
        QTest::newRow("over two") << 21 << int(TilePainter::Freshness::Late);
        QTest::newRow("five") << 50 << int(TilePainter::Freshness::Late);
        QTest::newRow("over five") << 51 << int(TilePainter::Freshness::Old);
        QTest::newRow("clock went back") << -30 << int(TilePainter::Freshness::Fresh);
    }
    void freshness()
    {
        QFETCH(int, age);
        QFETCH(int, expected);
        SloTile tile;
        tile.asOf = test::ManualClock::start;
        const TileOptions options{.now = tile.asOf + Seconds(age), .refreshInterval = Seconds(10)};
        QCOMPARE(static_cast<int>(TilePainter::freshness(tile, options)), expected);
        QCOMPARE(TilePainter::freshness(SloTile(), options), TilePainter::Freshness::Fresh);
    }

    void lateTilesGetAnAmberAge()
    {
        m_theme.apply(*qApp, ThemeId::Dark);
        const SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Ok);
        const QColor warn = m_theme.tokens().status(StatusTone::Warn).fill;
        const TileOptions fresh{.now = tile.asOf + Seconds(4), .refreshInterval = Seconds(10)};
        const TileOptions late{.now = tile.asOf + Seconds(30), .refreshInterval = Seconds(10)};
        QCOMPARE(pixelsOf(tileImage(m_theme, tile, fresh), warn), 0);
        QVERIFY(pixelsOf(tileImage(m_theme, tile, late), warn) > 20);
    }

    void paintingIsCheap()
    {
        m_theme.apply(*qApp, ThemeId::Dark);
        const SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Critical);
        const TilePainter tilePainter(m_theme);
        QImage image(330, TilePainter::height, QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&image);
        tilePainter.paint(painter, image.rect(), tile, {});
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 200; ++i)
            tilePainter.paint(painter, image.rect(), tile, {});
        const double each = static_cast<double>(timer.nsecsElapsed()) / 200 / 1e6;
        qInfo("one tile %.3f ms", each);
        // Far from the usual half millisecond, so that only a mistake (fonts loaded per paint) fails here.
        QVERIFY(each < 10);
    }

    void gridIsEven_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("columns");
        QTest::newRow("1440") << 1440 << 4;
        QTest::newRow("2560") << 2560 << 8;
        QTest::newRow("1000") << 1000 << 4;
        QTest::newRow("800") << 800 << 3;
        QTest::newRow("560") << 560 << 2;
        QTest::newRow("300") << 300 << 1;
    }
    void gridIsEven()
    {
        QFETCH(int, width);
        QFETCH(int, columns);
        Screen screen(m_theme);
        screen.view->resize(width, 1400);
        QTRY_COMPARE(screen.wall().columns(), columns);
        const QRect first = screen.wall().visualRect(screen.proxy.index(0, 0));
        QVERIFY(first.width() >= tile::minWidth);
        // As many tiles in the first row as there are columns: the list and our arithmetic agree.
        QCOMPARE(screen.wall().visualRect(screen.proxy.index(columns - 1, 0)).top(), first.top());
        QVERIFY(columns == 8 || screen.wall().visualRect(screen.proxy.index(columns, 0)).top() > first.top());
    }

    void headlineCounts()
    {
        Screen screen(m_theme);
        const auto *summary = screen.view->findChild<StateSummary *>(QStringLiteral("stateSummary"));
        QCOMPARE(summary->text(), QStringLiteral("2 critical, 1 warning, 5 OK"));
        QVERIFY(!summary->isCompact());
        screen.store.apply({test::sampleTile(QStringLiteral("task-success"), TileState::Ok)});
        QCOMPARE(summary->text(), QStringLiteral("1 OK"));
        screen.store.apply(test::sampleTilesOfEveryState());
        QCOMPARE(summary->text(), QStringLiteral("1 critical, 1 warning, 1 query error, 1 no permission, 1 stale, "
                                                 "1 no data, 1 no traffic, 1 loading, 1 OK"));
        screen.view->resize(560, 700);
        QTRY_VERIFY(summary->isCompact());
    }

    void selectionFollowsTheWorstUntilChosen()
    {
        Screen screen(m_theme);
        QCOMPARE(screen.view->selectedTile(), SloId(QStringLiteral("task-success")));
        QList<SloTile> tiles = test::sampleIncident();
        tiles[0] = test::sampleTile(QStringLiteral("task-success"), TileState::Ok);
        screen.store.apply(tiles);
        QCOMPARE(screen.view->selectedTile(), SloId(QStringLiteral("tool-success")));
        QTest::keyClick(&screen.wall(), Qt::Key_Right);
        QCOMPARE(screen.view->selectedTile(), SloId(QStringLiteral("repair-retries")));
        screen.store.apply(test::sampleIncident());
        QCOMPARE(screen.view->selectedTile(), SloId(QStringLiteral("repair-retries")));
    }

    void keysMoveAndOpen_data()
    {
        QTest::addColumn<QList<int>>("keys");
        QTest::addColumn<int>("row");
        QTest::newRow("right") << QList<int>{Qt::Key_Right} << 1;
        QTest::newRow("l l") << QList<int>{Qt::Key_L, Qt::Key_L} << 2;
        QTest::newRow("down") << QList<int>{Qt::Key_Down} << 4;
        QTest::newRow("j k") << QList<int>{Qt::Key_J, Qt::Key_K} << 0;
        QTest::newRow("j h") << QList<int>{Qt::Key_J, Qt::Key_L, Qt::Key_H} << 4;
        QTest::newRow("left at the start stays") << QList<int>{Qt::Key_Left} << 0;
        QTest::newRow("up at the top stays") << QList<int>{Qt::Key_Up} << 0;
        QTest::newRow("end") << QList<int>{Qt::Key_End} << 7;
        QTest::newRow("end home") << QList<int>{Qt::Key_End, Qt::Key_Home} << 0;
        QTest::newRow("down at the bottom stays") << QList<int>{Qt::Key_Down, Qt::Key_Down} << 4;
    }
    void keysMoveAndOpen()
    {
        QFETCH(QList<int>, keys);
        QFETCH(int, row);
        Screen screen(m_theme);
        QSignalSpy opened(screen.view.get(), &OverviewView::openRequested);
        for (const int key : keys)
            QTest::keyClick(&screen.wall(), static_cast<Qt::Key>(key));
        QTest::keyClick(&screen.wall(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).value<SloId>().value, screen.proxy.index(row, 0).data(SloTileModel::IdRole).toString());
    }

    void lettersAreLeftToTheWindow()
    {
        Screen screen(m_theme);
        for (const Qt::Key key : {Qt::Key_G, Qt::Key_Question}) {
            QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, QStringLiteral("g"));
            QCoreApplication::sendEvent(&screen.wall(), &press);
            QVERIFY(!press.isAccepted());
        }
    }

    void mouseSelectsAndOpens()
    {
        Screen screen(m_theme);
        QSignalSpy opened(screen.view.get(), &OverviewView::openRequested);
        const QPoint third = screen.wall().visualRect(screen.proxy.index(2, 0)).center();
        QTest::mouseClick(screen.wall().viewport(), Qt::LeftButton, {}, third);
        QCOMPARE(screen.view->selectedTile(), SloId(QStringLiteral("repair-retries")));
        QCOMPARE(opened.count(), 0);
        QTest::mouseDClick(screen.wall().viewport(), Qt::LeftButton, {}, third);
        QCOMPARE(opened.count(), 1);
    }

    void nothingMovesUnderThePointer()
    {
        Screen screen(m_theme);
        QSignalSpy over(screen.view.get(), &OverviewView::pointerOverWall);
        QEnterEvent enter(QPointF(50, 50), QPointF(50, 50), QPointF(50, 50));
        QCoreApplication::sendEvent(&screen.wall(), &enter);
        QCOMPARE(over.count(), 1);
        QList<SloTile> tiles = test::sampleIncident();
        tiles[7] = test::sampleTile(QStringLiteral("model-errors"), TileState::Critical);
        screen.store.apply(tiles);
        QCOMPARE(screen.proxy.index(7, 0).data(SloTileModel::IdRole).toString(), QStringLiteral("model-errors"));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&screen.wall(), &leave);
        QCOMPARE(over.count(), 2);
        QVERIFY(screen.proxy.index(7, 0).data(SloTileModel::IdRole).toString() != QStringLiteral("model-errors"));
    }

    void panelShowsTheSelected()
    {
        Screen screen(m_theme);
        auto *panel = screen.view->findChild<TilePanel *>(QStringLiteral("tilePanel"));
        QVERIFY(panel->isVisible());
        const auto *title = screen.view->findChild<QLabel *>(QStringLiteral("tileChartTitle"));
        QCOMPARE(title->text(), QStringLiteral("Task success"));
        QTest::keyClick(&screen.wall(), Qt::Key_End);
        QCOMPARE(title->text(), screen.proxy.index(7, 0).data().toString());
        QSignalSpy opened(screen.view.get(), &OverviewView::openRequested);
        QTest::keyClick(panel->findChild<QPushButton *>(QStringLiteral("openDetail")), Qt::Key_Space);
        QCOMPARE(opened.at(0).at(0).value<SloId>(), screen.view->selectedTile());
        screen.view->resize(1440, 480);
        QTRY_VERIFY(!panel->isVisible());
    }

    void updatesInPlace()
    {
        Screen screen(m_theme);
        QSignalSpy reset(&screen.proxy, &QAbstractItemModel::modelReset);
        QList<SloTile> tiles = test::sampleIncident();
        tiles[0].sentence = QStringLiteral("Recovering.");
        screen.store.apply(tiles);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(screen.view->findChild<QLabel *>(QStringLiteral("tileSentence"))->text(), QStringLiteral("Recovering."));
    }

    void errorsKeepTheTiles()
    {
        Screen screen(m_theme);
        auto *banner = screen.view->findChild<ErrorBanner *>();
        QVERIFY(!banner->isVisible());
        screen.view->setError(ErrorReport{.what = QStringLiteral("No answer"), .error = {.kind = ErrorKind::Network}});
        QVERIFY(banner->isVisible());
        QVERIFY(screen.wall().isVisible());
        QSignalSpy retry(screen.view.get(), &OverviewView::retryRequested);
        banner->findChild<QPushButton *>(QStringLiteral("errorRetry"))->click();
        QCOMPARE(retry.count(), 1);
        screen.view->setError(std::nullopt);
        QVERIFY(!banner->isVisible());
    }

    void emptyStoreOffersSetup()
    {
        Screen screen(m_theme, {});
        auto *button = screen.view->findChild<QPushButton *>(QStringLiteral("emptyAction"));
        QVERIFY(button->isVisible());
        QSignalSpy setup(screen.view.get(), &OverviewView::setupRequested);
        button->click();
        QCOMPARE(setup.count(), 1);
        screen.store.apply(test::sampleIncident());
        QVERIFY(!button->isVisible());
        QVERIFY(screen.wall().isVisible());
    }

    void refreshShowsALine()
    {
        Screen screen(m_theme);
        auto *line = screen.view->findChild<ProgressLine *>();
        const int top = screen.wall().y();
        screen.view->setRefreshing(true);
        QVERIFY(line->isActive());
        QCOMPARE(screen.wall().y(), top);
        screen.view->setRefreshing(false);
        QVERIFY(!line->isActive());
    }

    void everythingHasAName()
    {
        Screen screen(m_theme);
        QCOMPARE(test::unnamedWidgets(*screen.view).join(QLatin1Char(',')), QString());
        const QAccessibleInterface *wall = QAccessible::queryAccessibleInterface(&screen.wall());
        QVERIFY(wall);
        QCOMPARE(wall->childCount(), 8);
        for (int i = 0; i < 8; ++i) {
            const QString text = wall->child(i)->text(QAccessible::Name);
            QVERIFY2(text.contains(QStringLiteral("objective")) && text.contains(QLatin1Char(':')), qPrintable(text));
        }
        QVERIFY(wall->child(0)->text(QAccessible::Name).startsWith(QStringLiteral("Task success: critical")));
    }

    void themesSwitchLive()
    {
        Screen screen(m_theme);
        for (const ThemeId id : {ThemeId::Light, ThemeId::HighContrast, ThemeId::Dark}) {
            m_theme.apply(*qApp, id);
            QVERIFY(test::countPixels(*screen.view, tokensOf(id).status(StatusTone::Crit).fill) > 1000);
        }
    }

    void markersReachTheChart()
    {
        Screen screen(m_theme);
        screen.view->setMarkers(test::sampleMarkers());
        QSignalSpy marker(screen.view.get(), &OverviewView::openMarkerRequested);
        auto *canvas = screen.view->findChild<QWidget *>(QStringLiteral("tileChartCanvas"));
        QTest::keyClick(canvas, Qt::Key_Comma);
        QTest::keyClick(canvas, Qt::Key_Return);
        QCOMPARE(marker.count(), 1);
        QCOMPARE(marker.at(0).at(0).value<Change>().title, QStringLiteral("order-helper v14"));
    }

private:
    Theme m_theme;
};

QD_TEST_MAIN(QApplication, TestOverview)
#include "tst_overview.moc"
