#include "theme/icons.h"
#include "theme/theme.h"

#include "testmain.h"

#include <QApplication>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QSignalSpy>
#include <QStyle>

#include <cmath>

using namespace qd;

namespace {

double channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &c)
{
    return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
}

/// WCAG 2 contrast ratio.
double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

void addThemes()
{
    QTest::addColumn<ThemeId>("id");
    QTest::newRow("light") << ThemeId::Light;
    QTest::newRow("dark") << ThemeId::Dark;
    QTest::newRow("high contrast") << ThemeId::HighContrast;
}

} // namespace

class TestTheme final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void textIsReadable_data() { addThemes(); }
    void textIsReadable()
    {
        QFETCH(ThemeId, id);
        const Tokens &t = tokensOf(id);
        for (const QColor &background : {t.canvas, t.surface, t.raised}) {
            QVERIFY(contrast(t.text, background) >= 12.0);
            QVERIFY(contrast(t.text2, background) >= 6.0);
            QVERIFY(contrast(t.text3, background) >= 4.4);
            QVERIFY(contrast(t.accent, background) >= 4.5);
            QVERIFY(contrast(t.borderStrong, background) >= 3.0);
        }
        QVERIFY(contrast(t.onSelection, t.selection) >= 9.0);
        QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
        for (const StatusColours &status : t.statuses) {
            QVERIFY(contrast(status.onFill, status.fill) >= 4.5);
            QVERIFY(contrast(t.text, status.soft) >= 9.0);
            const QColor edge = status.outline.isValid() ? status.outline : status.fill;
            QVERIFY2(contrast(edge, t.surface) >= 3.0, qPrintable(status.fill.name()));
        }
        for (const QColor &series : t.seriesColours)
            QVERIFY2(contrast(series, t.surface) >= 2.95, qPrintable(series.name()));
    }

    void statusColoursDiffer_data() { addThemes(); }
    void statusColoursDiffer()
    {
        QFETCH(ThemeId, id);
        const auto &statuses = tokensOf(id).statuses;
        for (size_t i = 0; i < statuses.size(); ++i) {
            for (size_t j = i + 1; j < statuses.size(); ++j)
                QVERIFY(statuses[i].fill != statuses[j].fill);
        }
    }

    void fontsAreBundled()
    {
        QVERIFY(loadBundledFonts());
        QCOMPARE(QFontInfo(uiFont()).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(monoFont()).family(), QStringLiteral("JetBrains Mono"));
        QVERIFY(uiFont().styleStrategy() & QFont::NoSubpixelAntialias);
        QCOMPARE(uiFont(TextSize::TileValue, TextWeight::SemiBold).pixelSize(), 28);
    }

    void monoDigitsAreEquallyWide()
    {
        QVERIFY(loadBundledFonts());
        const QFontMetricsF metrics(monoFont());
        for (const QChar digit : QStringLiteral("123456789"))
            QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(QLatin1Char('0')));
    }

    void appliesAndSignalsOnce()
    {
        Theme theme;
        QSignalSpy spy(&theme, &Theme::changed);
        theme.apply(*qApp, ThemeId::Light);
        theme.apply(*qApp, ThemeId::Light);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(QApplication::palette().color(QPalette::Window), tokensOf(ThemeId::Light).canvas);
        QCOMPARE(QFontInfo(QApplication::font()).family(), QStringLiteral("Inter"));
        theme.apply(*qApp, ThemeId::HighContrast);
        QCOMPARE(spy.count(), 2);
        QCOMPARE(theme.id(), ThemeId::HighContrast);
        QCOMPARE(QApplication::palette().color(QPalette::Text), QColor(Qt::white));
        QVERIFY(!qApp->styleSheet().contains(QLatin1Char('@')));
    }

    void preferenceFollowsLightness()
    {
        QCOMPARE(Theme::systemPreference(Theme::palette(tokensOf(ThemeId::Light))), ThemeId::Light);
        QCOMPARE(Theme::systemPreference(Theme::palette(tokensOf(ThemeId::Dark))), ThemeId::Dark);
    }

    void namesRoundTrip()
    {
        for (const ThemeId id : {ThemeId::Light, ThemeId::Dark, ThemeId::HighContrast})
            QCOMPARE(themeFromName(themeName(id)), id);
        QCOMPARE(themeFromName(QStringLiteral("mauve")), ThemeId::Dark);
    }

    void iconTakesTheColour()
    {
        loadBundledFonts();
        const QPixmap red = icons::pixmap(QStringLiteral("search"), Qt::red, 24, 2.0);
        QCOMPARE(red.size(), QSize(48, 48));
        const QImage image = red.toImage();
        bool hasRed = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                QVERIFY(pixel.alpha() == 0 || (pixel.green() < 40 && pixel.blue() < 40));
                hasRed = hasRed || (pixel.alpha() > 200 && pixel.red() > 200);
            }
        }
        QVERIFY(hasRed);
        QVERIFY(icons::pixmap(QStringLiteral("no such icon"), Qt::red, 24, 1.0).isNull());
    }
};

QD_TEST_MAIN(QApplication, TestTheme)
#include "tst_theme.moc"
