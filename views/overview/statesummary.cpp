#include "overview/statesummary.h"

#include "widgets/statechip.h"

#include <QHBoxLayout>

#include <algorithm>

namespace qd {

StateSummary::StateSummary(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_layout(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("stateSummary"));
    m_layout->setContentsMargins({});
    m_layout->setSpacing(space::xs);
    m_layout->setSizeConstraint(QLayout::SetNoConstraint);
    m_layout->addStretch();
}

void StateSummary::setCounts(const QMap<TileState, int> &counts)
{
    QMap<TileState, int> present = counts;
    present.removeIf([](auto it) { return it.value() <= 0; });
    if (present == m_counts)
        return;
    m_counts = present;
    refresh();
}

void StateSummary::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_isCompact != (fullWidth() > width()))
        refresh();
}

StateChip *StateSummary::chip(TileState state)
{
    StateChip *&found = m_chips[state];
    if (!found) {
        found = new StateChip(m_theme, this);
        // The map is sorted worst first, and so is the row of chips.
        m_layout->insertWidget(static_cast<int>(std::distance(m_chips.begin(), m_chips.find(state))), found);
    }
    return found;
}

void StateSummary::refresh()
{
    QStringList words;
    for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it)
        chip(it.key());
    m_isCompact = fullWidth() > width();
    for (auto it = m_chips.cbegin(); it != m_chips.cend(); ++it) {
        const int count = m_counts.value(it.key());
        it.value()->setVisible(count > 0);
        if (count <= 0)
            continue;
        it.value()->setCount(it.key(), count, m_isCompact);
        words << it.value()->text();
    }
    setAccessibleName(words.join(QStringLiteral(", ")));
}

int StateSummary::fullWidth() const
{
    int total = 0;
    for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it) {
        if (const StateChip *known = m_chips.value(it.key()))
            total += known->countWidth(it.key(), it.value()) + space::xs;
    }
    return total;
}

} // namespace qd
