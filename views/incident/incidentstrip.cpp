#include "incident/incidentstrip.h"

#include "slotiletext.h"
#include "tracetext.h"
#include "widgets/statusglyph.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace qd {

namespace {

constexpr int incidentStripHeight = 84;
constexpr int stripTitleWidth = 210;
constexpr int stripGlyph = 15;
constexpr qreal leastLabel = 36;
constexpr std::chrono::minutes shownBefore{15};
constexpr std::chrono::minutes leastShown{60};

bool isMissed(const SloDefinition &slo, double value)
{
    return slo.better == BetterIs::Higher ? value < slo.target : value > slo.target;
}

QString clockText(Microseconds span)
{
    const auto seconds = std::max<qint64>(0, std::chrono::duration_cast<Seconds>(span).count());
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600, 2, 10, QLatin1Char('0')).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

std::optional<Instant> missedSince(const SloTile &tile)
{
    constexpr int mostGaps = 3;
    std::optional<Instant> since;
    int gaps = 0;
    for (auto point = tile.series.crbegin(); point != tile.series.crend(); ++point) {
        if (!point->value) {
            if (++gaps > mostGaps)
                break;
            continue;
        }
        if (!isMissed(tile.definition, *point->value))
            break;
        gaps = 0;
        since = point->at;
    }
    return since;
}

IncidentStrip::IncidentStrip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("incidentStrip"));
    setAccessibleName(tr("What happened"));
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(incidentStripHeight);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void IncidentStrip::setChanges(const QList<Change> &changes)
{
    m_changes = changes;
    speak();
    update();
}

void IncidentStrip::setTile(const SloTile &tile)
{
    m_tile = tile;
    m_burnStart = missedSince(tile);
    speak();
    update();
}

void IncidentStrip::setNow(Instant now)
{
    m_now = now;
    update();
}

Instant IncidentStrip::start() const
{
    const Instant latest = m_now - leastShown;
    return m_burnStart ? std::min(latest, *m_burnStart - shownBefore) : latest;
}

QList<IncidentStrip::Mark> IncidentStrip::marks() const
{
    QList<Mark> marks;
    for (const Change &change : m_changes)
        if (change.at >= start() && change.at <= m_now)
            marks.append({change.at, change.detail.isEmpty() ? change.title : change.title + QStringLiteral(", ") + change.detail, change.kind, false});
    if (m_burnStart)
        marks.append({*m_burnStart, tr("%1 below objective").arg(m_tile.definition.title), ChangeKind::Other, true});
    if (m_burnStart && m_tile.definition.better == BetterIs::Lower)
        marks.last().text = tr("%1 over objective").arg(m_tile.definition.title);
    std::ranges::stable_sort(marks, {}, &Mark::at);
    return marks;
}

void IncidentStrip::speak()
{
    QStringList lines;
    for (const Mark &mark : marks())
        lines << toDateTime(mark.at).toString(QStringLiteral("HH:mm ")) + tracetext::plain(mark.text);
    setAccessibleDescription(lines.isEmpty() ? tr("Nothing was changed in this time.") : lines.join(QStringLiteral("; ")));
}

void IncidentStrip::paintTitle(QPainter &painter) const
{
    const Tokens &tokens = m_theme.tokens();
    painter.setFont(uiFont(TextSize::Body, TextWeight::SemiBold));
    painter.setPen(tokens.text);
    const QString title = m_burnStart ? tr("Burning · %1").arg(clockText(m_now - *m_burnStart)) : tr("No burn");
    painter.drawText(QRectF(space::l, space::m, stripTitleWidth - space::l, 20), Qt::AlignVCenter | Qt::AlignLeft, title);
    painter.setFont(uiFont(TextSize::Table));
    painter.setPen(tokens.text2);
    const QString what = painter.fontMetrics().elidedText(m_tile.definition.title, Qt::ElideRight, stripTitleWidth - space::l - space::m);
    painter.drawText(QRectF(space::l, space::m + 22, stripTitleWidth - space::l, 18), Qt::AlignVCenter | Qt::AlignLeft, what);
    if (m_tile.burn)
        painter.drawText(QRectF(space::l, space::m + 40, stripTitleWidth - space::l, 18), Qt::AlignVCenter | Qt::AlignLeft, tr("burn %1").arg(burnText(m_tile)));
}

void IncidentStrip::paintMark(QPainter &painter, const Mark &mark, qreal x, qreal room) const
{
    const Tokens &tokens = m_theme.tokens();
    const qreal line = height() / 2.0;
    const QRectF box(x - stripGlyph / 2.0, line - stripGlyph / 2.0, stripGlyph, stripGlyph);
    if (mark.isBurn)
        paintGlyph(painter, box, Glyph::Cross, StatusTone::Crit, tokens);
    else
        paintGlyph(painter, box, changeGlyph(mark.kind), changeTone(mark.kind), tokens);
    if (room < leastLabel)
        return;
    painter.setFont(monoFont(TextSize::Caption));
    painter.setPen(tokens.text2);
    painter.drawText(QRectF(box.left(), line - 30, 60, 18), Qt::AlignVCenter | Qt::AlignLeft, toDateTime(mark.at).toString(QStringLiteral("HH:mm")));
    painter.setFont(uiFont(TextSize::Table));
    painter.setPen(tokens.text);
    painter.drawText(QRectF(box.left(), line + 11, room, 18), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(tracetext::plain(mark.text), Qt::ElideRight, static_cast<int>(room)));
}

void IncidentStrip::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(tokens.accent, 2) : QPen(tokens.border, 1));
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.radiusPanel, tokens.radiusPanel);
    paintTitle(painter);
    const qreal left = stripTitleWidth + space::l;
    const qreal right = width() - space::xl;
    const qreal line = height() / 2.0;
    painter.setPen(QPen(tokens.border, 2));
    painter.drawLine(QPointF(left - space::l, line), QPointF(right, line));
    const QList<Mark> shown = marks();
    const auto total = static_cast<qreal>(std::max<qint64>(1, (m_now - start()).count()));
    const auto xOf = [&](Instant at) { return left + static_cast<qreal>((at - start()).count()) / total * (right - left - stripGlyph); };
    if (m_burnStart) {
        painter.setPen(QPen(tokens.status(StatusTone::Crit).fill, 3));
        painter.drawLine(QPointF(xOf(*m_burnStart), line), QPointF(right, line));
    }
    // What is too near to the next for a label of its own is told with it.
    QStringList held;
    qreal before = left - stripGlyph;
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const qreal x = std::max(xOf(shown.at(i).at), before + stripGlyph + space::xxs);
        before = x;
        const qreal next = i + 1 < shown.size() ? std::max(xOf(shown.at(i + 1).at), x + stripGlyph + space::xxs) : right + stripGlyph;
        Mark mark = shown.at(i);
        if (next - x - space::xs < leastLabel) {
            held << mark.text;
        } else if (!held.isEmpty()) {
            mark.text = QStringList(held << mark.text).join(QStringLiteral(" · "));
            held.clear();
        }
        paintMark(painter, mark, x, next - x - space::xs);
    }
}

void IncidentStrip::mousePressEvent(QMouseEvent *) { emit changesRequested(); }

void IncidentStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit changesRequested();
    else
        event->ignore();
}

} // namespace qd
