#include "widgets/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace qd {

namespace {

constexpr qreal sparkDotRadius = 2.5;

struct SparkScale {
    QRectF box;
    double from = 0;
    double to = 1;
    double low = 0;
    double high = 1;

    [[nodiscard]] QPointF map(double at, double value) const
    {
        const double x = to > from ? (at - from) / (to - from) : 1;
        return {box.left() + x * box.width(), box.bottom() - (value - low) / (high - low) * box.height()};
    }
};

double sparkTime(const SliPoint &point)
{
    return static_cast<double>(point.at.time_since_epoch().count());
}

bool sparkHasValue(const SliPoint &point)
{
    return point.value && std::isfinite(*point.value);
}

std::optional<SparkScale> sparkScale(const QRectF &box, const std::vector<SliPoint> &points, std::optional<double> objective)
{
    SparkScale scale{box, sparkTime(points.front()), sparkTime(points.back()), 0, 0};
    bool any = false;
    const auto include = [&](double value) {
        scale.low = any ? std::min(scale.low, value) : value;
        scale.high = any ? std::max(scale.high, value) : value;
        any = true;
    };
    for (const SliPoint &point : points) {
        if (sparkHasValue(point))
            include(*point.value);
    }
    if (!any)
        return std::nullopt;
    if (objective)
        include(*objective);
    if (scale.high - scale.low < 1e-12) {
        scale.low -= 0.5;
        scale.high += 0.5;
    }
    return scale;
}

QPainterPath sparkPath(const SparkScale &scale, const std::vector<SliPoint> &points)
{
    QPainterPath path;
    bool isDrawing = false;
    for (const SliPoint &point : points) {
        if (!sparkHasValue(point)) {
            isDrawing = false;
            continue;
        }
        const QPointF at = scale.map(sparkTime(point), *point.value);
        if (isDrawing) {
            path.lineTo(at);
        } else {
            // A lone point between two gaps would be invisible as a line without length.
            path.moveTo(at - QPointF(0.5, 0));
            path.lineTo(at);
        }
        isDrawing = true;
    }
    return path;
}

void sparkObjective(QPainter &painter, const SparkScale &scale, double objective, const Tokens &tokens)
{
    const qreal y = scale.map(scale.from, objective).y();
    painter.setPen(QPen(tokens.text3, 1, Qt::CustomDashLine));
    QPen pen = painter.pen();
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(scale.box.left(), y), QPointF(scale.box.right(), y));
}

void sparkLastDot(QPainter &painter, const SparkScale &scale, const SparklineSpec &spec, const Tokens &tokens)
{
    const auto last = std::find_if(spec.points.crbegin(), spec.points.crend(), sparkHasValue);
    const StatusColours &colours = tokens.status(spec.lastTone);
    painter.setPen(colours.outline.isValid() && !tokens.isDark ? QPen(colours.outline, 1) : QPen(Qt::NoPen));
    painter.setBrush(colours.fill);
    painter.drawEllipse(scale.map(sparkTime(*last), *last->value), sparkDotRadius, sparkDotRadius);
}

/// Lowest and highest of [begin, end) in order of time, or one missing point.
void sparkAppendBucket(std::vector<SliPoint> &out, const SliPoint *begin, const SliPoint *end)
{
    const SliPoint *low = nullptr;
    const SliPoint *high = nullptr;
    for (const SliPoint *point = begin; point != end; ++point) {
        if (!sparkHasValue(*point))
            continue;
        low = !low || *point->value < *low->value ? point : low;
        high = !high || *point->value > *high->value ? point : high;
    }
    if (!low) {
        out.push_back(*begin);
        out.back().value.reset();
        return;
    }
    out.push_back(*std::min(low, high));
    if (low != high)
        out.push_back(*std::max(low, high));
}

} // namespace

void paintSparkline(QPainter &painter, const QRectF &box, const SparklineSpec &spec, const Tokens &tokens)
{
    if (box.width() < tile::sparklineMinWidth || spec.points.empty())
        return;
    const QRectF inner = box.adjusted(0, sparkDotRadius, -sparkDotRadius - 1, -sparkDotRadius);
    const std::optional<SparkScale> scale = sparkScale(inner, spec.points, spec.objective);
    if (!scale)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (spec.objective)
        sparkObjective(painter, *scale, *spec.objective, tokens);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens.text2, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(sparkPath(*scale, decimated(spec.points, static_cast<size_t>(inner.width()) * 2)));
    sparkLastDot(painter, *scale, spec, tokens);
    painter.restore();
}

std::vector<SliPoint> decimated(const std::vector<SliPoint> &points, size_t maxPoints)
{
    if (points.size() <= maxPoints || maxPoints < 2)
        return points;
    const size_t buckets = maxPoints / 2;
    std::vector<SliPoint> out;
    out.reserve(maxPoints);
    for (size_t i = 0; i < buckets; ++i) {
        const SliPoint *begin = points.data() + i * points.size() / buckets;
        const SliPoint *end = points.data() + (i + 1) * points.size() / buckets;
        sparkAppendBucket(out, begin, end);
    }
    return out;
}

} // namespace qd
