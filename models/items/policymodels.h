#pragma once

#include "listtablemodel.h"
#include "policystate.h"

namespace qd {

/// Scopes that can have a policy, one column. GUI thread.
class PolicyScopeModel final : public ListTableModel<PolicyState>
{
    Q_OBJECT

public:
    enum Role { KeyRole = Qt::UserRole + 1, CaptionRole };
    using ListTableModel::ListTableModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
};

/// What the linter found: place, severity in words, message. GUI thread.
class PolicyFindingModel final : public ListTableModel<PolicyFinding>
{
    Q_OBJECT

public:
    enum class Column { Severity, Place, Message, Rule };
    enum Role { SeverityRole = Qt::UserRole + 1 }; ///< int, PolicyFinding::Severity
    using ListTableModel::ListTableModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 4; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
};

/// Versions of one policy, newest first. GUI thread.
class PolicyVersionModel final : public ListTableModel<PolicyVersion>
{
    Q_OBJECT

public:
    enum class Column { Version, At, Origin, Actor };
    using ListTableModel::ListTableModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 4; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
};

} // namespace qd
