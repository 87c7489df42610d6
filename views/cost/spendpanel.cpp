#include "cost/spendpanel.h"

#include "cost/costdelegates.h"
#include "format.h"
#include "widgets/labels.h"
#include "widgets/tablelook.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace qd {

namespace {

const QList<SpendLine> &linesOf(const Chargeback &chargeback, SpendPanel::Grouping grouping)
{
    switch (grouping) {
    case SpendPanel::Grouping::Tenant: return chargeback.tenants;
    case SpendPanel::Grouping::Model: return chargeback.models;
    case SpendPanel::Grouping::Agent: return chargeback.agents;
    case SpendPanel::Grouping::Tool: break;
    }
    return chargeback.tools;
}

QString spendNote(const Chargeback &chargeback, SpendPanel::Grouping grouping)
{
    if (grouping == SpendPanel::Grouping::Tool)
        return SpendPanel::tr("A tool costs its price per call, if the card has one, and the model calls that only mended its arguments. "
                              "The latter are in the total already.");
    const double scale = chargeback.kept > 0 ? chargeback.total.calls / chargeback.kept : 1;
    if (scale < 1.05)
        return SpendPanel::tr("Every model call is counted once, at the span that made it.");
    return SpendPanel::tr("Scaled up from %1 stored of %2 model calls: sampling kept one in %3. The agents' report counts every task.")
        .arg(format::compact(chargeback.kept), format::compact(chargeback.total.calls), QString::number(scale, 'f', 1));
}

} // namespace

SpendPanel::SpendPanel(const Theme &theme, SpendModel &model, QWidget *parent)
    : QFrame(parent), m_model(model), m_groups(new QButtonGroup(this)), m_table(new QTableView(this)),
      m_note(makeLabel(this, QStringLiteral("costSpendNote"), "secondary"))
{
    setProperty("qdRole", QStringLiteral("panel"));
    dressTable(*m_table, QStringLiteral("costSpend"), tr("Spend"));
    m_table->setModel(&m_model);
    m_table->setItemDelegateForColumn(SpendModel::Share, new ShareDelegate(theme, m_table));
    m_table->setItemDelegateForColumn(SpendModel::Priced, new DoubtDelegate(theme, SpendModel::UnpricedRole, m_table));
    m_table->setItemDelegateForColumn(SpendModel::Difference, new DoubtDelegate(theme, SpendModel::DisagreesRole, m_table));
    m_table->horizontalHeader()->setSectionResizeMode(SpendModel::Name, QHeaderView::Fixed);
    m_table->setColumnWidth(SpendModel::Name, 210);
    m_table->horizontalHeader()->setSectionResizeMode(SpendModel::Share, QHeaderView::Fixed);
    m_table->setColumnWidth(SpendModel::Share, 260);
    m_note->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::xs);
    const QStringList names{tr("By tenant"), tr("By model"), tr("By agent"), tr("By tool")};
    for (int i = 0; i < names.size(); ++i) {
        auto *button = new QToolButton(this);
        button->setText(names.at(i));
        button->setAccessibleName(names.at(i));
        button->setObjectName(QStringLiteral("costGroup%1").arg(i));
        button->setCheckable(true);
        button->setChecked(i == 0);
        m_groups->addButton(button, i);
        head->addWidget(button);
    }
    head->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_note);
    connect(m_groups, &QButtonGroup::idClicked, this, [this](int id) { setGrouping(static_cast<Grouping>(id)); });
    connect(&theme, &Theme::changed, m_table, [this] { m_table->viewport()->update(); });
    setFocusProxy(m_table);
}

void SpendPanel::setChargeback(const Chargeback &chargeback)
{
    m_chargeback = chargeback;
    refresh();
}

void SpendPanel::setGrouping(Grouping grouping)
{
    m_grouping = grouping;
    refresh();
}

void SpendPanel::refresh()
{
    m_model.setLines(linesOf(m_chargeback, m_grouping), m_chargeback.total.priced);
    m_note->setText(spendNote(m_chargeback, m_grouping));
}

} // namespace qd
