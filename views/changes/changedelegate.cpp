#include "changes/changedelegate.h"

#include "changelistmodel.h"
#include "format.h"
#include "widgets/statusglyph.h"

#include <QPainter>

#include <algorithm>

namespace qd {

namespace {

constexpr qreal changeGlyphSize = 18;
constexpr qreal changeTimeWidth = 104;
constexpr qreal changeScoreWidth = 250;

struct ChangeBoxes {
    QRectF glyph;
    QRectF time;
    QRectF text;
    QRectF score;
};

ChangeBoxes changeBoxes(const QRectF &row)
{
    const qreal left = row.left() + 12;
    const qreal timeLeft = left + changeGlyphSize + 12;
    const qreal textLeft = timeLeft + changeTimeWidth + 8;
    const qreal scoreLeft = row.right() - changeScoreWidth - 12;
    return {.glyph = {left, row.center().y() - changeGlyphSize / 2, changeGlyphSize, changeGlyphSize},
            .time = {timeLeft, row.top() + 6, changeTimeWidth, row.height() - 12},
            .text = {textLeft, row.top() + 6, std::max(40.0, scoreLeft - textLeft - 16), row.height() - 12},
            .score = {scoreLeft, row.top() + 6, changeScoreWidth, row.height() - 12}};
}

void twoLines(QPainter &painter, const QRectF &box, const QFont &first, const QString &above, const QColor &aboveInk, const QString &below,
              const QColor &belowInk)
{
    const qreal half = box.height() / 2;
    painter.setFont(first);
    painter.setPen(aboveInk);
    painter.drawText(QRectF(box.left(), box.top(), box.width(), half), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(first).elidedText(above, Qt::ElideRight, box.width()));
    const QFont caption = uiFont(TextSize::Caption);
    painter.setFont(caption);
    painter.setPen(belowInk);
    painter.drawText(QRectF(box.left(), box.top() + half, box.width(), half), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(caption).elidedText(below, Qt::ElideRight, box.width()));
}

QString changeWhat(const Change &change)
{
    QStringList parts{changeKindWord(change.kind), change.detail, change.actor.isEmpty() ? QString() : ChangeListModel::tr("by %1").arg(change.actor), change.source};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString changeWhen(const Change &change, Instant now)
{
    const QString age = ChangeListModel::tr("%1 ago").arg(format::age(std::max(Microseconds(0), now - change.at)));
    return change.isOngoing ? ChangeListModel::tr("%1 · on").arg(age) : age;
}

void paintScore(QPainter &painter, const QRectF &box, const RankedChange &ranked, const Tokens &tokens, const QColor &ink)
{
    const QRectF bar(box.left(), box.top() + box.height() / 4 - 4, box.width() - 46, 8);
    painter.setPen(QPen(tokens.border, 1));
    painter.setBrush(tokens.raised);
    painter.drawRoundedRect(bar, tokens.radiusBar, tokens.radiusBar);
    if (ranked.score > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.series(SeriesRole::Agent));
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(2.0, bar.width() * ranked.score), bar.height()), tokens.radiusBar, tokens.radiusBar);
    }
    painter.setFont(monoFont(TextSize::Caption));
    painter.setPen(ink);
    painter.drawText(QRectF(bar.right(), box.top(), 44, box.height() / 2), Qt::AlignRight | Qt::AlignVCenter, format::percent(ranked.score, 0));
    const QFont caption = uiFont(TextSize::Caption);
    painter.setFont(caption);
    painter.drawText(QRectF(box.left(), box.top() + box.height() / 2, box.width(), box.height() / 2), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(caption).elidedText(ranked.sentence, Qt::ElideRight, box.width()));
}

} // namespace

void ChangeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const auto ranked = index.data(ChangeListModel::RankedRole).value<RankedChange>();
    const bool isSelected = option.state & QStyle::State_Selected;
    const ChangeBoxes boxes = changeBoxes(option.rect);
    const QColor ink = isSelected ? tokens.onSelection : tokens.text;
    const QColor faint = isSelected ? tokens.onSelection : tokens.text2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isSelected)
        painter->fillRect(option.rect, tokens.selection);
    painter->setPen(QPen(tokens.border, 1));
    painter->drawLine(QPointF(option.rect.left() + 12, option.rect.bottom() + 0.5), QPointF(option.rect.right() - 12, option.rect.bottom() + 0.5));
    paintGlyph(*painter, boxes.glyph, changeGlyph(ranked.change.kind), changeTone(ranked.change.kind), tokens);
    const QString time = toDateTime(ranked.change.at).toString(QStringLiteral("MMM d  hh:mm"));
    twoLines(*painter, boxes.time, monoFont(), time, ink, changeWhen(ranked.change, m_clock.now()), faint);
    twoLines(*painter, boxes.text, uiFont(TextSize::Body, TextWeight::Medium), ranked.change.title, ink, changeWhat(ranked.change), faint);
    paintScore(*painter, boxes.score, ranked, tokens, faint);
    if (option.state & QStyle::State_HasFocus && isSelected) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(tokens.accent, 2));
        painter->drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1));
    }
    painter->restore();
}

} // namespace qd
