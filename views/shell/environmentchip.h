#pragma once

#include "shell/environment.h"
#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// The environment's name on its colour, first thing in the top bar.
class EnvironmentChip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EnvironmentChip)

public:
    explicit EnvironmentChip(const Theme &theme, QWidget *parent = nullptr);
    void setKind(EnvironmentKind kind);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    EnvironmentKind m_kind = EnvironmentKind::Lab;
};

} // namespace qd
