#pragma once

#include <QTabBar>

namespace qd {

/// Shows or hides a tab. Of Qt's own setter a call that changes nothing makes the bar forget that it must be laid out anew, and
/// the bar asks for the room of its tabs only when one is added or removed.
inline void setTabShown(QTabBar &tabs, int index, bool isShown)
{
    if (tabs.isTabVisible(index) == isShown)
        return;
    tabs.setTabVisible(index, isShown);
    tabs.updateGeometry();
}

} // namespace qd
