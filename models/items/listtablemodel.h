#pragma once

#include <QAbstractTableModel>
#include <QList>

#include <algorithm>

namespace qd {

/// A table over a list of values. A new list is taken over by difference: what both ends share stays, what is between is
/// changed in place as far as both lists reach, and only the rest is inserted or removed. GUI thread.
template<typename Row>
class ListTableModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    /// The row's value, or nullptr.
    [[nodiscard]] const Row *row(const QModelIndex &index) const
    {
        return index.isValid() && index.model() == this && index.row() < m_rows.size() ? &m_rows.at(index.row()) : nullptr;
    }
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }

    void setRows(const QList<Row> &rows)
    {
        const auto shortest = std::min(rows.size(), m_rows.size());
        qsizetype head = 0;
        while (head < shortest && rows.at(head) == m_rows.at(head))
            ++head;
        qsizetype tail = 0;
        while (tail < shortest - head && rows.at(rows.size() - 1 - tail) == m_rows.at(m_rows.size() - 1 - tail))
            ++tail;
        const qsizetype changed = shortest - head - tail;
        resizeAt(head + changed, rows.mid(head + changed, rows.size() - head - changed - tail), m_rows.size() - head - changed - tail);
        for (qsizetype i = head; i < head + changed; ++i)
            m_rows[i] = rows.at(i);
        if (changed > 0)
            emit dataChanged(index(static_cast<int>(head), 0), index(static_cast<int>(head + changed) - 1, columnCount() - 1));
    }

private:
    void resizeAt(qsizetype at, const QList<Row> &inserted, qsizetype removed)
    {
        const int first = static_cast<int>(at);
        if (removed > 0) {
            beginRemoveRows({}, first, first + static_cast<int>(removed) - 1);
            m_rows.remove(at, removed);
            endRemoveRows();
        }
        if (inserted.isEmpty())
            return;
        beginInsertRows({}, first, first + static_cast<int>(inserted.size()) - 1);
        for (qsizetype i = 0; i < inserted.size(); ++i)
            m_rows.insert(at + i, inserted.at(i));
        endInsertRows();
    }

    QList<Row> m_rows;
};

} // namespace qd
