#pragma once

#include "shell/livestatus.h"
#include "theme/theme.h"

#include <QAbstractButton>

namespace qd {

/// How current the window is: a glyph, the words of LiveStatus, and a thin line while queries run. A click asks to
/// freeze or to go on. Grows with its text but never shrinks, so that nothing beside it moves.
class LivePill final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LivePill)

public:
    explicit LivePill(const Theme &theme, QWidget *parent = nullptr);

    void setStatus(const LiveStatus &status);
    [[nodiscard]] const LiveStatus &status() const { return m_status; }
    void setBusy(bool isBusy);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int widthFor(const QString &text) const;
    void paintIcon(QPainter &painter, const QRectF &box) const;

    const Theme &m_theme;
    LiveStatus m_status;
    int m_width = 0;
    bool m_isBusy = false;
};

} // namespace qd
