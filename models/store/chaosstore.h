#pragma once

#include "chaos/chaosrules.h"

#include <QObject>

namespace qd {

/// Everything the screen knows about faults on purpose. A value.
struct ChaosBoard {
    bool isConfigured = false;            ///< the profile names a gateway
    ChaosRun run;                         ///< this program's own run, the last one when none goes on
    std::optional<ChaosFault> live;       ///< what the gateway holds, when it was read
    QString liveProblem;                  ///< it holds something that cannot be read
    std::optional<Instant> asOf;          ///< when it was read
    std::optional<Error> error;           ///< the last reading failed
    QString block;                        ///< why new runs are blocked; empty: they are not
    QString stopping;                     ///< how the big stop is getting on; empty: none runs
    ChaosBlast blast;                     ///< traffic by tenant of the last 15 minutes
    bool operator==(const ChaosBoard &) const = default;

    /// A fault is on, or may be.
    [[nodiscard]] bool isOn(Instant now) const;
    /// The fault that is on; its run may be another console's.
    [[nodiscard]] std::optional<ChaosFault> fault(Instant now) const;
};

/// Holds the board and says when it differs. GUI thread.
class ChaosStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosStore)

public:
    using QObject::QObject;

    [[nodiscard]] const ChaosBoard &board() const { return m_board; }
    void set(const ChaosBoard &board);

signals:
    void changed();

private:
    ChaosBoard m_board;
};

} // namespace qd
