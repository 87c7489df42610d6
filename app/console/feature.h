#pragma once

#include <QObject>

namespace qd {

class WatchedAccount;

/// One part of the product in the window: builds store, models, view and controller, adds its page and commands, and
/// connects them. Made once, with the window; lives in Application. GUI thread.
class Feature : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Feature)

public:
    using QObject::QObject;
    /// Works with this account from now on; the one before is about to be destroyed, or gone.
    virtual void attach(WatchedAccount &account) = 0;
};

} // namespace qd
