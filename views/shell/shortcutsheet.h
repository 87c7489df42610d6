#pragma once

#include "shell/command.h"
#include "shell/overlay.h"
#include "theme/theme.h"

class QScrollArea;

namespace qd {

class CommandRegistry;

/// Every key of the current page and of the window, in groups, as pairs of key and description.
class ShortcutSheet final : public Overlay
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShortcutSheet)

public:
    /// `commands` is borrowed and must outlive the sheet.
    ShortcutSheet(const Theme &theme, const CommandRegistry &commands, QWidget *window);

    /// Opens with the keys of this page first.
    void openFor(const PageId &page);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill(const PageId &page);

    const Theme &m_theme;
    const CommandRegistry &m_commands;
    QScrollArea *m_scroll;
};

} // namespace qd
