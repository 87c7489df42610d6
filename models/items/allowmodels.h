#pragma once

#include "allowserver.h"
#include "keyedmodel.h"

namespace qd {

/// The MCP servers behind the gateway, one column. GUI thread.
class AllowServerModel final : public KeyedModel<AllowServer>
{
    Q_OBJECT

public:
    enum Role { KeyRole = Qt::UserRole + 1 };
    using KeyedModel::KeyedModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const AllowServer &server) const override { return server.key; }
};

/// The tools of one server: decision, size, use, what they say about themselves, drift. GUI thread.
class AllowToolModel final : public KeyedModel<AllowTool>
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
    using KeyedModel::KeyedModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 7; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const AllowTool &tool) const override { return tool.name; }
};

/// The lines of a proof. GUI thread.
class ProofModel final : public KeyedModel<ProofRow>
{
    Q_OBJECT

public:
    enum class Column { Verdict, What, Reason, Seen };
    enum Role { VerdictRole = Qt::UserRole + 1 }; ///< int, ProofRow::Verdict
    using KeyedModel::KeyedModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 4; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const ProofRow &line) const override { return line.what; }
};

} // namespace qd
