#pragma once

#include "shell/banner.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace qd {

/// One banner: glyph, what failed, why, and a button that takes it away.
class BannerRow final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BannerRow)

public:
    BannerRow(const Theme &theme, const Banner &banner, QWidget *parent);
    void setBanner(const Banner &banner);

signals:
    void dismissRequested();
    void actionRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void restyle();

    const Theme &m_theme;
    Banner m_banner;
    QLabel *m_title;
    QLabel *m_detail;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace qd
