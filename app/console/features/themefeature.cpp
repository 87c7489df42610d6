#include "features/themefeature.h"

#include "mainwindow.h"
#include "settings/settings.h"
#include "shell/commandregistry.h"
#include "shell/topbar.h"

#include <QApplication>

namespace qd {

namespace {

ThemeId themeAfter(ThemeId id)
{
    switch (id) {
    case ThemeId::Light:
        return ThemeId::Dark;
    case ThemeId::Dark:
        return ThemeId::HighContrast;
    case ThemeId::HighContrast:
        break;
    }
    return ThemeId::Light;
}

} // namespace

ThemeFeature::ThemeFeature(QApplication &application, Theme &theme, Settings &settings, const QString &asked)
    : m_application(application)
    , m_theme(theme)
    , m_settings(settings)
    , m_desktop(Theme::systemPreference(QApplication::palette()))
{
    m_theme.apply(m_application, resolve(asked.isEmpty() ? settings.value(keys::theme) : asked));
}

void ThemeFeature::connectTo(MainWindow &window, CommandRegistry &commands)
{
    connect(&window.topBar(), &TopBar::themeSwitchRequested, this, &ThemeFeature::next);
    const QList<QPair<QString, QString>> choices{{QStringLiteral("light"), tr("Theme: light")},
                                                 {QStringLiteral("dark"), tr("Theme: dark")},
                                                 {QStringLiteral("high-contrast"), tr("Theme: high contrast")},
                                                 {QStringLiteral("system"), tr("Theme: as the desktop")}};
    for (const auto &[name, title] : choices)
        commands.add({CommandId(QStringLiteral("theme.") + name), title, tr("View"), {}, QStringLiteral("contrast")}, this,
                     [this, name = name] { choose(name); });
    commands.add({CommandId(QStringLiteral("theme.next")), tr("Next theme"), tr("View"),
                  {QKeySequence(QStringLiteral("Ctrl+Shift+T"))}, QStringLiteral("contrast")},
                 this, [this] { next(); });
}

ThemeId ThemeFeature::resolve(const QString &name) const
{
    return name == QLatin1StringView("system") ? m_desktop : themeFromName(name);
}

void ThemeFeature::choose(const QString &name)
{
    m_settings.set(keys::theme, name);
    m_theme.apply(m_application, resolve(name));
}

void ThemeFeature::next() { choose(themeName(themeAfter(m_theme.id()))); }

} // namespace qd
