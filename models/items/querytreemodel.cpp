#include "querytreemodel.h"

#include <algorithm>
#include <utility>

namespace qd {

QueryTreeModel::QueryTreeModel(QObject *parent) : QAbstractItemModel(parent)
{
    int section = 0;
    for (const QString &title : {tr("Library"), tr("Saved"), tr("History")})
        add(m_root, {.title = title}, m_root.children.size()).section = static_cast<Section>(section++);
}

const QueryTreeModel::Node &QueryTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<const Node *>(index.internalPointer()) : m_root;
}

QModelIndex QueryTreeModel::indexOf(const Node &node) const
{
    if (!node.parent)
        return {};
    const auto at = std::ranges::find(node.parent->children, &node, &std::unique_ptr<Node>::get);
    return createIndex(static_cast<int>(at - node.parent->children.begin()), 0, &node);
}

QModelIndex QueryTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent).children[static_cast<size_t>(row)].get());
}

QModelIndex QueryTreeModel::parent(const QModelIndex &index) const
{
    const Node *parent = nodeOf(index).parent;
    return parent ? indexOf(*parent) : QModelIndex();
}

int QueryTreeModel::rowCount(const QModelIndex &parent) const { return static_cast<int>(nodeOf(parent).children.size()); }

QVariant QueryTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = nodeOf(index);
    switch (role) {
    case Qt::DisplayRole: return node.entry.title;
    case Qt::AccessibleTextRole: return node.entry.detail.isEmpty() ? node.entry.title : QString(node.entry.title % QStringLiteral(", ") % node.entry.detail);
    case KeyRole: return node.entry.key;
    case SectionRole: return static_cast<int>(node.section);
    case DetailRole: return node.entry.detail;
    case FailedRole: return node.entry.isFailed;
    default: return {};
    }
}

QueryTreeModel::Node &QueryTreeModel::add(Node &to, QueryEntry entry, size_t at)
{
    auto made = std::make_unique<Node>();
    made->parent = &to;
    made->section = to.section;
    made->entry = std::move(entry);
    Node &node = *made;
    beginInsertRows(indexOf(to), static_cast<int>(at), static_cast<int>(at));
    to.children.insert(to.children.begin() + static_cast<std::ptrdiff_t>(at), std::move(made));
    endInsertRows();
    return node;
}

QueryTreeModel::Node &QueryTreeModel::folder(Node &root, const QString &path)
{
    Node *at = &root;
    for (const QString &name : path.split(u'/', Qt::SkipEmptyParts)) {
        const auto found = std::ranges::find_if(at->children, [&name](const auto &child) { return child->entry.key.isEmpty() && child->entry.title == name; });
        at = found != at->children.end() ? found->get() : &add(*at, {.title = name}, at->children.size());
    }
    return *at;
}

void QueryTreeModel::fill(Section section)
{
    Node &root = *m_root.children[static_cast<size_t>(section)];
    if (!root.children.empty()) {
        beginRemoveRows(indexOf(root), 0, static_cast<int>(root.children.size()) - 1);
        root.children.clear();
        endRemoveRows();
    }
    for (const QueryEntry &entry : entries(section)) {
        Node &to = folder(root, entry.folder);
        add(to, entry, to.children.size());
    }
}

// What ran last comes on top of a list that stays: the common case keeps every row that is there.
void QueryTreeModel::setEntries(Section section, const QList<QueryEntry> &wanted)
{
    QList<QueryEntry> &held = m_entries[static_cast<size_t>(section)];
    if (held == wanted)
        return;
    const qsizetype more = wanted.size() - held.size();
    const bool isPrepended = more > 0 && section == Section::History && wanted.mid(more) == held;
    held = wanted;
    if (!isPrepended)
        return fill(section);
    for (qsizetype i = more - 1; i >= 0; --i)
        add(*m_root.children[static_cast<size_t>(section)], wanted.at(i), 0);
}

} // namespace qd
