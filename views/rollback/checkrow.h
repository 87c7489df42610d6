#pragma once

#include "release/releasecheck.h"
#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QWidget>

class QLabel;

namespace qd {

/// One line of a CheckList. GUI thread.
class CheckRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CheckRow)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit CheckRow(const Theme &theme, QWidget *parent = nullptr);
    void setCheck(const ReleaseCheck &check);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Glyph m_glyph = Glyph::DashedRing;
    StatusTone m_tone = StatusTone::Unknown;
    QLabel *m_title;
    QLabel *m_reason;
};

/// How a check's state looks.
[[nodiscard]] StateLook lookOfCheck(ReleaseCheck::State state);

} // namespace qd
