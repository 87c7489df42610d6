#include "widgets/factlist.h"

#include "theme/tokens.h"
#include "widgets/labels.h"

#include <QGridLayout>

namespace qd {

FactList::FactList(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(space::l);
    m_grid->setVerticalSpacing(space::xs);
    m_grid->setColumnStretch(1, 1);
}

void FactList::setFacts(const QList<std::pair<QString, QString>> &facts)
{
    for (int row = 0; row < facts.size(); ++row) {
        setCell(row, 0, facts.at(row).first);
        setCell(row, 1, facts.at(row).second);
    }
    for (int row = static_cast<int>(facts.size()); row < m_grid->rowCount(); ++row) {
        for (const int column : {0, 1}) {
            if (QLayoutItem *item = m_grid->itemAtPosition(row, column))
                item->widget()->hide();
        }
    }
}

void FactList::setCell(int row, int column, const QString &text)
{
    QLayoutItem *item = m_grid->itemAtPosition(row, column);
    auto *label = item ? static_cast<QLabel *>(item->widget()) : nullptr;
    if (!label) {
        label = makeLabel(this, QStringLiteral("fact%1_%2").arg(row).arg(column), column == 0 ? "secondary" : "mono");
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        if (column == 0)
            label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        else
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (m_isWrapping) {
            label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
            label->setWordWrap(column == 1);
            label->setSizePolicy(column == 1 ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
        }
        m_grid->addWidget(label, row, column);
    }
    label->setText(text);
    label->show();
}

} // namespace qd
