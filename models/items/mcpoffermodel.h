#pragma once

#include "mcpserverstate.h"

#include <QAbstractTableModel>

namespace qd {

/// What one server offers of one kind: tools, prompts, or resources. Follows by difference. GUI thread.
class McpOfferModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpOfferModel)

public:
    enum class Column { Name, Hint, Description, Count };
    enum Role { KeyRole = Qt::UserRole + 1 }; ///< QString: the tool's or prompt's name, the resource's address

    using QAbstractTableModel::QAbstractTableModel;

    void showTools(const McpServerState &state);
    void showPrompts(const McpServerState &state);
    void showResources(const McpServerState &state);
    void clear() { follow({}); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Offer {
        QString key;
        QString name;
        QString hint;
        QString description;
        bool operator==(const Offer &) const = default;
    };

    void follow(const QList<Offer> &offers);

    QList<Offer> m_offers;
};

} // namespace qd
