#pragma once

#include "query/copytext.h"
#include "resultgridmodel.h"
#include "theme/theme.h"

#include <QPointer>
#include <QTableView>

namespace qd {

/// The grid of a result: columns as wide as what is in them, order by a click on a header or Ctrl+arrow up and down, groups that open
/// and close with the arrow keys, copies in four forms. GUI thread.
class ResultGrid final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultGrid)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit ResultGrid(const Theme &theme, QWidget *parent = nullptr);

    /// Shows this result; borrowed, nothing shows none.
    void setResult(ResultGridModel *model);
    [[nodiscard]] ResultGridModel *result() const { return m_model; }

    /// The selected cells as a block: every row and column that has one. Empty rows without a selection.
    [[nodiscard]] query::CellBlock selectedBlock() const;
    /// To the clipboard; tells how many cells, or why none.
    void copySelection(query::CopyForm form);
    /// Order by the current column: ascending, descending, as it came.
    void cycleSort(int column);
    /// Groups by the current column, or no more.
    void toggleGroup();
    [[nodiscard]] int currentColumn() const { return currentIndex().column(); }

signals:
    void copied(const QString &notice);
    void currentCellChanged(const QModelIndex &index);
    void inspectRequested();
    void filterRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void fitColumns();
    void showSort();
    [[nodiscard]] bool openGroup(int key);

    const Theme &m_theme;
    QPointer<ResultGridModel> m_model;
    bool m_isFitted = false;
};

} // namespace qd
