#include "shell/palettemodel.h"

#include "shell/fuzzymatch.h"

#include <algorithm>

namespace qd {

namespace {
constexpr qsizetype maxPaletteRows = 50;
}

PaletteModel::PaletteModel(QObject *parent) : QAbstractListModel(parent) {}

void PaletteModel::setTyped(const QString &typed)
{
    const QString text = typed.trimmed();
    const auto picked = std::ranges::find_if(
        m_sources, [&](const PaletteSource &source) { return text.startsWith(source.prefix); });
    QList<Row> rows;
    if (picked != m_sources.end()) {
        collect(*picked, text.mid(1).trimmed(), rows);
    } else {
        for (const PaletteSource &source : std::as_const(m_sources)) {
            if (source.isInAll)
                collect(source, text, rows);
        }
    }
    std::ranges::stable_sort(rows, std::ranges::greater(),
                             [](const Row &row) { return std::pair(row.entry.isEnabled, row.score); });
    // The list is another one with every key typed: there is no selection or place to keep, so a reset is right.
    beginResetModel();
    m_rows = rows.mid(0, maxPaletteRows);
    endResetModel();
}

void PaletteModel::collect(const PaletteSource &source, const QString &typed, QList<Row> &rows)
{
    for (const PaletteEntry &entry : source.entries(typed)) {
        if (!source.isFuzzy) {
            rows.append({.entry = entry});
            continue;
        }
        if (const auto match = fuzzyMatch(typed, entry.title))
            rows.append({entry, match->score, match->positions});
    }
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.entry.title;
    case Qt::AccessibleTextRole: {
        QStringList parts{row.entry.title, row.entry.detail, row.entry.keys};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    case EntryRole:
        return QVariant::fromValue(row.entry);
    case MatchRole:
        return QVariant::fromValue(row.matched);
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return Qt::NoItemFlags;
    // A disabled entry can be reached too: its detail says what is missing.
    return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

} // namespace qd
