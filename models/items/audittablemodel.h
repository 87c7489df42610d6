#pragma once

#include "auditstore.h"

#include <QAbstractTableModel>

namespace qd {

/// The audit log as a table, newest first. GUI thread.
class AuditTableModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditTableModel)

public:
    enum class Column { Number, Time, Kind, Verb, What, Status, Who, Environment, Count };
    enum Role { SequenceRole = Qt::UserRole + 1, FilterRole };

    /// `store` is borrowed.
    explicit AuditTableModel(AuditStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Null when there is no such row.
    [[nodiscard]] const AuditRecord *record(int row) const;

private:
    AuditStore &m_store;
};

} // namespace qd
