#include "theme/theme.h"

#include "theme/stylesheet.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>
#include <QToolTip>

namespace qd {

namespace {

void setDisabledColours(QPalette &palette, const Tokens &tokens)
{
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tokens.text3);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tokens.border);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, tokens.text2);
}

} // namespace

Theme::Theme(QObject *parent) : QObject(parent) {}

void Theme::apply(QApplication &application, ThemeId id)
{
    if (m_isApplied && id == m_id)
        return;
    if (!m_isApplied) {
        loadBundledFonts();
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setFont(uiFont());
    }
    m_isApplied = true;
    m_id = id;
    QApplication::setPalette(palette(tokens()));
    QToolTip::setPalette(palette(tokens()));
    QToolTip::setFont(uiFont(TextSize::Table));
    application.setStyleSheet(styleSheet(tokens()));
    emit changed(id);
}

ThemeId Theme::systemPreference(const QPalette &desktop)
{
    const bool isDark = desktop.color(QPalette::Window).lightness() < desktop.color(QPalette::WindowText).lightness();
    return isDark ? ThemeId::Dark : ThemeId::Light;
}

QPalette Theme::palette(const Tokens &tokens)
{
    QPalette result;
    result.setColor(QPalette::Window, tokens.canvas);
    result.setColor(QPalette::WindowText, tokens.text);
    result.setColor(QPalette::Base, tokens.surface);
    result.setColor(QPalette::AlternateBase, tokens.raised);
    result.setColor(QPalette::Text, tokens.text);
    result.setColor(QPalette::PlaceholderText, tokens.text3);
    result.setColor(QPalette::Button, tokens.raised);
    result.setColor(QPalette::ButtonText, tokens.text);
    result.setColor(QPalette::BrightText, tokens.text);
    result.setColor(QPalette::ToolTipBase, tokens.raised);
    result.setColor(QPalette::ToolTipText, tokens.text);
    result.setColor(QPalette::Highlight, tokens.selection);
    result.setColor(QPalette::HighlightedText, tokens.onSelection);
    result.setColor(QPalette::Link, tokens.accent);
    result.setColor(QPalette::LinkVisited, tokens.accent);
    result.setColor(QPalette::Light, tokens.raised);
    result.setColor(QPalette::Midlight, tokens.border);
    result.setColor(QPalette::Mid, tokens.border);
    result.setColor(QPalette::Dark, tokens.borderStrong);
    result.setColor(QPalette::Shadow, tokens.canvas);
    setDisabledColours(result, tokens);
    return result;
}

QString themeName(ThemeId id)
{
    switch (id) {
    case ThemeId::Light:
        return QStringLiteral("light");
    case ThemeId::Dark:
        return QStringLiteral("dark");
    case ThemeId::HighContrast:
        break;
    }
    return QStringLiteral("high-contrast");
}

ThemeId themeFromName(const QString &name)
{
    for (const ThemeId id : {ThemeId::Light, ThemeId::HighContrast}) {
        if (name == themeName(id))
            return id;
    }
    return ThemeId::Dark;
}

} // namespace qd
