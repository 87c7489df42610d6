#pragma once

#include "theme/theme.h"

#include <QFrame>
#include <QPointer>

namespace qd {

/// A panel over the window that dims what is behind it and holds the keyboard until it closes: the palette and the
/// shortcut sheet. Fills its parent; Esc or a click outside closes it and gives the focus back. No event loop of its own.
class Overlay : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Overlay)

public:
    /// Shows the overlay over its parent.
    void open();
    void dismiss();
    [[nodiscard]] bool isOpen() const { return isVisible(); }

signals:
    void opened();
    void dismissed();

protected:
    Overlay(const Theme &theme, QSize panelSize, QWidget *parent);
    [[nodiscard]] QFrame *panel() const { return m_panel; }

    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void place();
    void restyle();

    const Theme &m_theme;
    QSize m_panelSize;
    QFrame *m_panel;
    QPointer<QWidget> m_focusBefore;
};

} // namespace qd
