#pragma once

#include "allowserver.h"
#include "listtablemodel.h"

namespace qd {

/// The MCP servers behind the gateway, one column. GUI thread.
class AllowServerModel final : public ListTableModel<AllowServer>
{
    Q_OBJECT

public:
    enum Role { KeyRole = Qt::UserRole + 1 };
    using ListTableModel::ListTableModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
};

/// The tools of one server: decision, size, use, what they say about themselves, drift. GUI thread.
class AllowToolModel final : public ListTableModel<AllowTool>
{
    Q_OBJECT

public:
    enum class Column { Decision, Name, Tokens, Calls, Errors, Hints, Drift };
    enum Role {
        NameRole = Qt::UserRole + 1,
        DecisionRole, ///< int, ToolDecision as wanted
        ChangedRole,  ///< bool: wanted is not what is live
        SortRole,
        AttentionRole ///< bool: the cell asks for attention
    };
    using ListTableModel::ListTableModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 7; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
};

/// The lines of a proof. GUI thread.
class ProofModel final : public ListTableModel<ProofRow>
{
    Q_OBJECT

public:
    enum class Column { Verdict, What, Reason, Seen };
    enum Role { VerdictRole = Qt::UserRole + 1 }; ///< int, ProofRow::Verdict
    using ListTableModel::ListTableModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 4; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
};

} // namespace qd
