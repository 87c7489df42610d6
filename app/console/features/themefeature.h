#pragma once

#include "theme/theme.h"

#include <QObject>

class QApplication;

namespace qd {

class CommandRegistry;
class MainWindow;
class Settings;

/// Which look is on: from the command line, else from the settings, else as the desktop asks; and the commands that
/// change it.
class ThemeFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ThemeFeature)

public:
    /// Applies the first theme at once, so that the window is built in it. `asked` is a theme's name, "system" or
    /// empty (the stored one). References are borrowed.
    ThemeFeature(QApplication &application, Theme &theme, Settings &settings, const QString &asked);

    void connectTo(MainWindow &window, CommandRegistry &commands);

private:
    [[nodiscard]] ThemeId resolve(const QString &name) const;
    void choose(const QString &name);
    void next();

    QApplication &m_application;
    Theme &m_theme;
    Settings &m_settings;
    const ThemeId m_desktop;
};

} // namespace qd
