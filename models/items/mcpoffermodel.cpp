#include "mcpoffermodel.h"

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

QString argumentCount(qsizetype count) { return count == 1 ? McpOfferModel::tr("1 argument") : McpOfferModel::tr("%1 arguments").arg(count); }

QString oneLine(const QString &text) { return text.left(400).simplified(); }

} // namespace

void McpOfferModel::showTools(const McpServerState &state)
{
    QList<McpOffer> offers;
    for (const McpTool &tool : state.tools)
        offers.append({tool.name, oneLine(tool.name), offerHint(tool), oneLine(tool.description), offerRisk(tool)});
    setRows(offers);
}

void McpOfferModel::showPrompts(const McpServerState &state)
{
    QList<McpOffer> offers;
    for (const McpPrompt &prompt : state.prompts)
        offers.append({prompt.name, oneLine(prompt.name), argumentCount(prompt.arguments.size()), oneLine(prompt.description)});
    setRows(offers);
}

void McpOfferModel::showResources(const McpServerState &state)
{
    QList<McpOffer> offers;
    for (const McpResource &resource : state.resources)
        offers.append({resource.uri, oneLine(resource.name.isEmpty() ? resource.uri : resource.name), resource.isTemplate ? tr("template") : oneLine(resource.mimeType), oneLine(resource.uri)});
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
    if (role == Qt::AccessibleTextRole && index.column() == 0)
        return QString(offer.name + QStringLiteral(", ") + offer.hint + QStringLiteral(". ") + offer.description);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(index.column())) {
    case Column::Name: return offer.name;
    case Column::Hint: return offer.hint;
    case Column::Description: return offer.description;
    case Column::Count: break;
    }
    return {};
}

QVariant McpOfferModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Name: return tr("Name");
    case Column::Hint: return tr("Kind");
    case Column::Description: return tr("Description");
    case Column::Count: break;
    }
    return {};
}

} // namespace qd
