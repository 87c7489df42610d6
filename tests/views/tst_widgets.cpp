#include "namewalk.h"
#include "sampletiles.h"

#include "testmain.h"
#include "widgets/budgetbar.h"
#include "widgets/burntable.h"
#include "widgets/elidelabel.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/fixeddigits.h"
#include "widgets/slocharts.h"
#include "widgets/sparkline.h"
#include "widgets/statechip.h"
#include "widgets/statusglyph.h"
#include "widgets/diffview.h"
#include "widgets/showntab.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>

using namespace qd;

namespace {

const Tokens &dark()
{
    return tokensOf(ThemeId::Dark);
}

QImage blank(QSize size)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

QImage glyphImage(Glyph glyph)
{
    QImage image = blank({32, 32});
    QPainter painter(&image);
    paintGlyph(painter, {0, 0, 32, 32}, glyph, StatusTone::Unknown, dark());
    return image;
}

/// Pixels that are clearly inked in one picture and clearly not, or in another colour, in the other.
int difference(const QImage &a, const QImage &b)
{
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor p = a.pixelColor(x, y);
            const QColor q = b.pixelColor(x, y);
            count += std::abs(p.alpha() - q.alpha()) > 120 || (p.alpha() > 200 && std::abs(p.red() - q.red()) > 60) ? 1 : 0;
        }
    }
    return count;
}

int inkedColumns(const QImage &image, int from, int to)
{
    int columns = 0;
    for (int x = from; x < to; ++x) {
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixelColor(x, y).alpha() > 40) {
                ++columns;
                break;
            }
        }
    }
    return columns;
}

SliPoint point(int second, std::optional<double> value)
{
    return {Instant(Seconds(second)), value, value ? 1.0 : 0.0};
}

ErrorReport sampleReport()
{
    return {.what = QStringLiteral("The tiles could not be refreshed"),
            .error = {.kind = ErrorKind::Query, .message = QStringLiteral("<b>Syntax</b> error"), .detail = QStringLiteral("near 'were'"),
                      .httpStatus = 400, .vendorCode = QStringLiteral("SYN0002"), .requestId = QStringLiteral("3f0b1a52"),
                      .position = TextPosition{3, 9, 40}},
            .traceId = QStringLiteral("8f3cd21a"), .attempts = 2};
}

} // namespace

class TestWidgets final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void glyphsDifferByShape()
    {
        for (int a = 0; a < glyphCount; ++a) {
            for (int b = a + 1; b < glyphCount; ++b) {
                const int pixels = difference(glyphImage(static_cast<Glyph>(a)), glyphImage(static_cast<Glyph>(b)));
                QVERIFY2(pixels >= 30, qPrintable(QStringLiteral("glyphs %1 and %2 differ by %3").arg(a).arg(b).arg(pixels)));
            }
        }
    }

    void statesDifferByShapeAndWord()
    {
        QSet<int> shapes;
        QSet<QString> words;
        for (int state = 0; state <= static_cast<int>(TileState::Ok); ++state) {
            const StateLook look = lookOf(static_cast<TileState>(state));
            shapes.insert(static_cast<int>(look.glyph));
            words.insert(look.word);
            QVERIFY(look.word.at(0).isUpper());
            QCOMPARE(look.isHatched, static_cast<TileState>(state) == TileState::Stale);
        }
        QCOMPARE(shapes.size(), 9);
        QCOMPARE(words.size(), 9);
        QCOMPARE(lookOf(TileState::Critical).tone, StatusTone::Crit);
        QCOMPARE(lookOf(TileState::Ok).tone, StatusTone::Ok);
    }

    void tabsGetTheirRoomBack()
    {
        QTabBar tabs;
        for (const char *name : {"Call", "About", "Input schema", "Output schema"})
            tabs.addTab(QLatin1StringView(name));
        tabs.resize(tabs.sizeHint());
        for (const bool isShown : {false, true}) {
            setTabShown(tabs, 2, isShown);
            setTabShown(tabs, 3, true); // nothing new
            QCOMPARE(tabs.tabRect(2).width() > 0, isShown);
            QCOMPARE(tabs.tabRect(3).left(), (isShown ? tabs.tabRect(2) : tabs.tabRect(1)).right() + 1);
        }
    }

    void longLinesAreSeenWhole()
    {
        const Theme theme;
        DiffView diff(theme);
        diff.resize(400, 300);
        diff.show();
        const QString command = QStringLiteral("node ") + QString(600, QLatin1Char('x')) + QStringLiteral(" --last");
        diff.setTexts({}, command);
        QVERIFY(diff.horizontalScrollBar()->maximum() > 0);
        const int oneRow = diff.sizeHint().height();
        diff.setWrapped(true);
        QCOMPARE(diff.horizontalScrollBar()->maximum(), 0);
        const int wrapped = diff.sizeHint().height();
        QVERIFY(wrapped > oneRow);
        diff.resize(250, 300);
        QVERIFY(diff.sizeHint().height() > wrapped);
        QVERIFY(diff.unified().contains(command)); // copied in one piece
    }

    void barsGoWhenThereIsRoom()
    {
        const Theme theme;
        DiffView diff(theme);
        diff.setTexts({}, QString(60, QLatin1Char('x')) + QStringLiteral("\n\n\n\n\n"));
        diff.resize(200, 60);
        diff.show();
        QTRY_VERIFY(diff.verticalScrollBar()->isVisible() && diff.horizontalScrollBar()->isVisible());
        diff.resize(900, 400);
        QTRY_VERIFY(!diff.verticalScrollBar()->isVisible() && !diff.horizontalScrollBar()->isVisible());
    }

    void digitsHaveEqualCells()
    {
        const FixedDigits digits(uiFont(TextSize::TileValue, TextWeight::SemiBold));
        QCOMPARE(digits.width(u"111.11"), digits.width(u"444.44"));
        QVERIFY(digits.width(u"11") > digits.width(u"1"));
        QImage image = blank({200, 50});
        QPainter painter(&image);
        QCOMPARE(digits.draw(painter, {10, 40}, u"97.82"), 10 + digits.width(u"97.82"));
    }

    void decimationKeepsSpikesAndGaps()
    {
        std::vector<SliPoint> points;
        for (int i = 0; i < 10000; ++i)
            points.push_back(point(i, i == 5123 ? 99.0 : (i >= 3000 && i < 4000 ? std::nullopt : std::optional(1.0))));
        const std::vector<SliPoint> drawn = decimated(points, 200);
        QVERIFY(drawn.size() <= 200);
        QVERIFY(std::ranges::any_of(drawn, [](const SliPoint &p) { return p.value == 99.0; }));
        QVERIFY(std::ranges::any_of(drawn, [](const SliPoint &p) { return !p.value; }));
        QVERIFY(std::ranges::is_sorted(drawn, {}, &SliPoint::at));
        QCOMPARE(decimated(points, 20000).size(), size_t(10000));
    }

    void sparklineHidesWhenNarrow()
    {
        const std::vector<SliPoint> points{point(0, 1.0), point(1, 2.0)};
        QImage image = blank({55, 30});
        QPainter painter(&image);
        paintSparkline(painter, {0, 0, 55, 30}, {points, std::nullopt, StatusTone::Ok}, dark());
        QCOMPARE(inkedColumns(image, 0, 55), 0);
    }

    void sparklineLeavesGaps()
    {
        std::vector<SliPoint> points;
        for (int i = 0; i < 100; ++i)
            points.push_back(point(i, i >= 40 && i < 60 ? std::nullopt : std::optional(0.5 + 0.01 * (i % 3))));
        QImage image = blank({200, 40});
        QPainter painter(&image);
        paintSparkline(painter, {0, 0, 200, 40}, {points, std::nullopt, StatusTone::Crit}, dark());
        QVERIFY(inkedColumns(image, 10, 70) >= 58);
        QCOMPARE(inkedColumns(image, 86, 114), 0);
        const QColor crit = dark().status(StatusTone::Crit).fill;
        bool hasDot = false;
        for (int y = 0; y < 40; ++y)
            hasDot = hasDot || image.pixelColor(196, y) == crit;
        QVERIFY(hasDot);
    }

    void sparklineSurvivesOddSeries()
    {
        QImage image = blank({200, 40});
        QPainter painter(&image);
        const std::vector<SliPoint> nothing{point(0, std::nullopt), point(1, std::nullopt)};
        const std::vector<SliPoint> one{point(0, 3.0)};
        const std::vector<SliPoint> notANumber{point(0, std::nan("")), point(1, INFINITY)};
        for (const auto &points : {nothing, std::vector<SliPoint>(), notANumber}) {
            paintSparkline(painter, {0, 0, 200, 40}, {points, 1.0, StatusTone::Ok}, dark());
            QCOMPARE(inkedColumns(image, 0, 200), 0);
        }
        paintSparkline(painter, {0, 0, 200, 40}, {one, std::nullopt, StatusTone::Ok}, dark());
        QVERIFY(inkedColumns(image, 0, 200) > 0);
    }

    void budgetBar_data()
    {
        QTest::addColumn<double>("remaining");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("untouched") << 1.0 << 195 << 201;
        QTest::newRow("half") << 0.5 << 96 << 102;
        QTest::newRow("sliver stays visible") << 0.001 << 1 << 6;
        QTest::newRow("more than all") << 1.4 << 195 << 201;
    }
    void budgetBar()
    {
        QFETCH(double, remaining);
        QFETCH(int, from);
        QFETCH(int, to);
        QImage image = blank({200, 6});
        QPainter painter(&image);
        paintBudgetBar(painter, {0, 0, 200, 6}, remaining, StatusTone::Ok, dark());
        const QColor ok = dark().status(StatusTone::Ok).fill;
        int filled = 0;
        for (int x = 0; x < 200; ++x)
            filled += image.pixelColor(x, 3) == ok ? 1 : 0;
        QVERIFY2(filled >= from - 2 && filled <= to, qPrintable(QString::number(filled)));
    }

    void spentBudgetLooksSpent()
    {
        for (const double remaining : {0.0, -0.35}) {
            QImage image = blank({200, 6});
            QPainter painter(&image);
            paintBudgetBar(painter, {0, 0, 200, 6}, remaining, StatusTone::Ok, dark());
            const QColor edge = image.pixelColor(100, 0);
            QVERIFY(edge.red() > edge.green() + 40);
        }
    }

    void emptyStates_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("action");
        QTest::newRow("no data") << int(EmptyKind::NoDataInRange) << "No data in this time range" << "Widen the range";
        QTest::newRow("filter") << int(EmptyKind::FilterHidesAll) << "The filter hides everything" << "Clear the filter";
        QTest::newRow("no right") << int(EmptyKind::NoRight) << "Not allowed to read this" << "Check again";
        QTest::newRow("not configured") << int(EmptyKind::NotConfigured) << "Nothing is connected yet" << "Set up";
    }
    void emptyStates()
    {
        QFETCH(int, kind);
        QFETCH(QString, title);
        QFETCH(QString, action);
        EmptyState view(m_theme);
        view.setKind(static_cast<EmptyKind>(kind), QStringLiteral("12 hidden."));
        QCOMPARE(view.findChild<QLabel *>(QStringLiteral("emptyTitle"))->text(), title);
        QVERIFY(view.findChild<QLabel *>(QStringLiteral("emptyText"))->text().endsWith(QStringLiteral("12 hidden.")));
        auto *button = view.findChild<QPushButton *>(QStringLiteral("emptyAction"));
        QCOMPARE(button->text(), action);
        QSignalSpy spy(&view, &EmptyState::actionRequested);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.at(0).at(0).value<EmptyKind>(), static_cast<EmptyKind>(kind));
        QCOMPARE(test::unnamedWidgets(view), QStringList());
    }

    void errorBannerTellsAll()
    {
        ErrorBanner banner(m_theme);
        QVERIFY(!banner.isVisibleTo(nullptr));
        banner.setReport(sampleReport());
        QVERIFY(banner.isVisible());
        QCOMPARE(banner.findChild<QLabel *>(QStringLiteral("errorWhat"))->text(), QStringLiteral("The tiles could not be refreshed"));
        const auto *why = banner.findChild<QLabel *>(QStringLiteral("errorWhy"));
        QCOMPARE(why->text(), QStringLiteral("<b>Syntax</b> error"));
        QCOMPARE(why->textFormat(), Qt::PlainText);
        QCOMPARE(banner.findChild<QLabel *>(QStringLiteral("errorFacts"))->text(),
                 QStringLiteral("HTTP 400 · SYN0002 · line 3, column 9 · request id 3f0b1a52 · trace id 8f3cd21a · attempt 2"));
        QCOMPARE(test::unnamedWidgets(banner), QStringList());
        banner.clear();
        QVERIFY(!banner.isVisible());
    }

    void errorBannerActs()
    {
        ErrorBanner banner(m_theme);
        banner.setReport(sampleReport());
        QSignalSpy retry(&banner, &ErrorBanner::retryRequested);
        QTest::keyClick(banner.findChild<QPushButton *>(QStringLiteral("errorRetry")), Qt::Key_Space);
        QCOMPARE(retry.count(), 1);
        QTest::keyClick(banner.findChild<QPushButton *>(QStringLiteral("errorCopy")), Qt::Key_Space);
        const QString report = QGuiApplication::clipboard()->text();
        for (const char *part : {"The tiles could not be refreshed", "3f0b1a52", "8f3cd21a", "HTTP 400", "near 'were'"})
            QVERIFY2(report.contains(QLatin1String(part)), part);
    }

    void longServerTextIsCut()
    {
        ErrorBanner banner(m_theme);
        ErrorReport report = sampleReport();
        report.error.message = QString(100000, QLatin1Char('x'));
        banner.setReport(report);
        QVERIFY(banner.findChild<QLabel *>(QStringLiteral("errorWhy"))->text().size() <= 301);
    }

    void burnTableSaysTheVerdict()
    {
        BurnTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QList<BurnReading> readings = test::sampleTile(QStringLiteral("task-success"), TileState::Critical).readings;
        readings[3] = {.pair = readings[3].pair, .longBurn = 2.0, .shortBurn = 2.0, .longEvents = 3, .isLowTraffic = true};
        model.setReadings(readings);
        QCOMPARE(model.rowCount(), 4);
        const auto text = [&](int row, BurnTableModel::Column column) {
            return model.index(row, static_cast<int>(column)).data().toString();
        };
        QCOMPARE(text(0, BurnTableModel::Column::Windows), QStringLiteral("1 h + 5 m"));
        QCOMPARE(text(3, BurnTableModel::Column::Windows), QStringLiteral("3 d + 6 h"));
        QCOMPARE(text(0, BurnTableModel::Column::LongBurn), QStringLiteral("18.2×"));
        QCOMPARE(text(0, BurnTableModel::Column::Factor), QStringLiteral("14.4×"));
        QCOMPARE(text(0, BurnTableModel::Column::State), QStringLiteral("Firing, page"));
        QCOMPARE(text(2, BurnTableModel::Column::State), QStringLiteral("Firing, ticket"));
        QCOMPARE(text(3, BurnTableModel::Column::State), QStringLiteral("Too few events"));
        model.setReadings({{.pair = readings[0].pair}});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(text(0, BurnTableModel::Column::LongBurn), QStringLiteral("–"));
        QCOMPARE(text(0, BurnTableModel::Column::State), QStringLiteral("No events"));
        model.setReadings({});
        QCOMPARE(model.rowCount(), 0);
    }

    void burnTableShowsEveryRow()
    {
        BurnTable table(m_theme);
        table.setReadings(test::sampleTile(QStringLiteral("task-success"), TileState::Critical).readings);
        table.resize(600, table.height());
        QCOMPARE(table.height(), height::tableHeader + 4 * height::row + 2);
        QCOMPARE(table.accessibleName(), QStringLiteral("Burn rates by window pair"));
        QVERIFY(test::countPixels(table, dark().status(StatusTone::Crit).fill) > 20);
        QVERIFY(test::countPixels(table, dark().status(StatusTone::Warn).fill) > 20);
    }

    void chipsCarryTheWord()
    {
        StateChip chip(m_theme);
        chip.setCount(TileState::Critical, 2);
        QCOMPARE(chip.text(), QStringLiteral("2 critical"));
        const int wide = chip.sizeHint().width();
        QCOMPARE(chip.countWidth(TileState::Critical, 2), wide);
        chip.setCount(TileState::Critical, 2, true);
        QCOMPARE(chip.accessibleName(), QStringLiteral("2 critical"));
        QVERIFY(chip.sizeHint().width() < wide);
        chip.setCount(TileState::Ok, 6);
        QCOMPARE(chip.text(), QStringLiteral("6 OK"));
    }

    void valuesSplitFromUnits_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("unit");
        QTest::newRow("percent") << "task-success" << "99.68" << "%";
        QTest::newRow("money") << "cost-per-task" << "$0.0312" << "";
        QTest::newRow("per hundred") << "repair-retries" << "4.2" << "/100";
        QTest::newRow("duration") << "turn-latency" << "3.05" << "s";
        QTest::newRow("score") << "groundedness" << "4.61" << "of 5";
    }
    void valuesSplitFromUnits()
    {
        QFETCH(QString, id);
        QFETCH(QString, number);
        QFETCH(QString, unit);
        const ValueText value = valueText(test::sampleTile(id, TileState::Ok));
        QCOMPARE(value.number, number);
        QCOMPARE(value.unit, unit);
        QCOMPARE(valueText(test::sampleTile(id, TileState::Loading)).number.isEmpty(), false);
    }

    void longTextEndsWithDots()
    {
        ElideLabel label(nullptr, QStringLiteral("name"), "secondary");
        label.setText(QStringLiteral("mcp-servers/everything 2.0.0"));
        label.resize(label.sizeHint());
        QCOMPARE(label.shownText(), label.text());
        QVERIFY(label.minimumSizeHint().width() < label.sizeHint().width() / 2); // it makes room for others
        label.resize(label.sizeHint().width() / 2, label.height());
        QVERIFY(label.shownText().endsWith(QChar(0x2026)) && label.shownText().startsWith(QStringLiteral("mcp-")));
    }

    void everyStateHasASentence()
    {
        for (int state = 0; state <= static_cast<int>(TileState::Ok); ++state) {
            SloTile tile;
            tile.state = static_cast<TileState>(state);
            QVERIFY(!sentenceOf(tile).isEmpty());
        }
        SloTile failed;
        failed.state = TileState::QueryError;
        failed.error = Error{.message = QStringLiteral("no such column")};
        QCOMPARE(sentenceOf(failed), QStringLiteral("no such column"));
    }

private:
    Theme m_theme;
};

QD_TEST_MAIN(QApplication, TestWidgets)
#include "tst_widgets.moc"
