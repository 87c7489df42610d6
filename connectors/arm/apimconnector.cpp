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

std::optional<PolicyScope> policyScopeOf(const QString &serviceId, const QString &resourceId)
{
    static const QString policy = QStringLiteral("/policies/policy");
    if (!resourceId.startsWith(serviceId + u'/', Qt::CaseInsensitive) || !resourceId.endsWith(policy, Qt::CaseInsensitive))
        return std::nullopt;
    const QStringList parts = resourceId.sliced(serviceId.size()).chopped(policy.size()).split(u'/', Qt::SkipEmptyParts);
    const auto is = [&parts](qsizetype at, QLatin1StringView word) { return parts.at(at).compare(word, Qt::CaseInsensitive) == 0; };
    if (parts.isEmpty())
        return PolicyScope{};
    if (parts.size() == 2 && is(0, QLatin1StringView("products")))
        return PolicyScope{.kind = PolicyScope::Kind::Product, .product = parts.at(1)};
    if (parts.size() == 2 && is(0, QLatin1StringView("apis")))
        return PolicyScope{.kind = PolicyScope::Kind::Api, .api = ApiId(parts.at(1))};
    if (parts.size() == 4 && is(0, QLatin1StringView("apis")) && is(2, QLatin1StringView("operations")))
        return PolicyScope{.kind = PolicyScope::Kind::Operation, .api = ApiId(parts.at(1)), .operation = parts.at(3)};
    return std::nullopt;
}

} // namespace qd
