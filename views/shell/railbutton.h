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
    static constexpr int roomyHeight = 58;
    static constexpr int leastHeight = 28;

    [[nodiscard]] QSize sizeHint() const override { return {76, m_height}; }
    /// Below 50 px the word gives way to a tooltip.
    void setShownHeight(int height);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] bool hasWord() const { return m_height >= 50; }

    const Theme &m_theme;
    QString m_icon;
    int m_height = roomyHeight;
};

} // namespace qd
