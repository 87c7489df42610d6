#include "mcp/mcpserverdelegate.h"

#include "confirm/plaintext.h"
#include "mcp/mcpserverlook.h"
#include "mcpservermodel.h"

#include <QPainter>

namespace qd {

namespace {

constexpr int serverRowHeight = 48;
constexpr int serverGlyphSize = 16;

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
    paintGlyph(*painter, QRectF(option.rect.left() + space::m, option.rect.center().y() - serverGlyphSize / 2.0, serverGlyphSize, serverGlyphSize), glyph, tone, tokens);
    const QRect text = option.rect.adjusted(space::m + serverGlyphSize + space::s, space::s, -space::s, -space::s);
    painter->setFont(uiFont(TextSize::Body, TextWeight::Medium));
    painter->setPen(isSelected ? tokens.onSelection : tokens.text);
    const QString name = visibleText(index.data().toString(), 200).simplified();
    painter->drawText(text, Qt::AlignTop | Qt::AlignLeft, painter->fontMetrics().elidedText(name, Qt::ElideRight, text.width()));
    painter->setFont(uiFont(TextSize::Caption));
    painter->setPen(isSelected ? tokens.onSelection : tokens.text2);
    painter->drawText(text, Qt::AlignBottom | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(index.data(McpServerModel::DetailRole).toString(), Qt::ElideRight, text.width()));
    painter->restore();
}

QSize McpServerDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const { return {160, serverRowHeight}; }

} // namespace qd
