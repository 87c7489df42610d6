#pragma once

#include "chartworker.h"
#include "query/chartdata.h"
#include "theme/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace qd {

class PlotCanvas;
class PlotLegend;

/// The chart of a result as the query asked for it, and as any other kind one key away; says what is not drawn. GUI thread.
class PlotPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlotPanel)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit PlotPanel(const Theme &theme, QWidget *parent = nullptr);

    /// Results of more rows are read on a thread of their own, while a word says so.
    static constexpr size_t rowsAtOnce = 5000;

    /// Shows the result; `kind` Table says that there is no chart. The set is copied; its pieces are shared.
    void setResult(const query::ResultSet &set, const query::RenderSpec &spec, query::ChartKind kind);
    /// Draws the same result as another kind.
    void setKind(query::ChartKind kind);
    [[nodiscard]] query::ChartKind kind() const { return m_kind; }
    [[nodiscard]] PlotCanvas &canvas() const { return *m_canvas; }

signals:
    void kindChanged(qd::query::ChartKind kind);

private:
    void draw();
    void showChart(const query::ChartData &chart);
    [[nodiscard]] QString nothingText() const;

    ChartWorker m_worker;
    query::ResultSet m_set;
    query::RenderSpec m_spec;
    query::ChartKind m_kind = query::ChartKind::Table;
    QLabel *m_title;
    QLabel *m_leftOut;
    QLabel *m_message;
    QComboBox *m_kinds;
    QStackedWidget *m_stack;
    PlotCanvas *m_canvas;
    PlotLegend *m_legend;
};

/// The kinds that a result can be drawn as, in the order of their keys (Alt+1 …), and their words for people.
const QList<std::pair<query::ChartKind, QString>> &plotKinds();

} // namespace qd
