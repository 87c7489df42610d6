#include "namewalk.h"
#include "sampletiles.h"

#include "detail/detailview.h"
#include "manualclock.h"
#include "testmain.h"
#include "widgets/errorbanner.h"
#include "widgets/statechip.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace qd;

class TestDetail final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init()
    {
        test::failOnWarnings();
        m_tile = test::sampleTile(QStringLiteral("task-success"), TileState::Critical);
        m_view = std::make_unique<DetailView>(m_theme, m_clock);
        m_view->resize(1200, 800);
        m_view->setTile(m_tile);
        m_view->show();
    }
    void cleanup()
    {
        m_view.reset();
        test::checkNoErrorsLogged();
    }

    void headTellsTheState_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("word");
        QTest::newRow("critical") << int(TileState::Critical) << "Critical";
        QTest::newRow("warning") << int(TileState::Warning) << "Warning";
        QTest::newRow("query error") << int(TileState::QueryError) << "Query error";
        QTest::newRow("no permission") << int(TileState::NoPermission) << "No permission";
        QTest::newRow("stale") << int(TileState::Stale) << "Stale";
        QTest::newRow("no data") << int(TileState::NoData) << "No data";
        QTest::newRow("no traffic") << int(TileState::NoTraffic) << "No traffic";
        QTest::newRow("loading") << int(TileState::Loading) << "Loading";
        QTest::newRow("ok") << int(TileState::Ok) << "OK";
    }
    void headTellsTheState()
    {
        QFETCH(int, state);
        QFETCH(QString, word);
        m_view->setTile(test::sampleTile(QStringLiteral("task-success"), static_cast<TileState>(state)));
        QCOMPARE(m_view->findChild<StateChip *>(QStringLiteral("detailState"))->text(), word);
        QCOMPARE(text("detailTitle"), QStringLiteral("Task success"));
        QVERIFY(text("detailObjective").startsWith(QStringLiteral("SLO ≥ 99.00")));
        QVERIFY(!text("detailSentence").isEmpty());
        QVERIFY(!m_view->grab().isNull());
    }

    void valueAndNumbers()
    {
        QCOMPARE(m_view->findChild<QWidget *>(QStringLiteral("detailValue"))->accessibleName(), QStringLiteral("84.20 %"));
        QCOMPARE(m_view->findChild<QTableView *>(QStringLiteral("burnTable"))->model()->rowCount(), 4);
        QCOMPARE(text("detailDescription"), m_tile.definition.description);
        QVERIFY(text("detailAge").endsWith(QStringLiteral("ago")));
    }

    void loadingThenReady()
    {
        m_view->setDetail({.id = m_tile.id, .state = SloDetail::State::Loading});
        QVERIFY(text("detailSliMessage").startsWith(QStringLiteral("Loading")));
        QVERIFY(isShown("detailSliMessage"));
        m_view->setDetail(test::sampleDetail(m_tile));
        QVERIFY(!isShown("detailSliMessage"));
        QVERIFY(isShown("detailSliCanvas"));
        QVERIFY(isShown("detailBurnDownCanvas"));
        QCOMPARE(text("detailBurnDownTitle"), QStringLiteral("Error budget left"));
    }

    void emptyHistorySaysSo()
    {
        m_view->setDetail({.id = m_tile.id, .state = SloDetail::State::Ready});
        QVERIFY(isShown("detailSliMessage"));
        QCOMPARE(text("detailSliMessage"), QStringLiteral("No events in the budget window."));
    }

    void failureOffersRetry()
    {
        m_view->setDetail({.id = m_tile.id, .state = SloDetail::State::Failed,
                           .error = Error{.kind = ErrorKind::Timeout, .message = QStringLiteral("No answer in 30 s")}});
        auto *banner = m_view->findChild<ErrorBanner *>();
        QVERIFY(banner->isVisible());
        QCOMPARE(text("detailSliMessage"), QStringLiteral("The history could not be read."));
        QSignalSpy retry(m_view.get(), &DetailView::retryRequested);
        QTest::keyClick(banner->findChild<QPushButton *>(QStringLiteral("errorRetry")), Qt::Key_Space);
        QCOMPARE(retry.count(), 1);
    }

    void laterFailureKeepsTheHistory()
    {
        SloDetail detail = test::sampleDetail(m_tile);
        detail.error = Error{.kind = ErrorKind::Network, .message = QStringLiteral("unreachable")};
        m_view->setDetail(detail);
        QVERIFY(m_view->findChild<ErrorBanner *>()->isVisible());
        QVERIFY(isShown("detailSliCanvas"));
        detail.error.reset();
        m_view->setDetail(detail);
        m_view->setMarkers({}, Error{.kind = ErrorKind::Query, .message = QStringLiteral("no table")});
        QCOMPARE(text("errorWhat"), QStringLiteral("The change markers could not be read"));
        m_view->setMarkers({});
        QVERIFY(!m_view->findChild<ErrorBanner *>()->isVisible());
    }

    void keysGoBack_data()
    {
        QTest::addColumn<QString>("from");
        QTest::newRow("button") << "detailBack";
        QTest::newRow("chart") << "detailSliCanvas";
        QTest::newRow("table") << "burnTable";
    }
    void keysGoBack()
    {
        QFETCH(QString, from);
        m_view->setDetail(test::sampleDetail(m_tile));
        QSignalSpy back(m_view.get(), &DetailView::backRequested);
        QTest::keyClick(m_view->findChild<QWidget *>(from), Qt::Key_Escape);
        QCOMPARE(back.count(), 1);
    }

    void backButtonWorks()
    {
        QSignalSpy back(m_view.get(), &DetailView::backRequested);
        QTest::keyClick(m_view->findChild<QWidget *>(QStringLiteral("detailBack")), Qt::Key_Space);
        QCOMPARE(back.count(), 1);
    }

    void queryIsPlainAndCopied()
    {
        m_view->setQuery(test::sampleQuery());
        auto *query = m_view->findChild<QPlainTextEdit *>(QStringLiteral("detailQuery"));
        QVERIFY(query->isReadOnly());
        QCOMPARE(query->toPlainText(), test::sampleQuery());
        QTest::keyClick(m_view->findChild<QWidget *>(QStringLiteral("detailCopyQuery")), Qt::Key_Space);
        QCOMPARE(QGuiApplication::clipboard()->text(), test::sampleQuery());
        m_view->setQuery({});
        QVERIFY(!m_view->findChild<QWidget *>(QStringLiteral("detailCopyQuery"))->isEnabled());
    }

    void markersOpen()
    {
        m_view->setDetail(test::sampleDetail(m_tile));
        m_view->setMarkers(test::sampleMarkers());
        QSignalSpy marker(m_view.get(), &DetailView::openMarkerRequested);
        auto *canvas = m_view->findChild<QWidget *>(QStringLiteral("detailSliCanvas"));
        QTest::keyClick(canvas, Qt::Key_Comma);
        QTest::keyClick(canvas, Qt::Key_Return);
        QCOMPARE(marker.count(), 1);
        QCOMPARE(marker.at(0).at(0).value<Change>().title, QStringLiteral("order-helper v14"));
    }

    void everythingHasAName()
    {
        m_view->setDetail(test::sampleDetail(m_tile));
        m_view->setQuery(test::sampleQuery());
        QCOMPARE(test::unnamedWidgets(*m_view).join(QLatin1Char(',')), QString());
    }

    void themesSwitchLive()
    {
        m_view->setDetail(test::sampleDetail(m_tile));
        for (const ThemeId id : {ThemeId::Light, ThemeId::HighContrast, ThemeId::Dark}) {
            m_theme.apply(*qApp, id);
            QVERIFY(test::countPixels(*m_view, tokensOf(id).status(StatusTone::Crit).fill) > 100);
        }
    }

private:
    [[nodiscard]] QString text(const char *name) const
    {
        return m_view->findChild<QLabel *>(QLatin1String(name))->text();
    }
    [[nodiscard]] bool isShown(const char *name) const
    {
        return m_view->findChild<QWidget *>(QLatin1String(name))->isVisible();
    }

    Theme m_theme;
    test::ManualClock m_clock;
    SloTile m_tile;
    std::unique_ptr<DetailView> m_view;
};

QD_TEST_MAIN(QApplication, TestDetail)
#include "tst_detail.moc"
