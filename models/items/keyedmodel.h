#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QSet>

#include <utility>

namespace qd {

/// Rows that have keys: setRows() becomes insertions, moves, changes and removals, so that selection and place survive a
/// refresh. Rows of one key are told apart by their order. `Row` has operator==; `Base` is a table or a list. GUI thread.
template<typename Row, typename Base = QAbstractTableModel>
class KeyedModel : public Base
{
public:
    using Base::Base;

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    /// The row's value, or nullptr.
    [[nodiscard]] const Row *row(const QModelIndex &index) const
    {
        return index.isValid() && index.model() == this && index.row() < m_rows.size() ? &m_rows.at(index.row()) : nullptr;
    }
    /// -1: there is none.
    [[nodiscard]] int rowOf(const QString &key) const { return static_cast<int>(find(key, 0)); }

    void setRows(const QList<Row> &next)
    {
        removeMissing(keysOf(next));
        const QSet<QString> kept = keysOf(m_rows);
        for (qsizetype at = 0; at < next.size();) {
            qsizetype end = at;
            while (end < next.size() && !kept.contains(keyOf(next.at(end))))
                ++end;
            if (end > at)
                insert(at, next.mid(at, end - at));
            else
                place(next.at(end++), at);
            at = end;
        }
        remove(next.size(), m_rows.size()); // of a key that has fewer rows now
        tellChanged();
    }

protected:
    [[nodiscard]] virtual QString keyOf(const Row &row) const = 0;

private:
    [[nodiscard]] QSet<QString> keysOf(const QList<Row> &rows) const
    {
        QSet<QString> keys;
        for (const Row &row : rows)
            keys.insert(keyOf(row));
        return keys;
    }

    [[nodiscard]] qsizetype find(const QString &key, qsizetype from) const
    {
        for (qsizetype i = from; i < m_rows.size(); ++i)
            if (keyOf(m_rows.at(i)) == key)
                return i;
        return -1;
    }

    void removeMissing(const QSet<QString> &wanted)
    {
        for (qsizetype end = m_rows.size(); end > 0;) {
            qsizetype first = end;
            while (first > 0 && !wanted.contains(keyOf(m_rows.at(first - 1))))
                --first;
            remove(first, end);
            end = first - 1; // that row is wanted
        }
    }

    void remove(qsizetype first, qsizetype end)
    {
        if (first >= end)
            return;
        tellChanged();
        Base::beginRemoveRows({}, static_cast<int>(first), static_cast<int>(end - 1));
        m_rows.remove(first, end - first);
        Base::endRemoveRows();
    }

    void insert(qsizetype at, const QList<Row> &rows)
    {
        tellChanged();
        Base::beginInsertRows({}, static_cast<int>(at), static_cast<int>(at + rows.size()) - 1);
        if (at == m_rows.size())
            m_rows.append(rows);
        else
            for (qsizetype i = 0; i < rows.size(); ++i)
                m_rows.insert(at + i, rows.at(i));
        Base::endInsertRows();
    }

    void place(const Row &row, qsizetype at)
    {
        const qsizetype found = find(keyOf(row), at);
        if (found < 0)
            return insert(at, {row});
        if (found != at) {
            tellChanged();
            Base::beginMoveRows({}, static_cast<int>(found), static_cast<int>(found), {}, static_cast<int>(at));
            m_rows.move(found, at);
            Base::endMoveRows();
        }
        if (std::exchange(m_rows[at], row) != row)
            noteChanged(static_cast<int>(at));
    }

    /// Neighbours are told together: ten thousand rows may change at once.
    void noteChanged(int row)
    {
        if (m_changedEnd != row)
            tellChanged();
        m_changedFrom = m_changedFrom < 0 ? row : m_changedFrom;
        m_changedEnd = row + 1;
    }

    void tellChanged()
    {
        if (m_changedFrom < 0)
            return;
        const QAbstractItemModel &model = *this; // a list hides its columnCount()
        const int from = std::exchange(m_changedFrom, -1);
        emit this->dataChanged(model.index(from, 0), model.index(std::exchange(m_changedEnd, -1) - 1, model.columnCount() - 1));
    }

    QList<Row> m_rows;
    int m_changedFrom = -1; ///< rows that have changed and are not told yet
    int m_changedEnd = -1;
};

} // namespace qd
