#include "mcp/mcpserverdelegate.h"

#include "confirm/plaintext.h"
#include "mcp/mcpserverlook.h"
#include "mcpservermodel.h"

#include <QPainter>

namespace qd {

namespace {

constexpr int serverGlyphSize = 16;
constexpr int concernGlyphSize = 12;
constexpr int serverNameLine = 20;
constexpr int serverDetailLine = 16;

/// Text that ends at the right edge; gives what is left of the line.
QRect drawAtRight(QPainter &painter, const QRect &line, const QString &text)
{
    const int width = painter.fontMetrics().horizontalAdvance(text);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, text);
    return line.adjusted(0, 0, text.isEmpty() ? 0 : -width - space::s, 0);
}

void drawElided(QPainter &painter, const QRect &line, const QString &text)
{
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
}

} // namespace

void McpServerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isSelected)
        painter->fillRect(option.rect, tokens.selection);
    const auto [glyph, tone] = mcpServerLook(static_cast<McpServerState::Status>(index.data(McpServerModel::StatusRole).toInt()));
    paintGlyph(*painter, QRectF(option.rect.left() + space::m, option.rect.top() + space::s + 2, serverGlyphSize, serverGlyphSize), glyph, tone, tokens);
    QRect line(option.rect.left() + space::m + serverGlyphSize + space::s, option.rect.top() + space::s, 0, serverNameLine);
    line.setRight(option.rect.right() - space::m);
    const QColor quiet = isSelected ? tokens.onSelection : tokens.text2;
    painter->setPen(quiet);
    painter->setFont(monoFont(TextSize::Caption));
    const QRect left = drawAtRight(*painter, line, index.data(McpServerModel::LatencyRole).toString());
    painter->setFont(uiFont(TextSize::Body, TextWeight::Medium));
    painter->setPen(isSelected ? tokens.onSelection : tokens.text);
    drawElided(*painter, left, visibleText(index.data().toString(), 200).simplified());
    painter->setFont(uiFont(TextSize::Caption));
    painter->setPen(quiet);
    line = QRect(line.left(), line.bottom() + 1, line.width(), serverDetailLine);
    drawElided(*painter, line, index.data(McpServerModel::DetailRole).toString());
    paintOffer(*painter, line.translated(0, serverDetailLine), index);
    painter->restore();
}

/// With its concern at the right, by mark and word.
void McpServerDelegate::paintOffer(QPainter &painter, const QRect &line, const QModelIndex &index) const
{
    const QString concern = index.data(McpServerModel::ConcernRole).toString();
    QRect left = drawAtRight(painter, line, concern);
    if (!concern.isEmpty()) {
        const qreal x = line.right() - painter.fontMetrics().horizontalAdvance(concern) - space::xs - concernGlyphSize;
        paintGlyph(painter, QRectF(x, line.center().y() - concernGlyphSize / 2.0 + 1, concernGlyphSize, concernGlyphSize), Glyph::Bang, StatusTone::Warn, m_theme.tokens());
        left.setRight(static_cast<int>(x) - space::s);
    }
    drawElided(painter, left, index.data(McpServerModel::OfferRole).toString());
}

QSize McpServerDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const bool hasOffer = !index.data(McpServerModel::OfferRole).toString().isEmpty();
    return {160, 2 * space::s + serverNameLine + serverDetailLine * (hasOffer ? 2 : 1)};
}

} // namespace qd
