#pragma once

#include "theme/theme.h"

#include <QPainter>
#include <QWidget>

#include <optional>

namespace qd {

/// How far a call is: a thin bar, empty where the server does not tell the whole. GUI thread.
class ProgressShare final : public QWidget
{
    Q_OBJECT

public:
    ProgressShare(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) { setFixedHeight(space::xs); }

    void setShare(std::optional<double> share)
    {
        m_share = share;
        setVisible(share.has_value());
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.tokens().raised);
        painter.fillRect(QRectF(0, 0, width() * m_share.value_or(0), height()), m_theme.tokens().accent);
    }

private:
    const Theme &m_theme;
    std::optional<double> m_share;
};

} // namespace qd
