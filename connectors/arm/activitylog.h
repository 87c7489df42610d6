#pragma once

#include "clock.h"
#include "http/call.h"
#include "timerange.h"

#include <QList>
#include <QObject>
#include <QString>

namespace qd {

/// One event of the control plane: who did what to which resource. Texts are the server's: plain only. A value.
struct ActivityEvent {
    QString id;            ///< event data id
    Instant at;
    QString operation;     ///< "Microsoft.Web/sites/slots/slotsswap/action"
    QString status;        ///< "Started", "Accepted", "Succeeded", "Failed"
    QString resourceId;
    QString caller;
    QString correlationId; ///< ties the events of one operation together
    bool operator==(const ActivityEvent &) const = default;
};

/// The subscription's activity log for one resource group (azure facts 5); the service keeps 90 days. GUI thread.
class ActivityLog
{
public:
    virtual ~ActivityLog() = default;
    /// Newest first, at most 5000.
    virtual Call activityLog(const TimeSpanRange &range, QObject *context, Completion<QList<ActivityEvent>> completion) = 0;
};

} // namespace qd
