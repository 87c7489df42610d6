#pragma once

#include "traceliststore.h"

#include <QAbstractTableModel>

namespace qd {

/// The traces of a TraceListStore, one row a trace, in the store's order. Never resets for a refresh. GUI thread.
class TraceTableModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TraceTableModel)

public:
    enum class Column { Time, Root, Tenant, Agent, Prompt, Duration, Spans, Errors, Tokens, Cost, Count };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString
        SortRole,                  ///< the raw value
        FailedRole                 ///< bool: the trace has failed spans or a failed outcome
    };

    /// `store` is borrowed and must outlive the model.
    explicit TraceTableModel(const TraceListStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void insertTrace(qsizetype row);
    void changeTrace(qsizetype row);
    void removeTrace(qsizetype row);

    const TraceListStore &m_store;
    QList<TraceSummary> m_traces;
};

} // namespace qd
