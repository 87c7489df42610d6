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
}

void StateSummary::setCounts(const QMap<TileState, int> &counts)
{
    for (StateChip *chip : std::as_const(m_chips))
        chip->hide();
    QStringList words;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (it.value() <= 0)
            continue;
        StateChip *&chip = m_chips[it.key()];
        if (!chip) {
            chip = new StateChip(m_theme, this);
            // The map is sorted worst first, and so is the row of chips.
            m_layout->insertWidget(static_cast<int>(std::distance(m_chips.begin(), m_chips.find(it.key()))), chip);
        }
        chip->setCount(it.key(), it.value());
        chip->show();
        words << chip->text();
    }
    setAccessibleName(words.join(QStringLiteral(", ")));
}

} // namespace qd
