#include "theme/type.h"

#include "guiresources.h"

#include <QFontDatabase>

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
    // Coloured subpixel fringes spoil screenshots and wash out on dark surfaces.
    font.setStyleStrategy(QFont::StyleStrategy(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
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

bool loadBundledFonts()
{
    static const bool loaded = loadFontFiles();
    return loaded;
}

} // namespace qd
