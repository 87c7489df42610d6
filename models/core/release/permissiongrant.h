#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace qd {

/// One role's worth of rights on a resource: patterns like "*", "*/read" or "Microsoft.Web/sites/*". A value.
struct PermissionGrant {
    QStringList actions;
    QStringList exceptions; ///< "notActions": taken out of this grant only
    bool operator==(const PermissionGrant &) const = default;
};

/// What a swap of a deployment slot needs.
[[nodiscard]] QString slotSwapAction();
/// Whether any of the grants holds this action. Without regard to case; "*" stands for any text.
[[nodiscard]] bool isPermitted(const QList<PermissionGrant> &grants, const QString &action);

} // namespace qd
