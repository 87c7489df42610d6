#pragma once

#include "keyedmodel.h"
#include "mcp/collectionrun.h"

#include <optional>

namespace qd {

/// One step of a collection, run or still to be run. A value.
struct McpStepRow {
    qsizetype step = 0;
    QString what; ///< before it ran: what it will do
    QString name;
    std::optional<collection::StepResult> result;
    bool operator==(const McpStepRow &other) const;
};

/// The steps of a collection in their order; a step with several rows stands there once for each when it has run. GUI thread.
class McpStepModel final : public KeyedModel<McpStepRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpStepModel)

public:
    enum class Column { Outcome, Step, What, Elapsed, Why, Count };
    enum Role {
        OutcomeRole = Qt::UserRole + 1 ///< int, StepResult::Outcome; -1: it did not run yet
    };

    using KeyedModel::KeyedModel;

    /// The steps as they stand in the collection, none of which has run.
    void setCollection(const collection::Collection &collection);
    void add(const collection::StepResult &result);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const McpStepRow &row) const override { return QString::number(row.step); }
};

/// Why a step did not pass, in one line: its reason, or the first check that does not hold.
[[nodiscard]] QString stepReason(const collection::StepResult &result);
/// Everything that is known of it: checks, reason, request and answer.
[[nodiscard]] QString stepStory(const McpStepRow &row);

} // namespace qd
