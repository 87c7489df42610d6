#pragma once

#include "theme/theme.h"

#include <QAbstractButton>

namespace qd {

/// An icon over a word; the checked one carries an accent bar at its left, so that it is not told by colour alone.
class RailButton final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RailButton)

public:
    RailButton(const Theme &theme, const QString &icon, const QString &label, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {76, 58}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_icon;
};

} // namespace qd
