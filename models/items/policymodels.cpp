#include "policymodels.h"

#include "format.h"
#include "plaintip.h"

namespace qd {

namespace {

QString originText(PolicyVersion::Origin origin)
{
    switch (origin) {
    case PolicyVersion::Origin::Read: return PolicyVersionModel::tr("read");
    case PolicyVersion::Origin::Written: return PolicyVersionModel::tr("written");
    case PolicyVersion::Origin::Draft: return PolicyVersionModel::tr("draft, not written");
    }
    return {};
}

QString versionCell(const PolicyVersion &version, PolicyVersionModel::Column column)
{
    switch (column) {
    case PolicyVersionModel::Column::Version: return QString::number(version.number);
    case PolicyVersionModel::Column::At: return format::timestamp(version.at);
    case PolicyVersionModel::Column::Origin: return originText(version.origin);
    case PolicyVersionModel::Column::Actor: return version.actor.left(8);
    }
    return {};
}

QString findingCell(const PolicyFinding &finding, PolicyFindingModel::Column column)
{
    switch (column) {
    case PolicyFindingModel::Column::Severity: return severityName(finding.severity);
    case PolicyFindingModel::Column::Place: return QStringLiteral("%1:%2").arg(finding.position.line).arg(finding.position.column);
    case PolicyFindingModel::Column::Message: return finding.message;
    case PolicyFindingModel::Column::Rule: return finding.rule;
    }
    return {};
}

QString scopeLine(const PolicyState &state)
{
    return state.isDirty() && state.readAt ? PolicyScopeModel::tr("%1 (changed)").arg(state.label) : state.label;
}

} // namespace

QVariant PolicyScopeModel::data(const QModelIndex &index, int role) const
{
    const PolicyState *state = row(index);
    if (!state)
        return {};
    switch (role) {
    case Qt::DisplayRole: return scopeLine(*state);
    case Qt::ToolTipRole: return plainTip(state->caption);
    case CaptionRole: return state->caption;
    case Qt::AccessibleTextRole: return QString(scopeLine(*state) + QStringLiteral(", ") + state->caption);
    case KeyRole: return state->key;
    default: return {};
    }
}

QVariant PolicyFindingModel::data(const QModelIndex &index, int role) const
{
    const PolicyFinding *finding = row(index);
    if (!finding)
        return {};
    switch (role) {
    case Qt::DisplayRole: return findingCell(*finding, static_cast<Column>(index.column()));
    case Qt::ToolTipRole: return plainTip(finding->explanation + u'\n' + finding->hint);
    case Qt::AccessibleTextRole:
        return tr("%1 in line %2: %3").arg(severityName(finding->severity)).arg(finding->position.line).arg(finding->message);
    case SeverityRole: return static_cast<int>(finding->severity);
    default: return {};
    }
}

QVariant PolicyFindingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("Severity"), tr("Place"), tr("Finding"), tr("Rule")};
    return titles.value(section);
}

QVariant PolicyVersionModel::data(const QModelIndex &index, int role) const
{
    const PolicyVersion *version = row(index);
    if (!version)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return versionCell(*version, static_cast<Column>(index.column()));
    case Qt::ToolTipRole: return plainTip(tr("by %1, ETag %2").arg(version->actor, version->etag));
    default: return {};
    }
}

QVariant PolicyVersionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("Version"), tr("At"), tr("What"), tr("By")};
    return titles.value(section);
}

} // namespace qd
