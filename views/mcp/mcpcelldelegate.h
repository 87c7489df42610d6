#pragma once

#include "confirm/plaintext.h"
#include "theme/tokens.h"
#include "widgets/glyphdelegate.h"

namespace qd {

/// Cells whose text comes from servers: one line, what controls or turns text made visible. GUI thread.
class McpCellDelegate final : public GlyphDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpCellDelegate)

public:
    using GlyphDelegate::GlyphDelegate;

    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &) const override
    {
        return visibleText(value.toString(), 400).simplified();
    }
    /// With room for the mark.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return GlyphDelegate::sizeHint(option, index) + QSize(space::xl, 0);
    }

protected:
    /// Numbers keep away from the text of the next column, as the header's style does.
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        GlyphDelegate::initStyleOption(option, index);
        if (option->displayAlignment.testFlag(Qt::AlignRight))
            option->text += QChar(0x2002); // an en space
    }
};

} // namespace qd
