#include "shell/navigationrail.h"

#include "shell/railbutton.h"

#include <QAction>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

NavigationRail::NavigationRail(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("navigationRail"));
    setAccessibleName(tr("Navigation"));
    setFixedWidth(columnWidth);
    m_layout->setContentsMargins(0, space::m, 0, space::s);
    m_layout->setSpacing(space::xs);
    m_layout->setSizeConstraint(QLayout::SetNoConstraint);
    m_layout->addStretch();
}

RailButton *NavigationRail::addButton(const QString &icon, const QString &label, int at)
{
    auto *button = new RailButton(m_theme, icon, label, this);
    m_layout->insertWidget(at, button);
    m_buttons.append(button);
    shareHeight();
    return button;
}

QSize NavigationRail::minimumSizeHint() const
{
    return {columnWidth, static_cast<int>(m_buttons.size()) * (RailButton::leastHeight + space::xs) + space::m + space::s};
}

void NavigationRail::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    shareHeight();
}

void NavigationRail::shareHeight()
{
    const int count = std::max(1, static_cast<int>(m_buttons.size()));
    const int share = (height() - space::m - space::s) / count - space::xs;
    for (RailButton *button : std::as_const(m_buttons))
        button->setShownHeight(std::clamp(share, RailButton::leastHeight, RailButton::roomyHeight));
}

void NavigationRail::addDestination(const PageId &page, const QString &icon, const QString &label)
{
    RailButton *button = addButton(icon, label, static_cast<int>(m_destinations.size()));
    button->setObjectName(QStringLiteral("rail.") + page.value);
    button->setCheckable(true);
    m_destinations.insert(page, button);
    connect(button, &RailButton::clicked, this, [this, page] { emit pageRequested(page); });
}

void NavigationRail::addTool(QAction *action, const QString &icon, const QString &label)
{
    RailButton *button = addButton(icon, label, -1);
    button->setObjectName(QStringLiteral("rail.") + action->objectName());
    button->setToolTip(action->text());
    connect(button, &RailButton::clicked, action, &QAction::trigger);
}

void NavigationRail::addMenu(QMenu *menu, const QString &icon, const QString &label)
{
    RailButton *button = addButton(icon, label, -1);
    button->setObjectName(QStringLiteral("rail.menu"));
    connect(button, &RailButton::clicked, menu, [menu, button] {
        menu->popup(button->mapToGlobal(QPoint(button->width() - space::s, button->height() - menu->sizeHint().height())));
    });
}

void NavigationRail::setCurrent(const PageId &page)
{
    for (auto entry = m_destinations.cbegin(); entry != m_destinations.cend(); ++entry)
        entry.value()->setChecked(entry.key() == page);
}

} // namespace qd
