#pragma once

#include "keyedmodel.h"
#include "policystate.h"

namespace qd {

/// Scopes that can have a policy, one column. GUI thread.
class PolicyScopeModel final : public KeyedModel<PolicyState>
{
    Q_OBJECT

public:
    enum Role { KeyRole = Qt::UserRole + 1, CaptionRole };
    using KeyedModel::KeyedModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const PolicyState &state) const override { return state.key; }
};

/// What the linter found: place, severity in words, message. A finding whose text moved stays the same. GUI thread.
class PolicyFindingModel final : public KeyedModel<PolicyFinding>
{
    Q_OBJECT

public:
    enum class Column { Severity, Place, Message, Rule };
    enum Role { SeverityRole = Qt::UserRole + 1 }; ///< int, PolicyFinding::Severity
    using KeyedModel::KeyedModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 4; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const PolicyFinding &finding) const override { return finding.rule + finding.message; }
};

/// Versions of one policy, newest first. GUI thread.
class PolicyVersionModel final : public KeyedModel<PolicyVersion>
{
    Q_OBJECT

public:
    enum class Column { Version, At, Origin, Actor };
    using KeyedModel::KeyedModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 4; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const PolicyVersion &version) const override { return QString::number(version.number); }
};

} // namespace qd
