#pragma once

#include "arm/apimconnector.h"
#include "chaos/chaosfault.h"

namespace qd {

/// The fault as the gateway holds it now.
struct ChaosLive {
    ChaosFault fault;
    QString etag;
    QString text;                    ///< the named value as it is
    std::optional<Error> unreadable; ///< it is there, but not ours to read; it can still be switched off
    bool operator==(const ChaosLive &) const = default;

    [[nodiscard]] bool isOn(Instant now) const { return unreadable.has_value() || fault.isActive(now); }
};

/// Reads and writes the named value that the fleet obeys. GUI thread.
class ChaosSwitch final
{
    Q_DISABLE_COPY_MOVE(ChaosSwitch)

public:
    /// `apim` is borrowed.
    explicit ChaosSwitch(ApimConnector &apim) : m_apim(apim) {}

    Call read(QObject *context, Completion<ChaosLive> completion);
    /// With the ETag that was read; Conflict: somebody else was faster.
    Call write(const ChaosFault &fault, const QString &etag, QObject *context, Completion<ChaosLive> completion);

private:
    ApimConnector &m_apim;
};

} // namespace qd
