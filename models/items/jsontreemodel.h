#pragma once

#include "mcp/jsonoutline.h"

#include <QAbstractItemModel>

#include <memory>

namespace qd {

/// A JSON text as a tree, numbers and order as they came. Another text is another model. GUI thread.
class JsonTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JsonTreeModel)

public:
    enum class Column { Name, Value, Count };
    enum Role {
        PathRole = Qt::UserRole + 1, ///< QString: "$.orders[0].id"
        RawRole,                     ///< QString: the value as it is written
        KindRole                     ///< int, JsonOutline::Kind
    };

    explicit JsonTreeModel(JsonOutline outline, QObject *parent = nullptr);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] const JsonOutline::Node &nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QString shownValue(qsizetype node) const;

    const JsonOutline m_outline;
};

} // namespace qd
