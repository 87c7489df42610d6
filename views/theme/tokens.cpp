#include "theme/tokens.h"

namespace qd {

namespace {

QColor tokensRgb(QRgb value)
{
    return QColor::fromRgb(value);
}

Tokens makeLight()
{
    const QColor ink = tokensRgb(0x10151B);
    const QColor white = tokensRgb(0xFFFFFF);
    Tokens t;
    t.canvas = tokensRgb(0xF3F5F8);
    t.surface = white;
    t.raised = tokensRgb(0xF8FAFC);
    t.border = tokensRgb(0xD5DCE5);
    t.borderStrong = tokensRgb(0x7F8B9A);
    t.text = tokensRgb(0x1B2430);
    t.text2 = tokensRgb(0x4A5667);
    t.text3 = tokensRgb(0x667284);
    t.accent = tokensRgb(0x0B5CAD);
    t.onAccent = white;
    t.selection = tokensRgb(0xE3EEFB);
    t.onSelection = t.text;
    t.zebra = QColor(0x1B, 0x24, 0x30, 6);
    t.statuses = {{{tokensRgb(0x3B988A), ink, tokensRgb(0xE7F3F1), {}},
                   {tokensRgb(0x0B4A97), white, tokensRgb(0xE2E9F3), {}},
                   {tokensRgb(0xE3B831), ink, tokensRgb(0xFCF6E6), tokensRgb(0x8A6A00)},
                   {tokensRgb(0xA21C10), white, tokensRgb(0xF4E4E2), {}},
                   {tokensRgb(0x52565B), white, tokensRgb(0xEAEBEB), {}},
                   {tokensRgb(0xAF56FD), ink, tokensRgb(0xF5EBFF), {}}}};
    t.seriesColours = {tokensRgb(0x0032A5), tokensRgb(0xDF7A32), tokensRgb(0x1CA290), tokensRgb(0x750038),
                       tokensRgb(0x664F00), tokensRgb(0x987DE4), tokensRgb(0x097689), tokensRgb(0x99655C)};
    t.diffRemoved = tokensRgb(0xDF7A32);
    t.diffAdded = tokensRgb(0x0B4A97);
    return t;
}

Tokens makeDark()
{
    const QColor ink = tokensRgb(0x10151B);
    Tokens t;
    t.canvas = tokensRgb(0x0E1217);
    t.surface = tokensRgb(0x161B22);
    t.raised = tokensRgb(0x1F262F);
    t.border = tokensRgb(0x2D3640);
    t.borderStrong = tokensRgb(0x66727F);
    t.text = tokensRgb(0xE7ECF2);
    t.text2 = tokensRgb(0xB3BECB);
    t.text3 = tokensRgb(0x8B97A6);
    t.accent = tokensRgb(0x7DB8FF);
    t.onAccent = ink;
    t.selection = tokensRgb(0x1D3350);
    t.onSelection = t.text;
    t.zebra = QColor(255, 255, 255, 6);
    t.statuses = {{{tokensRgb(0x9DEBCA), ink, tokensRgb(0x2C3C3D), {}},
                   {tokensRgb(0x1D8EF5), ink, tokensRgb(0x172D44), {}},
                   {tokensRgb(0xFAC20E), ink, tokensRgb(0x3A361F), {}},
                   {tokensRgb(0xDF6866), ink, tokensRgb(0x36272D), {}},
                   {tokensRgb(0x9A9FA5), ink, tokensRgb(0x2B3037), {}},
                   {tokensRgb(0xEBBDFE), ink, tokensRgb(0x383545), {}}}};
    t.seriesColours = {tokensRgb(0x167AFA), tokensRgb(0xE06D00), tokensRgb(0x98F2E1), tokensRgb(0xD58D9D),
                       tokensRgb(0xF6EA4D), tokensRgb(0xC6AEFC), tokensRgb(0x097689), tokensRgb(0x8F6A61)};
    t.diffRemoved = tokensRgb(0xFFB05C);
    t.diffAdded = tokensRgb(0x6FB4FF);
    t.isDark = true;
    return t;
}

Tokens makeHighContrast()
{
    const QColor black = tokensRgb(0x000000);
    const QColor white = tokensRgb(0xFFFFFF);
    const QColor ink = tokensRgb(0x10151B);
    Tokens t = makeDark();
    t.canvas = t.surface = t.raised = black;
    t.border = t.borderStrong = white;
    t.text = t.text2 = white;
    t.text3 = tokensRgb(0xD0D5DB);
    t.accent = tokensRgb(0xFFFF00);
    t.onAccent = black;
    t.selection = white;
    t.onSelection = black;
    t.zebra = Qt::transparent;
    // Soft backgrounds are black here: a 2 px border in the status colour takes their place.
    t.statuses = {{{tokensRgb(0x7CFFCB), ink, black, tokensRgb(0x7CFFCB)},
                   {tokensRgb(0x7CC4FF), ink, black, tokensRgb(0x7CC4FF)},
                   {tokensRgb(0xFFD400), ink, black, tokensRgb(0xFFD400)},
                   {tokensRgb(0xFF8F85), ink, black, tokensRgb(0xFF8F85)},
                   {tokensRgb(0xD0D5DB), ink, black, tokensRgb(0xD0D5DB)},
                   {tokensRgb(0xF3C8FF), ink, black, tokensRgb(0xF3C8FF)}}};
    t.isHighContrast = true;
    t.radiusBar = t.radiusControl = t.radiusPanel = 0;
    return t;
}

} // namespace

const Tokens &tokensOf(ThemeId id)
{
    static const Tokens light = makeLight();
    static const Tokens dark = makeDark();
    static const Tokens highContrast = makeHighContrast();
    switch (id) {
    case ThemeId::Light:
        return light;
    case ThemeId::Dark:
        return dark;
    case ThemeId::HighContrast:
        break;
    }
    return highContrast;
}

} // namespace qd
