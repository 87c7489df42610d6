#pragma once

#include "trace/trace.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace qd {

/// The spans of one trace as a tree, for whoever wants rows and not a picture: tests, screen readers, copying. Another
/// trace takes the place of the first by removing its rows. GUI thread.
class SpanTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpanTreeModel)

public:
    enum class Column { Name, Side, Duration, Self, Count };
    enum Role {
        SpanRole = Qt::UserRole + 1, ///< int: index of the span in the trace
        FailedRole                   ///< bool
    };

    explicit SpanTreeModel(QObject *parent = nullptr) : QAbstractItemModel(parent) {}

    void setTrace(std::shared_ptr<const Trace> trace);
    [[nodiscard]] QModelIndex indexOfSpan(int span, int column = 0) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    using QObject::parent;

private:
    [[nodiscard]] const std::vector<int> &childrenOf(const QModelIndex &parent) const;
    void fill();

    std::shared_ptr<const Trace> m_trace = std::make_shared<const Trace>();
    std::vector<std::vector<int>> m_children{{}}; ///< the last entry holds the roots
    std::vector<int> m_rows;                      ///< place of each span among its siblings
};

} // namespace qd
