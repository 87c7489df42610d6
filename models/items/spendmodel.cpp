#include "spendmodel.h"

#include "format.h"
#include "plaintip.h"

namespace qd {

namespace {

QString spendName(const SpendLine &line) { return line.key.isEmpty() ? SpendModel::tr("(not said)") : line.key; }

QString spendPriced(const SpendLine &line)
{
    if (line.unpricedTokens > 0 && line.priced.isZero())
        return SpendModel::tr("unpriced");
    return line.unpricedTokens > 0 ? QString(line.priced.text() % QLatin1Char('+')) : line.priced.text();
}

QString spendDifference(const SpendLine &line)
{
    if (line.reported.isZero())
        return QStringLiteral("–");
    const double ratio = (line.priced.amount() - line.reported.amount()) / line.reported.amount();
    return (ratio >= 0 ? QStringLiteral("+") : QString()) % format::percent(ratio, 1);
}

QString spendTokens(qint64 tokens) { return format::compact(static_cast<double>(tokens)); }

QString spendCell(const SpendLine &line, int column, double share)
{
    switch (column) {
    case SpendModel::Name: return spendName(line);
    case SpendModel::Priced: return spendPriced(line);
    case SpendModel::Share: return format::percent(share, 1);
    case SpendModel::Reported: return line.reported.isZero() ? QStringLiteral("–") : line.reported.text();
    case SpendModel::Difference: return spendDifference(line);
    case SpendModel::Input: return spendTokens(line.tokens.input);
    case SpendModel::Cached: return spendTokens(line.tokens.cached);
    case SpendModel::Output: return spendTokens(line.tokens.output);
    case SpendModel::Calls: return format::compact(line.calls);
    default: return {};
    }
}

QString spendTip(const SpendLine &line)
{
    QStringList tip{spendName(line)};
    if (line.unpricedTokens > 0)
        tip << SpendModel::tr("%1 tokens have no price in the card: they are in no sum.").arg(format::number(static_cast<double>(line.unpricedTokens)));
    if (disagrees(line))
        tip << SpendModel::tr("Our price and the agents' own report differ by more than 5 %: check the rate card.");
    return plainTip(tip.join(u'\n'));
}

} // namespace

SpendModel::SpendModel(QObject *parent) : KeyedModel(parent) {}

void SpendModel::setLines(const QList<SpendLine> &lines, const Money &total)
{
    const bool isOther = total != m_total;
    m_total = total;
    setRows(lines);
    if (isOther && rowCount() > 0)
        emit dataChanged(index(0, Share), index(rowCount() - 1, Share));
}

int SpendModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant SpendModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SpendLine &line = rows().at(index.row());
    const double share = m_total.isZero() ? 0 : line.priced.amount() / m_total.amount();
    switch (role) {
    case Qt::DisplayRole: return spendCell(line, index.column(), share);
    case Qt::AccessibleTextRole:
        return QString(headerData(index.column(), Qt::Horizontal).toString() % u' ' % spendCell(line, index.column(), share));
    case Qt::ToolTipRole: return spendTip(line);
    case Qt::TextAlignmentRole: return QVariant(index.column() == Name ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case ShareRole: return share;
    case DisagreesRole: return disagrees(line);
    case UnpricedRole: return line.unpricedTokens > 0;
    default: return {};
    }
}

QVariant SpendModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section == Name ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Name"), tr("Our price"), tr("Share"), tr("Reported"), tr("Difference"),
                                    tr("Input"), tr("Cached"), tr("Output"), tr("Calls")};
    return titles.value(section);
}

} // namespace qd
