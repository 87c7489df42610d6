#include "allowmodels.h"

#include "format.h"
#include "plaintip.h"

namespace qd {

namespace {

QString decisionWord(ToolDecision decision)
{
    switch (decision) {
    case ToolDecision::Undecided: return AllowToolModel::tr("undecided");
    case ToolDecision::Allowed: return AllowToolModel::tr("allowed");
    case ToolDecision::Denied: return AllowToolModel::tr("denied");
    }
    return {};
}

QString driftWord(ToolDrift drift)
{
    switch (drift) {
    case ToolDrift::None: return {};
    case ToolDrift::New: return AllowToolModel::tr("new");
    case ToolDrift::Changed: return AllowToolModel::tr("changed since allowed");
    case ToolDrift::Gone: return AllowToolModel::tr("no longer offered");
    }
    return {};
}

QString hintsText(const AllowTool &tool)
{
    QStringList hints;
    if (tool.isReadOnly == true)
        hints.append(AllowToolModel::tr("reads only"));
    else if (tool.isDestructive == true)
        hints.append(AllowToolModel::tr("may destroy"));
    if (tool.isOpenWorld == true)
        hints.append(AllowToolModel::tr("open world"));
    return hints.join(QStringLiteral(", "));
}

QString callsText(const AllowTool &tool) { return tool.callsPerHour ? format::compact(*tool.callsPerHour) : QStringLiteral("–"); }
QString errorsText(const AllowTool &tool) { return tool.errorShare ? format::percent(*tool.errorShare, 1) : QStringLiteral("–"); }

QString toolCell(const AllowTool &tool, AllowToolModel::Column column)
{
    using Column = AllowToolModel::Column;
    switch (column) {
    case Column::Decision: return tool.wanted == tool.live ? decisionWord(tool.wanted) : AllowToolModel::tr("%1 (live: %2)").arg(decisionWord(tool.wanted), decisionWord(tool.live));
    case Column::Name: return tool.name;
    case Column::Tokens: return format::compact(tool.tokens);
    case Column::Calls: return callsText(tool);
    case Column::Errors: return errorsText(tool);
    case Column::Hints: return hintsText(tool);
    case Column::Drift: return driftWord(tool.drift);
    }
    return {};
}

QVariant toolSort(const AllowTool &tool, AllowToolModel::Column column)
{
    using Column = AllowToolModel::Column;
    switch (column) {
    case Column::Decision: return static_cast<int>(tool.wanted);
    case Column::Tokens: return tool.tokens;
    case Column::Calls: return tool.callsPerHour.value_or(-1);
    case Column::Errors: return tool.errorShare.value_or(-1);
    case Column::Drift: return -static_cast<int>(tool.drift);
    case Column::Name:
    case Column::Hints: break;
    }
    return toolCell(tool, column);
}

bool asksAttention(const AllowTool &tool, AllowToolModel::Column column)
{
    using Column = AllowToolModel::Column;
    return (column == Column::Errors && tool.errorShare.value_or(0) > 0.05) || (column == Column::Drift && tool.drift != ToolDrift::None)
        || (column == Column::Hints && tool.isDestructive == true && tool.isReadOnly != true);
}

QString verdictWord(ProofRow::Verdict verdict)
{
    switch (verdict) {
    case ProofRow::Verdict::Running: return ProofModel::tr("running");
    case ProofRow::Verdict::Pass: return ProofModel::tr("pass");
    case ProofRow::Verdict::Fail: return ProofModel::tr("FAIL");
    case ProofRow::Verdict::Skipped: return ProofModel::tr("skipped");
    }
    return {};
}

QString proofCell(const ProofRow &row, ProofModel::Column column)
{
    switch (column) {
    case ProofModel::Column::Verdict: return verdictWord(row.verdict);
    case ProofModel::Column::What: return row.what;
    case ProofModel::Column::Reason: return row.reason;
    case ProofModel::Column::Seen: return row.seen.left(300).simplified();
    }
    return {};
}

} // namespace

QVariant AllowServerModel::data(const QModelIndex &index, int role) const
{
    const AllowServer *server = row(index);
    if (!server)
        return {};
    switch (role) {
    case Qt::DisplayRole: return server->label;
    case Qt::ToolTipRole: return plainTip(server->caption);
    case Qt::AccessibleTextRole: return QString(server->label + QStringLiteral(", ") + server->caption);
    case KeyRole: return server->key;
    default: return {};
    }
}

QVariant AllowToolModel::data(const QModelIndex &index, int role) const
{
    const AllowTool *tool = row(index);
    if (!tool)
        return {};
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole: return toolCell(*tool, column);
    case Qt::ToolTipRole: return plainTip(column == Column::Tokens ? tr("%1 tokens, estimated from the definition's size").arg(tool->tokens) : tool->description, 600);
    case Qt::AccessibleTextRole: return tr("%1: %2").arg(tool->name, toolCell(*tool, column));
    case Qt::TextAlignmentRole:
        return column == Column::Tokens || column == Column::Calls || column == Column::Errors ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    case NameRole: return tool->name;
    case DecisionRole: return static_cast<int>(tool->wanted);
    case ChangedRole: return tool->wanted != tool->live;
    case SortRole: return toolSort(*tool, column);
    case AttentionRole: return asksAttention(*tool, column);
    default: return {};
    }
}

QVariant AllowToolModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("Decision"), tr("Tool"), tr("Tokens"), tr("Calls/h"), tr("Errors"), tr("Says about itself"), tr("Drift")};
    return titles.value(section);
}

QVariant ProofModel::data(const QModelIndex &index, int role) const
{
    const ProofRow *line = row(index);
    if (!line)
        return {};
    switch (role) {
    case Qt::DisplayRole: return proofCell(*line, static_cast<Column>(index.column()));
    case Qt::ToolTipRole: return plainTip(tr("sent: %1\nseen: %2").arg(line->sent.left(600), line->seen.left(600)));
    case Qt::AccessibleTextRole: return tr("%1: %2, %3").arg(line->what, verdictWord(line->verdict), line->reason);
    case VerdictRole: return static_cast<int>(line->verdict);
    default: return {};
    }
}

QVariant ProofModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("Verdict"), tr("What"), tr("Why"), tr("Seen")};
    return titles.value(section);
}

} // namespace qd
