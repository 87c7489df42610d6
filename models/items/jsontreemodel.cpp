#include "jsontreemodel.h"

#include <utility>

namespace qd {

namespace {

constexpr qsizetype longestShownValue = 400;

QString shownText(QStringView quoted)
{
    if (quoted.size() <= longestShownValue)
        return JsonOutline::decoded(quoted);
    return JsonOutline::decoded(QString(quoted.left(longestShownValue).toString() + u'"')) + u'…';
}

} // namespace

JsonTreeModel::JsonTreeModel(JsonOutline outline, QObject *parent) : QAbstractItemModel(parent), m_outline(std::move(outline)) {}

/// The whole text is the root, which is not shown, unless it is a single value: then that is the only row.
const JsonOutline::Node &JsonTreeModel::nodeOf(const QModelIndex &index) const
{
    return m_outline.nodes().at(index.isValid() ? static_cast<qsizetype>(index.internalId()) : 0);
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const JsonOutline::Node &above = nodeOf(parent);
    const bool isLoneValue = !parent.isValid() && above.children.isEmpty();
    return createIndex(row, column, static_cast<quintptr>(isLoneValue ? 0 : above.children.at(row)));
}

QModelIndex JsonTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const qsizetype above = nodeOf(child).parent;
    return above <= 0 ? QModelIndex() : createIndex(static_cast<int>(m_outline.nodes().at(above).row), 0, static_cast<quintptr>(above));
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const JsonOutline::Node &node = nodeOf(parent);
    if (!parent.isValid() && node.children.isEmpty())
        return 1;
    return parent.isValid() && parent.internalId() == 0 ? 0 : static_cast<int>(node.children.size());
}

int JsonTreeModel::columnCount(const QModelIndex &) const { return static_cast<int>(Column::Count); }

QString JsonTreeModel::shownValue(qsizetype node) const
{
    const JsonOutline::Node &wanted = m_outline.nodes().at(node);
    switch (wanted.kind) {
    case JsonOutline::Kind::Object: return wanted.children.isEmpty() ? QStringLiteral("{}") : tr("{ %n }", nullptr, static_cast<int>(wanted.children.size()));
    case JsonOutline::Kind::Array: return wanted.children.isEmpty() ? QStringLiteral("[]") : tr("[ %n ]", nullptr, static_cast<int>(wanted.children.size()));
    case JsonOutline::Kind::Text: return shownText(m_outline.value(node));
    case JsonOutline::Kind::Number:
    case JsonOutline::Kind::Literal: break;
    }
    return m_outline.value(node).left(longestShownValue).toString();
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto node = static_cast<qsizetype>(index.internalId());
    switch (role) {
    case PathRole: return m_outline.path(node);
    case RawRole: return m_outline.value(node).toString();
    case KindRole: return static_cast<int>(nodeOf(index).kind);
    case Qt::AccessibleTextRole: return QString(m_outline.name(node) + QStringLiteral(": ") + shownValue(node));
    case Qt::DisplayRole: return index.column() == static_cast<int>(Column::Name) ? m_outline.name(node) : shownValue(node);
    default: return {};
    }
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == static_cast<int>(Column::Name) ? tr("Name") : tr("Value");
}

} // namespace qd
