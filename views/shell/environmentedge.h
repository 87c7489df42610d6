#pragma once

#include "shell/environment.h"
#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// The coloured line along the top of the window: which environment this is, seen from the corner of the eye.
class EnvironmentEdge final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EnvironmentEdge)

public:
    static constexpr int thickness = 4;

    explicit EnvironmentEdge(const Theme &theme, QWidget *parent = nullptr);
    void setKind(EnvironmentKind kind);
    /// While writing is allowed the edge is barred with amber.
    void setWriting(bool isWriting);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    EnvironmentKind m_kind = EnvironmentKind::Lab;
    bool m_isWriting = false;
};

} // namespace qd
