#include "mcpoffermodel.h"

#include "format.h"

namespace qd {

namespace {

McpOffer::Risk offerRisk(const McpTool &tool)
{
    if (tool.isReadOnly.value_or(false))
        return McpOffer::Risk::Reads;
    return tool.isDestructive.value_or(false) ? McpOffer::Risk::Destructive : McpOffer::Risk::None;
}

QString offerHint(const McpTool &tool)
{
    switch (offerRisk(tool)) {
    case McpOffer::Risk::Reads: return McpOfferModel::tr("reads");
    case McpOffer::Risk::Destructive: return McpOfferModel::tr("destructive");
    case McpOffer::Risk::None: break;
    }
    return {};
}

McpItemReport reportOf(const McpServerState &state, McpDefinition::Kind kind, const QString &name)
{
    return state.inspection ? state.inspection->items.value(inspectionKey(kind, name)) : McpItemReport{};
}

QString standingWord(McpOffer::Standing standing)
{
    switch (standing) {
    case McpOffer::Standing::None: return {};
    case McpOffer::Standing::Approved: return McpOfferModel::tr("approved");
    case McpOffer::Standing::New: return McpOfferModel::tr("new");
    case McpOffer::Standing::Changed:
    case McpOffer::Standing::Broken: return McpOfferModel::tr("changed");
    case McpOffer::Standing::Doubtful: return McpOfferModel::tr("doubtful");
    case McpOffer::Standing::Suspicious: break;
    }
    return McpOfferModel::tr("suspicious");
}

QVariant offerSortValue(const McpOffer &offer, McpOfferModel::Column column)
{
    switch (column) {
    case McpOfferModel::Column::Name: return offer.name.toLower();
    case McpOfferModel::Column::Hint: return offer.hint;
    case McpOfferModel::Column::Description: return offer.description;
    case McpOfferModel::Column::Tokens: return offer.tokens;
    case McpOfferModel::Column::Standing: return static_cast<int>(offer.standing);
    case McpOfferModel::Column::Count: break;
    }
    return {};
}

QString argumentCount(qsizetype count) { return count == 1 ? McpOfferModel::tr("1 argument") : McpOfferModel::tr("%1 arguments").arg(count); }

QString offerSaid(const McpOffer &offer)
{
    QStringList parts{offer.name};
    for (const QString &part : {offer.hint, standingWord(offer.standing)})
        if (!part.isEmpty())
            parts << part;
    return QString(parts.join(QStringLiteral(", ")) + QStringLiteral(". ") + offer.description);
}

QString oneLine(const QString &text) { return text.left(400).simplified(); }

} // namespace

McpOffer::Standing offerStanding(const McpServerState &state, const McpItemReport &report)
{
    const ScanFinding::Severity worst = worstFinding(report);
    if (worst == ScanFinding::Severity::High)
        return McpOffer::Standing::Suspicious;
    if (worst == ScanFinding::Severity::Medium)
        return McpOffer::Standing::Doubtful;
    if (!state.inspection || !state.inspection->isPinned || report.sha256.isEmpty())
        return McpOffer::Standing::None;
    switch (report.drift) {
    case DriftState::Approved: return McpOffer::Standing::Approved;
    case DriftState::Changed: return report.severity == DriftSeverity::High ? McpOffer::Standing::Broken : McpOffer::Standing::Changed;
    case DriftState::New:
    case DriftState::Removed: break;
    }
    return McpOffer::Standing::New;
}

void McpOfferModel::showTools(const McpServerState &state)
{
    QList<McpOffer> offers;
    offers.reserve(state.tools.size());
    for (const McpTool &tool : state.tools) {
        const McpItemReport report = reportOf(state, McpDefinition::Kind::Tool, tool.name);
        offers.append({tool.name, oneLine(tool.name), offerHint(tool), oneLine(tool.description), offerRisk(tool), report.tokens, offerStanding(state, report)});
    }
    setRows(offers);
}

void McpOfferModel::showPrompts(const McpServerState &state)
{
    QList<McpOffer> offers;
    for (const McpPrompt &prompt : state.prompts) {
        const McpItemReport report = reportOf(state, McpDefinition::Kind::Prompt, prompt.name);
        offers.append({prompt.name, oneLine(prompt.name), argumentCount(prompt.arguments.size()), oneLine(prompt.description), McpOffer::Risk::None, 0, offerStanding(state, report)});
    }
    setRows(offers);
}

void McpOfferModel::showResources(const McpServerState &state)
{
    QList<McpOffer> offers;
    for (const McpResource &resource : state.resources) {
        // single resources come and go and are not pinned
        const McpItemReport report = resource.isTemplate ? reportOf(state, McpDefinition::Kind::Template, resource.uri) : McpItemReport{};
        offers.append({resource.uri, oneLine(resource.name.isEmpty() ? resource.uri : resource.name), resource.isTemplate ? tr("template") : oneLine(resource.mimeType),
                       oneLine(resource.uri), McpOffer::Risk::None, 0, offerStanding(state, report)});
    }
    setRows(offers);
}

int McpOfferModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }

QVariant McpOfferModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const McpOffer &offer = rows().at(index.row());
    if (role == KeyRole)
        return offer.key;
    if (role == RiskRole)
        return static_cast<int>(offer.risk);
    if (role == StandingRole)
        return static_cast<int>(offer.standing);
    const auto column = static_cast<Column>(index.column());
    if (role == SortRole)
        return offerSortValue(offer, column);
    if (role == Qt::TextAlignmentRole)
        return column == Column::Tokens ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (role == Qt::AccessibleTextRole && index.column() == 0)
        return offerSaid(offer);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::Name: return offer.name;
    case Column::Hint: return offer.hint;
    case Column::Description: return offer.description;
    case Column::Tokens: return offer.tokens > 0 ? format::compact(static_cast<double>(offer.tokens)) : QString();
    case Column::Standing: return standingWord(offer.standing);
    case Column::Count: break;
    }
    return {};
}

QVariant McpOfferModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && static_cast<Column>(section) == Column::Tokens)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Name: return tr("Name");
    case Column::Hint: return tr("Kind");
    case Column::Description: return tr("Description");
    case Column::Tokens: return tr("Tokens");
    case Column::Standing: return tr("State");
    case Column::Count: break;
    }
    return {};
}

} // namespace qd
