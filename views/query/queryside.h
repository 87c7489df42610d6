#pragma once

#include "querytreemodel.h"
#include "theme/theme.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLineEdit;
class QMenu;
class QTreeView;

namespace qd {

/// The queries that can be opened, at the left of the page: library, saved, history, with a filter over them. GUI thread.
class QuerySide final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuerySide)

public:
    /// `entries` is a QueryTreeModel; both are borrowed and must outlive the widget.
    QuerySide(QAbstractItemModel &entries, const Theme &theme, QWidget *parent = nullptr);

    void startFilter();
    /// Makes the entry current, with its folders open; it stays what it was when there is none.
    void select(const QString &key, int section);
    [[nodiscard]] QTreeView &tree() const { return *m_tree; }

signals:
    /// An entry's key and section.
    void chosen(const QString &key, int section);
    /// The list's current entry is to be renamed, or deleted.
    void renameRequested();
    void deleteRequested();
    void clearHistoryRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void activate(const QModelIndex &index);
    void openMenu(const QPoint &at);
    void fillMenu(QMenu &menu, QueryTreeModel::Section section, bool isEntry);

    QSortFilterProxyModel m_filtered;
    QLineEdit *m_filter;
    QTreeView *m_tree;
};

} // namespace qd
