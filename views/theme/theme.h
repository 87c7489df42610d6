#pragma once

#include "theme/tokens.h"
#include "theme/type.h"

#include <QObject>
#include <QPalette>

class QApplication;

namespace qd {

/// The look in force: gives views their tokens and dresses the application in them. GUI thread; created once by the
/// composition root and lent to every view, which repaints on changed().
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    explicit Theme(QObject *parent = nullptr);

    [[nodiscard]] ThemeId id() const { return m_id; }
    [[nodiscard]] const Tokens &tokens() const { return tokensOf(m_id); }

    /// Fusion, fonts, palette and style sheet of `id` on the whole application, then changed(). Cheap when `id` is
    /// already in force.
    void apply(QApplication &application, ThemeId id);

    /// What the desktop asks for, by the lightness of its palette; ask before apply() replaces that palette.
    static ThemeId systemPreference(const QPalette &desktop);
    /// The palette that the tokens mean.
    static QPalette palette(const Tokens &tokens);

signals:
    void changed(qd::ThemeId id);

private:
    ThemeId m_id = ThemeId::Dark;
    bool m_isApplied = false;
};

/// The theme as a stable word for settings and commands ("light", "dark", "high-contrast").
QString themeName(ThemeId id);
/// The theme of that name; Dark for anything else.
ThemeId themeFromName(const QString &name);

} // namespace qd

Q_DECLARE_METATYPE(qd::ThemeId)
