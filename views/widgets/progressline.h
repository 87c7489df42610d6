#pragma once

#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// Two pixels that turn to the accent colour while a refresh is under way. Its room is always kept, so that nothing moves
/// when a refresh starts; it does not animate. GUI thread.
class ProgressLine final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProgressLine)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit ProgressLine(const Theme &theme, QWidget *parent = nullptr);

    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return m_isActive; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    bool m_isActive = false;
};

} // namespace qd
