#pragma once

#include "arm/armrequest.h"
#include "http/call.h"
#include "release/permissiongrant.h"
#include "release/slotsite.h"

#include <QList>
#include <QObject>

#include <functional>
#include <optional>

namespace qd {

/// Which way a swap goes: what is in `source` becomes what `target` serves, and the other way round.
struct SwapRequest {
    SlotName source;
    SlotName target = productionSlot();
    ArmWatch watch{.deadline = Milliseconds(10 * 60 * 1000), .interval = Milliseconds(3000)};
};

/// Settings to set (a value) or to remove (nothing); all others stay.
using SlotSettingChanges = QMap<QString, std::optional<QString>>;

/// One app of App Service and its deployment slots, by Resource Manager (azure facts 5). Every slot parameter may be
/// productionSlot(). Settings may hold secrets and are never logged. GUI thread.
class AppServiceConnector
{
public:
    virtual ~AppServiceConnector() = default;

    [[nodiscard]] virtual const QString &siteId() const = 0;
    /// Production first, then the others as the service lists them.
    virtual Call sites(QObject *context, Completion<QList<SlotSite>> completion) = 0;
    virtual Call site(const SlotName &slot, QObject *context, Completion<SlotSite> completion) = 0;
    virtual Call settings(const SlotName &slot, QObject *context, Completion<SlotSettings> completion) = 0;
    /// Names of app settings that stay with their slot in a swap.
    virtual Call stickyNames(QObject *context, Completion<QStringList> completion) = 0;
    virtual Call traffic(QObject *context, Completion<QList<SlotTraffic>> completion) = 0;
    /// What a swap of `source` into `target` would change, as the service says.
    virtual Call differences(const SlotName &source, const SlotName &target, QObject *context,
                             Completion<QList<SlotDifference>> completion) = 0;
    /// What the account's roles allow on this slot.
    virtual Call permissions(const SlotName &slot, QObject *context, Completion<QList<PermissionGrant>> completion) = 0;
    /// Completes when the service says how it ended. Cancelling, a lost answer and the deadline say nothing about the
    /// swap itself: read the site. `progress` runs before the completion, on the caller's thread.
    virtual Call swap(const SwapRequest &request, std::function<void(const ArmProgress &)> progress, QObject *context,
                      Completion<void> completion) = 0;
    virtual Call restart(const SlotName &slot, QObject *context, Completion<void> completion) = 0;
    /// Reads, changes and writes the whole set, because the service knows no other way; the app restarts. Completes with
    /// what the service holds then.
    virtual Call writeSettings(const SlotName &slot, const SlotSettingChanges &changes, QObject *context,
                               Completion<SlotSettings> completion) = 0;
};

} // namespace qd
