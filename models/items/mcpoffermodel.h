#pragma once

#include "keyedmodel.h"
#include "mcpserverstate.h"

namespace qd {

/// One tool, prompt or resource as it is listed. A value.
struct McpOffer {
    enum class Risk { None, Reads, Destructive }; ///< what a tool says of itself
    QString key; ///< the tool's or prompt's name, the resource's address
    QString name;
    QString hint;
    QString description;
    Risk risk = Risk::None;
    bool operator==(const McpOffer &) const = default;
};

/// What one server offers of one kind: tools, prompts, or resources. Follows by difference. GUI thread.
class McpOfferModel final : public KeyedModel<McpOffer>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpOfferModel)

public:
    enum class Column { Name, Hint, Description, Count };
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< QString: of the offer
        RiskRole                    ///< int, McpOffer::Risk
    };

    using KeyedModel::KeyedModel;

    void showTools(const McpServerState &state);
    void showPrompts(const McpServerState &state);
    void showResources(const McpServerState &state);
    void clear() { setRows({}); }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const McpOffer &offer) const override { return offer.key; }
};

} // namespace qd
