#pragma once

#include <QAbstractItemModel>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace qd {

/// One query that can be opened: of the library, saved, or run before.
struct QueryEntry {
    QString key;    ///< tells the owner which one it is
    QString folder; ///< "Cost/Chargeback" or empty
    QString title;
    QString detail; ///< a second line: when it ran and how that went, or what it is for
    bool isFailed = false;
    bool operator==(const QueryEntry &) const = default;
};

/// The queries that can be opened, as a tree: library, saved and history, each with its folders. Takes whole lists and
/// changes only what differs. GUI thread.
class QueryTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryTreeModel)

public:
    enum class Section { Library, Saved, History };
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< of an entry; empty for sections and folders
        SectionRole,
        DetailRole,
        FailedRole
    };

    explicit QueryTreeModel(QObject *parent = nullptr);

    void setEntries(Section section, const QList<QueryEntry> &entries);
    /// A second line below the section's title; empty for none.
    void setNote(Section section, const QString &note);
    [[nodiscard]] const QList<QueryEntry> &entries(Section section) const { return m_entries[static_cast<size_t>(section)]; }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &) const override { return 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Node {
        Node *parent = nullptr;
        Section section = Section::Library;
        QueryEntry entry; ///< only the title of a section or a folder
        std::vector<std::unique_ptr<Node>> children;
    };
    Node &add(Node &to, QueryEntry entry, size_t at);
    void removeAt(Node &from, size_t at);
    void removeGone(Node &held, const Node &wanted);
    void sync(Node &held, const Node &wanted);
    static Node &grow(Node &to, const QueryEntry &entry);
    static Node &folderIn(Node &root, const QString &path);
    static std::optional<size_t> childLike(const Node &node, const QueryEntry &entry);
    [[nodiscard]] const Node &nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Node &node) const;

    Node m_root;
    std::array<QList<QueryEntry>, 3> m_entries;
};

} // namespace qd
