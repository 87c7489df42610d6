#pragma once

#include "shell/overlay.h"
#include "shell/palettemodel.h"
#include "theme/theme.h"

class QLabel;
class QLineEdit;
class QListView;

namespace qd {

/// Type to find a command, an SLO or a time range, Enter to run it. '>' commands, '@' SLOs, ':' a time range.
class CommandPalette final : public Overlay
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    CommandPalette(const Theme &theme, QWidget *window);

    void addSource(const PaletteSource &source) { m_model->addSource(source); }
    /// Opens with this text typed already, e.g. "@".
    void openWith(const QString &typed);

signals:
    /// An enabled entry was chosen; the palette has closed.
    void chosen(const qd::PaletteEntry &entry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search(const QString &typed);
    void step(int by);
    void choose();
    bool handleKey(int key);

    PaletteModel *m_model;
    QLineEdit *m_input;
    QListView *m_list;
    QLabel *m_footer;
};

} // namespace qd
