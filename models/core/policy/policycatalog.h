#pragma once

#include <QString>

namespace qd {

/// Which policies may stand directly in a section, as API Management documents it (azure facts 6.2).
enum class PolicyPlace { Allowed, Elsewhere, Unknown };

/// Elsewhere: the policy exists, but not for this section. Unknown: no policy of this name is known here.
PolicyPlace policyPlace(const QString &section, const QString &policy);

} // namespace qd
