#pragma once

#include "arm/apimconnector.h"
#include "arm/armclient.h"
#include "http/callchain.h"

namespace qd {

/// ApimConnector over Resource Manager. Errors: those of ArmClient. A conditional write whose answer was lost fails with
/// Network or Timeout: read again to learn whether it took effect. GUI thread.
class HttpApimConnector final : public ApimConnector
{
public:
    /// `arm` is borrowed; `serviceId` is the service's resource id.
    HttpApimConnector(ArmClient &arm, QString serviceId);

    Call service(QObject *context, Completion<ApimService> completion) override;
    Call apis(QObject *context, Completion<QList<ApimApi>> completion) override;
    Call subscriptions(QObject *context, Completion<QList<ApimSubscription>> completion) override;
    Call subscriptionKey(const SubscriptionId &id, QObject *context, Completion<QString> completion) override;
    Call readPolicy(const PolicyScope &scope, QObject *context, Completion<PolicyText> completion) override;
    Call writePolicy(const PolicyScope &scope, const QString &xml, const QString &etag, QObject *context,
                     Completion<PolicyText> completion) override;
    Call deletePolicy(const PolicyScope &scope, const QString &etag, QObject *context, Completion<void> completion) override;
    Call namedValue(const QString &id, QObject *context, Completion<NamedValue> completion) override;
    Call writeNamedValue(const NamedValue &value, QObject *context, Completion<NamedValue> completion) override;
    Call deleteNamedValue(const QString &id, const QString &etag, QObject *context, Completion<void> completion) override;

private:
    [[nodiscard]] ArmRequest request(const QByteArray &method, const QString &path) const;
    [[nodiscard]] ArmRequest conditional(const QString &path, const QByteArray &body, const QString &etag) const;
    Call remove(const QString &path, const QString &etag, QObject *context, Completion<void> completion);
    [[nodiscard]] ArmRequest policyRead(const PolicyScope &scope) const;
    void putPolicy(CallChain<PolicyText> *chain, const PolicyScope &scope, const QString &xml, const QString &etag);
    void putNamedValue(CallChain<NamedValue> *chain, const NamedValue &value);

    ArmClient &m_arm;
    const QString m_serviceId;
    QObject m_running; ///< parent of the running chains
};

} // namespace qd
