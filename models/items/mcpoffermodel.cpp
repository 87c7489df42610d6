#include "mcpoffermodel.h"

namespace qd {

namespace {

QString offerHint(const McpTool &tool)
{
    if (tool.isReadOnly.value_or(false))
        return McpOfferModel::tr("reads");
    return tool.isDestructive.value_or(false) ? McpOfferModel::tr("destructive") : QString();
}

QString oneLine(const QString &text) { return text.left(400).simplified(); }

} // namespace

void McpOfferModel::showTools(const McpServerState &state)
{
    QList<Offer> offers;
    for (const McpTool &tool : state.tools)
        offers.append({tool.name, oneLine(tool.name), offerHint(tool), oneLine(tool.description)});
    follow(offers);
}

void McpOfferModel::showPrompts(const McpServerState &state)
{
    QList<Offer> offers;
    for (const McpPrompt &prompt : state.prompts)
        offers.append({prompt.name, oneLine(prompt.name), tr("%n arguments", nullptr, static_cast<int>(prompt.arguments.size())), oneLine(prompt.description)});
    follow(offers);
}

void McpOfferModel::showResources(const McpServerState &state)
{
    QList<Offer> offers;
    for (const McpResource &resource : state.resources)
        offers.append({resource.uri, oneLine(resource.name.isEmpty() ? resource.uri : resource.name), resource.isTemplate ? tr("template") : oneLine(resource.mimeType), oneLine(resource.uri)});
    follow(offers);
}

/// Keeps what is equal at both ends, so that a selection survives a refresh.
void McpOfferModel::follow(const QList<Offer> &offers)
{
    const qsizetype shorter = std::min(m_offers.size(), offers.size());
    qsizetype head = 0;
    while (head < shorter && m_offers.at(head).key == offers.at(head).key)
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && m_offers.at(m_offers.size() - 1 - tail).key == offers.at(offers.size() - 1 - tail).key)
        ++tail;
    if (const qsizetype end = m_offers.size() - tail; end > head) {
        beginRemoveRows({}, static_cast<int>(head), static_cast<int>(end - 1));
        m_offers.remove(head, end - head);
        endRemoveRows();
    }
    if (const qsizetype end = offers.size() - tail; end > head) {
        beginInsertRows({}, static_cast<int>(head), static_cast<int>(end - 1));
        for (qsizetype i = head; i < end; ++i)
            m_offers.insert(i, offers.at(i));
        endInsertRows();
    }
    for (qsizetype i = 0; i < offers.size(); ++i) {
        if (m_offers.at(i) == offers.at(i))
            continue;
        m_offers[i] = offers.at(i);
        emit dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(i), columnCount() - 1));
    }
}

int McpOfferModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_offers.size()); }

int McpOfferModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }

QVariant McpOfferModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Offer &offer = m_offers.at(index.row());
    if (role == KeyRole)
        return offer.key;
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
