// The waterfall with 50,000 spans: laid out and painted by the widget against a bare QPainter that draws the same visible
// rectangles, plus a sort of as many spans, in one run. Prints milliseconds (best of several, taken in turns) and the
// ratio; ends with 1 when it is over the target of 3. Putting the rows in order as a tree happens once, on a worker
// thread, and is told apart.
#include "theme/theme.h"
#include "trace/trace.h"
#include "traces/waterfallview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cstdio>
#include <limits>

using namespace qd;

namespace {

constexpr int spanCount = 50000;
constexpr int rounds = 15;
constexpr double targetRatio = 3;
constexpr QSize viewSize(1000, 560);

TraceRows manySpans()
{
    TraceRows rows;
    const Instant start{Seconds(1795262400)};
    for (int i = 0; i < spanCount; ++i) {
        Span span;
        span.id = SpanId(QString::number(i));
        span.parentId = i == 0 ? SpanId() : SpanId(QString::number((i - 1) / 8));
        span.kind = i == 0 ? Span::Kind::Request : Span::Kind::Dependency;
        span.role = static_cast<SpanRole>(i % 8);
        span.name = QStringLiteral("execute_tool number_%1").arg(i);
        span.target = QStringLiteral("orders-srv");
        const qint64 place = (qint64(i) * 7919) % 1000000;
        span.start = start + Microseconds(i == 0 ? 0 : place);
        span.duration = Microseconds(i == 0 ? 2000000 : 1000 + place % 90000);
        span.isFailed = i % 97 == 0;
        rows.spans.push_back(std::move(span));
    }
    return rows;
}

struct VisibleRow { QRectF bar; QRectF name; QRectF role; QColor fill; QString text; QString side; QString duration; };

/// What is visible at the top of the list, as plain rectangles and texts, worked out beforehand.
std::vector<VisibleRow> visibleRows(const Trace &trace, const Tokens &tokens)
{
    std::vector<VisibleRow> rows;
    const int count = std::min(trace.size(), viewSize.height() / WaterfallPainter::rowHeight);
    for (int i = 0; i < count; ++i) {
        const Span &span = trace.span(i);
        const double total = static_cast<double>(trace.duration().count());
        const double left = 360 + static_cast<double>((span.start - trace.start()).count()) / total * 620;
        const double top = 24 + i * 26.0;
        rows.push_back({{left, top + 6, std::max(2.0, static_cast<double>(span.duration.count()) / total * 620), 14}, {30, top, 210, 26}, {20, top + 7, 3, 12},
                        tokens.series(static_cast<SeriesRole>(span.role)), span.name.left(26), span.target, QStringLiteral("90 ms")});
    }
    return rows;
}

void drawBare(QPainter &painter, const std::vector<VisibleRow> &rows, const Tokens &tokens)
{
    const QFont name = uiFont(TextSize::Table);
    const QFont mono = monoFont(TextSize::Caption);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const VisibleRow &row : rows) {
        painter.fillRect(row.role, row.fill);
        painter.setPen(Qt::NoPen);
        painter.setBrush(row.fill);
        painter.drawRoundedRect(row.bar, 2, 2);
        painter.setPen(tokens.text);
        painter.setFont(name);
        painter.drawText(row.name, Qt::AlignVCenter | Qt::AlignLeft, row.text);
        painter.setFont(mono);
        painter.drawText(QRectF(250, row.name.top(), 95, 26), Qt::AlignVCenter | Qt::AlignRight, row.side);
        painter.drawText(QRectF(row.bar.right() + 6, row.name.top(), 80, 26), Qt::AlignVCenter | Qt::AlignLeft, row.duration);
    }
}

double ms(const QElapsedTimer &timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme theme;
    theme.apply(application, ThemeId::Dark);
    const TraceRows rows = manySpans();
    QElapsedTimer timer;
    double build = std::numeric_limits<double>::max();
    double bare = build;
    double ours = build;
    double scroll = build;
    std::shared_ptr<const Trace> trace;
    for (int i = 0; i < 3; ++i) {
        TraceRows copy = rows;
        timer.start();
        trace = std::make_shared<const Trace>(Trace::build(TraceId(QStringLiteral("t")), std::move(copy)));
        build = std::min(build, ms(timer));
    }
    const auto visible = visibleRows(*trace, theme.tokens());
    WaterfallView view(theme);
    view.resize(viewSize);
    QImage picture(viewSize, QImage::Format_ARGB32_Premultiplied);
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::pair<qint64, int>> order;
        order.reserve(spanCount);
        for (int i = 0; i < spanCount; ++i)
            order.emplace_back(rows.spans[static_cast<size_t>(i)].start.time_since_epoch().count(), i);
        timer.start();
        std::sort(order.begin(), order.end());
        {
            QPainter painter(&picture);
            drawBare(painter, visible, theme.tokens());
        }
        bare = std::min(bare, ms(timer));
        view.setTrace(std::make_shared<const Trace>());
        timer.start();
        view.setTrace(trace);
        view.render(&picture);
        ours = std::min(ours, ms(timer));
        view.selectSpan(spanCount / 2 + round);
        timer.start();
        view.render(&picture);
        scroll = std::min(scroll, ms(timer));
    }
    std::printf("waterfall, %d spans, %d of them visible\n", trace->size(), static_cast<int>(visible.size()));
    std::printf("  rows to tree (worker, once)      %8.2f ms\n", build);
    std::printf("  bare painter and a sort          %8.2f ms\n", bare);
    std::printf("  laid out and painted             %8.2f ms   ratio %.2f (target %.1f)\n", ours, ours / bare, targetRatio);
    std::printf("  one frame after a jump           %8.2f ms\n", scroll);
    return ours / bare <= targetRatio ? 0 : 1;
}
