#include "querytreemodel.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

/// Entries are told apart by their keys, folders by their names.
bool isSameEntry(const QueryEntry &a, const QueryEntry &b) { return a.key == b.key && (!a.key.isEmpty() || a.title == b.title); }

} // namespace

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

// Without a word to anybody: for a tree that no view sees.
QueryTreeModel::Node &QueryTreeModel::grow(Node &to, const QueryEntry &entry)
{
    Node &node = *to.children.emplace_back(std::make_unique<Node>());
    node.entry = entry;
    return node;
}

QueryTreeModel::Node &QueryTreeModel::folderIn(Node &root, const QString &path)
{
    Node *at = &root;
    for (const QString &name : path.split(u'/', Qt::SkipEmptyParts)) {
        const auto found = childLike(*at, {.title = name});
        at = found ? at->children[*found].get() : &grow(*at, {.title = name});
    }
    return *at;
}

std::optional<size_t> QueryTreeModel::childLike(const Node &node, const QueryEntry &entry)
{
    const auto found = std::ranges::find_if(node.children, [&entry](const auto &child) { return isSameEntry(child->entry, entry); });
    return found == node.children.end() ? std::nullopt : std::optional(static_cast<size_t>(found - node.children.begin()));
}

void QueryTreeModel::removeAt(Node &from, size_t at)
{
    beginRemoveRows(indexOf(from), static_cast<int>(at), static_cast<int>(at));
    from.children.erase(from.children.begin() + static_cast<std::ptrdiff_t>(at));
    endRemoveRows();
}

void QueryTreeModel::removeGone(Node &held, const Node &wanted)
{
    for (size_t i = held.children.size(); i-- > 0;)
        if (!childLike(wanted, held.children[i]->entry))
            removeAt(held, i);
}

// What stays keeps its row, and with it what the views know of it: open, current, selected.
void QueryTreeModel::sync(Node &held, const Node &wanted)
{
    removeGone(held, wanted);
    for (size_t i = 0; i < wanted.children.size(); ++i) {
        const Node &want = *wanted.children[i];
        if (i >= held.children.size() || !isSameEntry(held.children[i]->entry, want.entry)) {
            if (const auto later = childLike(held, want.entry)) // came from further down
                removeAt(held, *later);
            add(held, want.entry, i);
        } else if (Node &kept = *held.children[i]; kept.entry != want.entry) {
            kept.entry = want.entry;
            const QModelIndex index = indexOf(kept);
            emit dataChanged(index, index);
        }
        sync(*held.children[i], want);
    }
}

void QueryTreeModel::setNote(Section section, const QString &note)
{
    Node &root = *m_root.children[static_cast<size_t>(section)];
    root.entry.detail = note;
    const QModelIndex index = indexOf(root);
    emit dataChanged(index, index);
}

void QueryTreeModel::setEntries(Section section, const QList<QueryEntry> &wanted)
{
    QList<QueryEntry> &held = m_entries[static_cast<size_t>(section)];
    if (held == wanted)
        return;
    held = wanted;
    Node tree;
    for (const QueryEntry &entry : wanted)
        grow(folderIn(tree, entry.folder), entry);
    sync(*m_root.children[static_cast<size_t>(section)], tree);
}

} // namespace qd
