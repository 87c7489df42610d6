#pragma once

#include "shell/environment.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace qd {

class EnvironmentChip;
class LeaseChip;
class LivePill;
class TimeRangeEdit;

/// The 44 px bar: environment, profile, who am I, write access, time range, how live, theme.
class TopBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopBar)

public:
    explicit TopBar(const Theme &theme, QWidget *parent = nullptr);

    void setConnection(const ConnectionLabel &label);
    [[nodiscard]] TimeRangeEdit &range() const { return *m_range; }
    [[nodiscard]] LivePill &pill() const { return *m_pill; }
    [[nodiscard]] LeaseChip &lease() const { return *m_lease; }

signals:
    void themeSwitchRequested();

private:
    void restyle();

    const Theme &m_theme;
    EnvironmentChip *m_chip;
    QLabel *m_profile;
    QLabel *m_identity;
    LeaseChip *m_lease;
    TimeRangeEdit *m_range;
    LivePill *m_pill;
    QToolButton *m_themeButton;
};

} // namespace qd
