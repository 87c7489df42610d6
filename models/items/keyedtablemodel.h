#pragma once

#include <QAbstractTableModel>
#include <QList>

#include <algorithm>
#include <utility>

namespace qd {

/// A table whose rows have keys: setRows() becomes insertions, moves, changes and removals, so that selection and place
/// survive a refresh. `Row` has operator==. GUI thread.
template<typename Row>
class KeyedTableModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    /// -1: there is none.
    [[nodiscard]] int rowOf(const QString &key) const { return static_cast<int>(find(key, 0)); }

    void setRows(const QList<Row> &next)
    {
        removeMissing(next);
        for (qsizetype i = 0; i < next.size(); ++i)
            place(next.at(i), i);
    }

protected:
    [[nodiscard]] virtual QString keyOf(const Row &row) const = 0;

private:
    [[nodiscard]] qsizetype find(const QString &key, qsizetype from) const
    {
        for (qsizetype i = from; i < m_rows.size(); ++i)
            if (keyOf(m_rows.at(i)) == key)
                return i;
        return -1;
    }

    void removeMissing(const QList<Row> &next)
    {
        for (qsizetype i = m_rows.size(); i-- > 0;) {
            const bool isKept = std::ranges::any_of(next, [&](const Row &row) { return keyOf(row) == keyOf(m_rows.at(i)); });
            if (isKept)
                continue;
            beginRemoveRows({}, static_cast<int>(i), static_cast<int>(i));
            m_rows.removeAt(i);
            endRemoveRows();
        }
    }

    void place(const Row &row, qsizetype at)
    {
        const qsizetype found = find(keyOf(row), at);
        if (found < 0) {
            beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
            m_rows.insert(at, row);
            endInsertRows();
            return;
        }
        if (found != at) {
            beginMoveRows({}, static_cast<int>(found), static_cast<int>(found), {}, static_cast<int>(at));
            m_rows.move(found, at);
            endMoveRows();
        }
        if (std::exchange(m_rows[at], row) != row)
            emit dataChanged(index(static_cast<int>(at), 0), index(static_cast<int>(at), columnCount() - 1));
    }

    QList<Row> m_rows;
};

} // namespace qd
