#pragma once

#include "clock.h"
#include "http/httpheaders.h"

#include <QMap>
#include <QString>

namespace qd {

/// What Resource Manager last said is left of its quotas, by the end of the header's name ("subscription-global-reads").
struct ArmQuota {
    QMap<QString, qint64> remaining; ///< at most 16 names
    Instant at{};
    bool operator==(const ArmQuota &) const = default;

    /// Takes over the "x-ms-ratelimit-remaining-…" headers of an answer, if there are any.
    void note(const HttpHeaders &headers, Instant now);
};

} // namespace qd
