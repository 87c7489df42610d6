#include "resultgridmodel.h"

#include "plaintip.h"
#include "query/celltext.h"
#include "query/columnreader.h"

#include <algorithm>
#include <utility>

namespace qd {

ResultGridModel::ResultGridModel(QObject *parent) : QAbstractTableModel(parent)
{
    connect(&m_worker, &GridWorker::arranged, this, &ResultGridModel::take);
    connect(&m_worker, &GridWorker::counted, this, &ResultGridModel::counted);
    connect(&m_worker, &GridWorker::busyChanged, this, &ResultGridModel::busyChanged);
}

void ResultGridModel::append(const query::ResultSet::Piece &piece)
{
    if (m_set.columnCount() == 0 && !piece->columns.empty()) {
        beginInsertColumns({}, 0, static_cast<int>(piece->columns.size()) - 1);
        m_set.append(std::make_shared<query::ResultTable>(query::ResultTable{piece->name, [&] {
            std::vector<query::ResultColumn> columns;
            for (const query::ResultColumn &column : piece->columns)
                columns.emplace_back(column.name(), column.type());
            return columns;
        }()}));
        endInsertColumns();
    }
    if (piece->rowCount() == 0)
        return;
    if (m_shown || !m_wanted.isNone())
        return m_set.append(piece);
    const int count = static_cast<int>(piece->rowCount());
    beginInsertRows({}, m_lines, m_lines + count - 1);
    m_set.append(piece);
    m_lines += count;
    endInsertRows();
}

void ResultGridModel::complete()
{
    if (std::exchange(m_isComplete, true) || m_wanted.isNone())
        return;
    m_worker.arrange(m_set, m_wanted);
}

void ResultGridModel::setArrangement(const query::Arrangement &arrangement)
{
    if (arrangement == m_wanted)
        return;
    m_wanted = arrangement;
    if (arrangement.isNone()) {
        m_worker.cancelArranging();
        take(nullptr);
    } else {
        m_worker.arrange(m_set, arrangement);
        emit arrangementChanged();
    }
}

void ResultGridModel::cancelArranging()
{
    m_worker.cancelArranging();
}

void ResultGridModel::countColumn(size_t column)
{
    auto rows = m_shown ? std::shared_ptr<const query::RowList>(m_shown, &m_shown->rows) : nullptr;
    m_worker.count(m_set, rows, column);
}

// Open groups are known by their place, which another arrangement changes: all begin closed.
void ResultGridModel::take(const GridWorker::ArrangedPtr &made)
{
    showLines(made, made ? lineStarts(*made, std::vector<bool>(made->groups.size())) : std::vector<std::uint32_t>());
    emit arrangementChanged();
}

std::vector<std::uint32_t> ResultGridModel::lineStarts(const query::Arranged &made, const std::vector<bool> &open)
{
    std::vector<std::uint32_t> starts;
    if (made.groups.empty())
        return starts;
    starts.reserve(made.groups.size() + 1);
    std::uint32_t line = 0;
    for (size_t group = 0; group < made.groups.size(); ++group) {
        starts.push_back(line);
        line += 1 + (open[group] ? made.groups[group].count : 0);
    }
    starts.push_back(line);
    return starts;
}

int ResultGridModel::lineCount(const query::Arranged *made, const std::vector<std::uint32_t> &starts) const
{
    if (!made)
        return static_cast<int>(m_set.rowCount());
    return static_cast<int>(starts.empty() ? made->rows.size() : starts.back());
}

// Lines go at the end, or come there, and those between show something else: no reset, and views keep their place.
void ResultGridModel::showLines(const GridWorker::ArrangedPtr &made, std::vector<std::uint32_t> starts)
{
    const int count = lineCount(made.get(), starts);
    if (count < m_lines) {
        beginRemoveRows({}, count, m_lines - 1);
        m_lines = count;
        endRemoveRows();
    }
    m_shown = made;
    m_open.assign(made ? made->groups.size() : 0, false);
    m_starts = std::move(starts);
    if (m_lines > 0)
        emit dataChanged(index(0, 0), index(m_lines - 1, columnCount() - 1));
    if (count > m_lines) {
        beginInsertRows({}, m_lines, count - 1);
        m_lines = count;
        endInsertRows();
    }
}

void ResultGridModel::setGroupOpen(int group, bool isOpen)
{
    const auto at = static_cast<size_t>(group);
    if (!m_shown || group < 0 || at >= m_open.size() || m_open[at] == isOpen)
        return;
    const int head = static_cast<int>(m_starts[at]);
    const int count = static_cast<int>(m_shown->groups[at].count);
    if (isOpen)
        beginInsertRows({}, head + 1, head + count);
    else
        beginRemoveRows({}, head + 1, head + count);
    m_open[at] = isOpen;
    m_starts = lineStarts(*m_shown, m_open);
    m_lines += isOpen ? count : -count;
    if (isOpen)
        endInsertRows();
    else
        endRemoveRows();
    emit dataChanged(index(head, 0), index(head, columnCount() - 1));
}

ResultGridModel::Line ResultGridModel::lineAt(int line) const
{
    const auto at = static_cast<std::uint32_t>(line);
    if (!m_shown)
        return {.row = at};
    if (m_starts.empty())
        return {.row = m_shown->rows[at]};
    const auto group = static_cast<size_t>(std::ranges::upper_bound(m_starts, at) - m_starts.begin()) - 1;
    if (m_starts[group] == at)
        return {.group = static_cast<int>(group)};
    return {.row = m_shown->rows[m_shown->groups[group].first + (at - m_starts[group] - 1)]};
}

qint64 ResultGridModel::shownRows() const { return m_shown ? std::ssize(m_shown->rows) : static_cast<qint64>(m_set.rowCount()); }

query::RowList ResultGridModel::rows() const { return m_shown ? m_shown->rows : query::allRows(m_set); }

int ResultGridModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : m_lines; }

int ResultGridModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_set.columnCount()); }

QVariant ResultGridModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_lines)
        return {};
    const Line line = lineAt(index.row());
    if (role == GroupRole)
        return line.group;
    if (line.group < 0)
        return cellData(line, index.column(), role);
    if (role == OpenRole)
        return bool(m_open[static_cast<size_t>(line.group)]);
    return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? headText(line, index.column()) : QVariant();
}

QVariant ResultGridModel::headText(const Line &line, int column) const
{
    const query::RowGroup &group = m_shown->groups[static_cast<size_t>(line.group)];
    if (column != 0)
        return {};
    const QString value = group.isNull ? tr("null") : group.label.isEmpty() ? tr("(empty)") : group.label;
    return group.count == 1 ? tr("%1   1 row").arg(value) : tr("%1   %2 rows").arg(value).arg(group.count);
}

QVariant ResultGridModel::cellData(const Line &line, int column, int role) const
{
    const auto at = static_cast<size_t>(column);
    const auto isNumber = [&] { return query::isNumeric(m_set.columnType(at)) && m_set.columnType(at) != ColumnType::DateTime; };
    switch (role) {
    case Qt::DisplayRole: return m_set.isNull(line.row, at) ? tr("null") : query::shownText(m_set, line.row, at);
    case Qt::TextAlignmentRole: return QVariant(Qt::AlignVCenter | (isNumber() ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole: return QString(m_set.columnName(at) % QStringLiteral(": ") % cellData(line, column, Qt::DisplayRole).toString());
    case NullRole: return m_set.isNull(line.row, at);
    case NumberRole: return isNumber();
    default: return {};
    }
}

QVariant ResultGridModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto column = static_cast<size_t>(section);
    const ColumnType type = m_set.columnType(column);
    switch (role) {
    case Qt::DisplayRole: return m_set.columnName(column);
    case Qt::ToolTipRole: return plainTip(m_set.columnName(column) % QStringLiteral(" · ") % columnTypeName(type));
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (query::isNumeric(type) && type != ColumnType::DateTime ? Qt::AlignRight : Qt::AlignLeft));
    default: return {};
    }
}

void ResultGridModel::sort(int column, Qt::SortOrder order)
{
    query::Arrangement wanted = m_wanted;
    wanted.sort.clear();
    if (column >= 0 && column < columnCount())
        wanted.sort.append({static_cast<size_t>(column), order == Qt::DescendingOrder});
    setArrangement(wanted);
}

} // namespace qd
