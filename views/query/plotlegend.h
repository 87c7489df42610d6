#pragma once

#include "query/chartdata.h"
#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// The names of a chart's series, or of a pie's slices with their values and shares, beside their colours. GUI thread.
class PlotLegend final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlotLegend)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit PlotLegend(const Theme &theme, QWidget *parent = nullptr);

    void setData(const query::ChartData &chart);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Row {
        QString name;
        QString value;
    };
    const Theme &m_theme;
    QList<Row> m_rows;
    bool m_isPie = false;
};

} // namespace qd
