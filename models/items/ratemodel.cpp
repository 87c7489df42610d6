#include "ratemodel.h"

#include "plaintip.h"

#include <algorithm>

namespace qd {

namespace {

QString priceCell(const std::optional<double> &price) { return price ? QString::number(*price, 'g', 10) : QString(); }

QString rateCell(const Rate &rate, int column)
{
    switch (column) {
    case RateModel::Model: return rate.model;
    case RateModel::Provider: return rate.provider;
    case RateModel::From: return dayText(rate.from);
    case RateModel::Input: return priceCell(rate.input);
    case RateModel::Cached: return priceCell(rate.cachedInput);
    case RateModel::Output: return priceCell(rate.output);
    case RateModel::Note: return rate.note;
    default: return {};
    }
}

Error badCell(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

Result<std::optional<double>> typedPrice(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return std::optional<double>();
    bool isNumber = false;
    const double price = trimmed.toDouble(&isNumber);
    if (!isNumber)
        return badCell(RateModel::tr("“%1” is no number; a price looks like 2.50.").arg(trimmed.left(40)));
    return std::optional(price);
}

Result<Rate> withPrice(Rate rate, RateModel::Column column, const QString &text)
{
    const auto price = typedPrice(text);
    if (!price)
        return price.error();
    if (column == RateModel::Input && !*price)
        return badCell(RateModel::tr("An input price is needed; 0 is free."));
    if (column == RateModel::Input)
        rate.input = **price;
    else
        (column == RateModel::Cached ? rate.cachedInput : rate.output) = *price;
    return rate;
}

bool isPriceColumn(int column) { return column == RateModel::Input || column == RateModel::Cached || column == RateModel::Output; }

} // namespace

Result<Rate> editedRate(const Rate &rate, RateModel::Column column, const QString &text)
{
    Rate next = rate;
    switch (column) {
    case RateModel::Model: next.model = text.trimmed(); return next;
    case RateModel::Provider: next.provider = text.trimmed(); return next;
    case RateModel::Note: next.note = text.trimmed().left(200); return next;
    case RateModel::From: {
        const auto day = dayFromText(text.trimmed());
        if (!day)
            return badCell(RateModel::tr("“%1” is no date; one looks like 2026-11-21.").arg(text.left(40)));
        next.from = *day;
        return next;
    }
    case RateModel::Input:
    case RateModel::Cached:
    case RateModel::Output: return withPrice(next, column, text);
    case RateModel::ColumnCount: break;
    }
    return next;
}

RateModel::RateModel(RateCardStore &store, QObject *parent) : QAbstractTableModel(parent), m_store(store), m_rates(store.card().rates)
{
    connect(&store, &RateCardStore::changed, this, &RateModel::follow);
}

// Rows have no names of their own: what is alike at both ends stays, the middle is exchanged.
void RateModel::follow()
{
    const QList<Rate> &next = m_store.card().rates;
    const qsizetype common = std::min(m_rates.size(), next.size());
    qsizetype head = 0;
    while (head < common && m_rates.at(head) == next.at(head))
        ++head;
    qsizetype tail = 0;
    while (tail < common - head && m_rates.at(m_rates.size() - 1 - tail) == next.at(next.size() - 1 - tail))
        ++tail;
    const qsizetype removed = m_rates.size() - head - tail;
    const qsizetype added = next.size() - head - tail;
    const qsizetype changed = std::min(removed, added);
    for (qsizetype i = head; i < head + changed; ++i)
        m_rates[i] = next.at(i);
    if (changed > 0)
        emit dataChanged(index(static_cast<int>(head), 0), index(static_cast<int>(head + changed - 1), ColumnCount - 1));
    const int at = static_cast<int>(head + changed);
    if (removed > changed) {
        beginRemoveRows({}, at, static_cast<int>(head + removed) - 1);
        m_rates.remove(at, removed - changed);
        endRemoveRows();
    } else if (added > changed) {
        beginInsertRows({}, at, static_cast<int>(head + added) - 1);
        for (qsizetype i = at; i < head + added; ++i)
            m_rates.insert(i, next.at(i));
        endInsertRows();
    }
}

int RateModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rates.size()); }

int RateModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RateModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Rate &rate = m_rates.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return rateCell(rate, index.column());
    case Qt::AccessibleTextRole: return QString(headerData(index.column(), Qt::Horizontal).toString() % u' ' % rateCell(rate, index.column()));
    case Qt::ToolTipRole: return plainTip(rate.note);
    case Qt::TextAlignmentRole: return QVariant(isPriceColumn(index.column()) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    default: return {};
    }
}

QVariant RateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(isPriceColumn(section) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Model"), tr("Provider"), tr("From"), tr("Input"), tr("Cached input"), tr("Output"), tr("Note")};
    return titles.value(section);
}

Qt::ItemFlags RateModel::flags(const QModelIndex &index) const
{
    return QAbstractTableModel::flags(index) | (index.isValid() ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

bool RateModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const auto rate = editedRate(m_rates.at(index.row()), static_cast<Column>(index.column()), value.toString());
    const Result<void> replaced = rate ? m_store.replaceRate(index.row(), *rate) : Result<void>(rate.error());
    if (!replaced) {
        emit refused(replaced.error());
        return false;
    }
    emit accepted();
    return true;
}

} // namespace qd
