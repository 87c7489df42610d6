#include "query/plotlegend.h"

#include "format.h"
#include "query/plotframe.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPen>

#include <algorithm>
#include <numeric>

namespace qd {

namespace {

constexpr int legendRow = 20;
constexpr int legendWidest = 260;
constexpr int legendMark = 22;

} // namespace

PlotLegend::PlotLegend(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("plotLegend"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void PlotLegend::setData(const query::ChartData &chart)
{
    m_rows.clear();
    m_isPie = chart.kind == query::ChartKind::Pie;
    if (m_isPie && !chart.series.empty()) {
        const std::vector<double> &values = chart.series.front().y;
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        for (size_t i = 0; i < values.size(); ++i)
            m_rows.append({chart.categories.value(static_cast<qsizetype>(i)), QString(plotNumber(values[i]) % QStringLiteral("  ") % format::percent(sum > 0 ? values[i] / sum : 0, 1))});
    } else {
        for (const query::ChartSeries &series : chart.series)
            m_rows.append({series.name, {}});
    }
    QStringList names;
    for (const Row &row : std::as_const(m_rows))
        names.append(row.value.isEmpty() ? row.name : QString(row.name % u' ' % row.value));
    setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral(", "))));
    setToolTip({});
    setVisible(m_rows.size() > 1 && chart.hasLegend);
    updateGeometry();
    update();
}

QSize PlotLegend::sizeHint() const
{
    const QFontMetrics metrics(uiFont(TextSize::Table));
    int widest = 60;
    for (const Row &row : m_rows)
        widest = std::max(widest, metrics.horizontalAdvance(row.name) + (row.value.isEmpty() ? 0 : metrics.horizontalAdvance(row.value) + 24));
    return {std::min(widest + legendMark + 12, m_isPie ? 420 : legendWidest), legendRow * static_cast<int>(m_rows.size()) + 12};
}

void PlotLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(uiFont(TextSize::Table));
    const Tokens &tokens = m_theme.tokens();
    const QFontMetrics metrics(painter.font());
    const int top = m_isPie ? std::max(6, (height() - legendRow * static_cast<int>(m_rows.size())) / 2) : 6;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const QRect line(0, top + legendRow * static_cast<int>(i), width(), legendRow);
        const auto series = static_cast<size_t>(i);
        if (m_isPie) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(plotColour(tokens, series));
            painter.drawRoundedRect(QRectF(2, line.center().y() - 4, 10, 10), 2, 2);
        } else {
            painter.setPen(plotPen(tokens, series));
            painter.drawLine(QPointF(0, line.center().y()), QPointF(legendMark - 6, line.center().y()));
        }
        painter.setPen(tokens.text2);
        const Row &row = m_rows.at(i);
        const int valueWidth = row.value.isEmpty() ? 0 : metrics.horizontalAdvance(row.value) + 12;
        const QRect text = line.adjusted(legendMark, 0, -4, 0);
        painter.drawText(text.adjusted(0, 0, -valueWidth, 0), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.name, Qt::ElideMiddle, text.width() - valueWidth));
        painter.setPen(tokens.text);
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
}

} // namespace qd
