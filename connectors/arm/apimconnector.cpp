#include "arm/apimconnector.h"

namespace qd {

QString policyResourceId(const QString &serviceId, const PolicyScope &scope)
{
    const QString policy = QStringLiteral("/policies/policy");
    switch (scope.kind) {
    case PolicyScope::Kind::Service: return serviceId + policy;
    case PolicyScope::Kind::Product: return serviceId + QStringLiteral("/products/") + scope.product + policy;
    case PolicyScope::Kind::Api: return serviceId + QStringLiteral("/apis/") + scope.api.value + policy;
    case PolicyScope::Kind::Operation:
        return serviceId + QStringLiteral("/apis/") + scope.api.value + QStringLiteral("/operations/") + scope.operation + policy;
    }
    return {};
}

} // namespace qd
