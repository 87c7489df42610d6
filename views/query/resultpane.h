#pragma once

#include "resultgridmodel.h"
#include "theme/theme.h"

#include <QPointer>
#include <QWidget>

class QTabWidget;

namespace qd {

class CellInspector;
class ColumnPanel;
class FilterBar;
class ResultGrid;

/// A result as rows: filters above, the grid, and at its right the current column's statistics and the current cell in
/// full, when they are asked for. GUI thread.
class ResultPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultPane)

public:
    enum class Side { Closed, Statistics, Inspector };
    /// `theme` is borrowed and must outlive the widget.
    explicit ResultPane(const Theme &theme, QWidget *parent = nullptr);

    /// Shows this result; borrowed, nothing shows none.
    void setResult(ResultGridModel *model);
    void showSide(Side side);
    [[nodiscard]] Side side() const;
    [[nodiscard]] ResultGrid &grid() const { return *m_grid; }
    void startFilter();

private:
    void follow(const QModelIndex &index);

    QPointer<ResultGridModel> m_model;
    FilterBar *m_filter;
    ResultGrid *m_grid;
    QTabWidget *m_side;
    ColumnPanel *m_stats;
    CellInspector *m_cell;
    int m_counted = -1; ///< column whose statistics are shown or made
};

} // namespace qd
