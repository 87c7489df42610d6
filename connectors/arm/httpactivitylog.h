#pragma once

#include "arm/activitylog.h"
#include "arm/armclient.h"
#include "arm/armtarget.h"

namespace qd {

/// ActivityLog over Resource Manager. Errors: those of ArmClient. GUI thread.
class HttpActivityLog final : public ActivityLog
{
public:
    /// `arm` is borrowed.
    HttpActivityLog(ArmClient &arm, ArmTarget target);

    Call activityLog(const TimeSpanRange &range, QObject *context, Completion<QList<ActivityEvent>> completion) override;

private:
    ArmClient &m_arm;
    const ArmTarget m_target;
};

/// The events of all pages, newest first. Errors: Decode. For tests and fuzzing.
Result<QList<ActivityEvent>> decodeActivityLog(const QList<QByteArray> &pages);

} // namespace qd
