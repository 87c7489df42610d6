#include "budgetmodel.h"

#include "format.h"
#include "plaintip.h"

namespace qd {

namespace {

QString budgetDay(const std::optional<Instant> &at)
{
    return at ? toDateTime(*at).toString(QStringLiteral("yyyy-MM-dd hh:mm")) : BudgetModel::tr("not this month");
}

QString budgetAmount(const BudgetLine &line)
{
    if (!line.budget)
        return BudgetModel::tr("none");
    return line.isImplied ? QString(QStringLiteral("≈ ") % line.budget->text()) : line.budget->text();
}

QString budgetExpected(const BudgetLine &line)
{
    return line.forecast.monthEnd ? Money::of(*line.forecast.monthEnd, line.spent.currency()).text() : QStringLiteral("–");
}

QString budgetCell(const BudgetLine &line, int column)
{
    switch (column) {
    case BudgetModel::Tenant: return line.tenant.isEmpty() ? BudgetModel::tr("(not said)") : line.tenant;
    case BudgetModel::State: return breakerStateWord(line.state);
    case BudgetModel::Used: return line.usedShare ? format::percent(*line.usedShare, 1) : QStringLiteral("–");
    case BudgetModel::Spent: return line.spent.text();
    case BudgetModel::Budget: return budgetAmount(line);
    case BudgetModel::Expected: return budgetExpected(line);
    case BudgetModel::RunOut: return line.budget ? budgetDay(line.forecast.runOut) : QStringLiteral("–");
    default: return {};
    }
}

QString budgetTip(const BudgetLine &line)
{
    QStringList tip;
    tip << (line.isStateReported ? BudgetModel::tr("State as the agents report it.") : BudgetModel::tr("State by our own sums; the agents report none."));
    if (line.isImplied)
        tip << BudgetModel::tr("The budget follows from the agents' own ratio; set one to be exact.");
    tip << BudgetModel::tr("Resets on %1.").arg(toDateTime(line.resets).toString(QStringLiteral("yyyy-MM-dd")));
    return tip.join(u'\n');
}

bool budgetIsText(int column) { return column == BudgetModel::Tenant || column == BudgetModel::State || column == BudgetModel::Used; }

} // namespace

QString breakerStateWord(BreakerState state)
{
    switch (state) {
    case BreakerState::Ok: return BudgetModel::tr("OK");
    case BreakerState::Downshift: return BudgetModel::tr("Downshift");
    case BreakerState::Blocked: return BudgetModel::tr("Blocked");
    case BreakerState::Unknown: break;
    }
    return BudgetModel::tr("Unknown");
}

BudgetModel::BudgetModel(QObject *parent) : KeyedModel(parent) {}

int BudgetModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant BudgetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const BudgetLine &line = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole: return budgetCell(line, index.column());
    case Qt::AccessibleTextRole: return QString(headerData(index.column(), Qt::Horizontal).toString() % u' ' % budgetCell(line, index.column()));
    case Qt::ToolTipRole: return plainTip(budgetTip(line));
    case Qt::TextAlignmentRole: return QVariant(budgetIsText(index.column()) ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case StateRole: return static_cast<int>(line.state);
    case UsedRole: return line.usedShare ? QVariant(*line.usedShare) : QVariant();
    default: return {};
    }
}

QVariant BudgetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(budgetIsText(section) ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Tenant"), tr("Breaker"), tr("Used of the month's budget"), tr("Spent"), tr("Budget"), tr("Month's end"), tr("Runs out")};
    return titles.value(section);
}

} // namespace qd
