#pragma once

#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QWidget>

namespace qd {

/// A chip for what is no tile state: glyph and word in a tone. GUI thread.
class ToneChip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ToneChip)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit ToneChip(const Theme &theme, QWidget *parent = nullptr);

    void setLook(Glyph glyph, StatusTone tone, const QString &word);
    [[nodiscard]] QString word() const { return m_look.word; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    StateLook m_look;
    QFont m_font;
};

} // namespace qd
