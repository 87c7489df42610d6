#pragma once

#include "keyedmodel.h"
#include "mcpserverstate.h"

namespace qd {

/// One tool, prompt or resource as it is listed. A value.
struct McpOffer {
    enum class Risk { None, Reads, Destructive }; ///< what a tool says of itself
    enum class Standing { None, Approved, New, Changed, Broken, Doubtful, Suspicious }; ///< Broken: changed where it matters
    QString key; ///< the tool's or prompt's name, the resource's address
    QString name;
    QString hint;
    QString description;
    Risk risk = Risk::None;
    qint64 tokens = 0; ///< 0: not known
    Standing standing = Standing::None;
    bool operator==(const McpOffer &) const = default;
};

/// How something stands to what was approved and scanned; what the scan found weighs more than what has changed.
[[nodiscard]] McpOffer::Standing offerStanding(const McpServerState &state, const McpItemReport &report);

/// What one server offers of one kind: tools, prompts, or resources. Follows by difference. GUI thread.
class McpOfferModel final : public KeyedModel<McpOffer>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpOfferModel)

public:
    enum class Column { Name, Hint, Description, Tokens, Standing, Count };
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< QString: of the offer
        RiskRole,                   ///< int, McpOffer::Risk
        StandingRole,               ///< int, McpOffer::Standing
        SortRole                    ///< what a column is sorted by
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
