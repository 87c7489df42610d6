#pragma once

#include "ids.h"

#include <QSettings>

class QWidget;

namespace qd {

/// Where the window was, per profile; apart from the preferences, because it may be thrown away. GUI thread.
class UiState
{
public:
    UiState();

    /// Puts the window where it was the last time with this profile; false when nothing usable is stored.
    bool restore(QWidget &window, const ProfileId &profile) const;
    void save(const QWidget &window, const ProfileId &profile);

private:
    QSettings m_file;
};

} // namespace qd
