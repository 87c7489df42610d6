#include "guard/cliguard.h"

namespace qd {

namespace {

GuardSetup cliSetup(const SessionProfile &profile)
{
    GuardSetup setup = guardSetup(profile);
    setup.needsLease = false;
    return setup;
}

} // namespace

CliGuard::CliGuard(const CliStreams &streams, const Clock &clock, const SessionProfile &profile, const GuardOptions &options)
    : m_confirm(streams, options), m_guard({m_state.audit(), m_confirm, clock, m_timers}, cliSetup(profile))
{
}

} // namespace qd
