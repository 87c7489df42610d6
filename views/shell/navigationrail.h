#pragma once

#include "shell/command.h"
#include "theme/theme.h"

#include <QFrame>
#include <QHash>
#include <QList>

class QAction;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace qd {

class RailButton;

/// The column at the left: one labelled button a destination, and the program's menu at its foot.
class NavigationRail final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NavigationRail)

public:
    static constexpr int columnWidth = 76;

    explicit NavigationRail(const Theme &theme, QWidget *parent = nullptr);

    /// `icon` is a name in resources/icons.
    void addDestination(const PageId &page, const QString &icon, const QString &label);
    /// A button at the foot that runs the action.
    void addTool(QAction *action, const QString &icon, const QString &label);
    /// A button at the foot that opens the menu; borrowed.
    void addMenu(QMenu *menu, const QString &icon, const QString &label);
    void setCurrent(const PageId &page);
    /// Low enough that buttons shrink to their icons before the window stops shrinking.
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void pageRequested(const qd::PageId &page);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void shareHeight();
    RailButton *addButton(const QString &icon, const QString &label, int at);

    const Theme &m_theme;
    QVBoxLayout *m_layout;
    QList<RailButton *> m_buttons;
    QHash<PageId, RailButton *> m_destinations;
};

} // namespace qd
