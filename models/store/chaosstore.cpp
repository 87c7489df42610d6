#include "chaosstore.h"

namespace qd {

std::optional<ChaosFault> ChaosBoard::fault(Instant now) const
{
    if (live && live->isActive(now))
        return live;
    if (qd::isOn(run.phase) && run.until)
        return ChaosFault{.run = run.id, .mode = run.spec.mode, .tenant = run.spec.tenant, .percent = run.spec.percent, .until = *run.until};
    return std::nullopt;
}

bool ChaosBoard::isOn(Instant now) const { return fault(now).has_value() || !liveProblem.isEmpty(); }

void ChaosStore::set(const ChaosBoard &board)
{
    if (m_board == board)
        return;
    m_board = board;
    emit changed();
}

} // namespace qd
