#pragma once

#include "arm/appserviceconnector.h"
#include "arm/armclient.h"
#include "http/callchain.h"

namespace qd {

/// AppServiceConnector over Resource Manager. Errors: those of ArmClient. GUI thread.
class HttpAppServiceConnector final : public AppServiceConnector
{
public:
    /// `arm` is borrowed; `siteId` is the app's resource id.
    HttpAppServiceConnector(ArmClient &arm, QString siteId);

    [[nodiscard]] const QString &siteId() const override { return m_siteId; }
    Call sites(QObject *context, Completion<QList<SlotSite>> completion) override;
    Call site(const SlotName &slot, QObject *context, Completion<SlotSite> completion) override;
    Call settings(const SlotName &slot, QObject *context, Completion<SlotSettings> completion) override;
    Call stickyNames(QObject *context, Completion<QStringList> completion) override;
    Call traffic(QObject *context, Completion<QList<SlotTraffic>> completion) override;
    Call differences(const SlotName &source, const SlotName &target, QObject *context,
                     Completion<QList<SlotDifference>> completion) override;
    Call permissions(const SlotName &slot, QObject *context, Completion<QList<PermissionGrant>> completion) override;
    Call swap(const SwapRequest &request, std::function<void(const ArmProgress &)> progress, QObject *context,
              Completion<void> completion) override;
    Call restart(const SlotName &slot, QObject *context, Completion<void> completion) override;
    Call writeSettings(const SlotName &slot, const SlotSettingChanges &changes, QObject *context,
                       Completion<SlotSettings> completion) override;

private:
    [[nodiscard]] ArmRequest request(const QByteArray &method, const SlotName &slot, const QString &path = {}) const;
    [[nodiscard]] ArmRequest settingsRead(const SlotName &slot) const;
    void listOthers(CallChain<QList<SlotSite>> *chain, const SlotSite &production);
    void putSettings(CallChain<SlotSettings> *chain, const SlotName &slot, const SlotSettings &settings);

    ArmClient &m_arm;
    const QString m_siteId;
    QObject m_running; ///< parent of the running chains
};

} // namespace qd
