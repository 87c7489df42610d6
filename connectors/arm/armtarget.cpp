#include "arm/armtarget.h"

namespace qd {

namespace {

QString groupId(const ArmTarget &target)
{
    return QStringLiteral("/subscriptions/") + target.subscriptionId + QStringLiteral("/resourceGroups/") + target.resourceGroup;
}

} // namespace

QString ArmTarget::siteId() const { return groupId(*this) + QStringLiteral("/providers/Microsoft.Web/sites/") + site; }

QString ArmTarget::apimId() const
{
    return groupId(*this) + QStringLiteral("/providers/Microsoft.ApiManagement/service/") + apim;
}

} // namespace qd
