#include "commands/chaos/clichaos.h"

namespace qd {

CliChaos::CliChaos(const CliContext &context, Session &session, const GuardOptions &guard, const SloSettings &slo)
    : m_session(session), m_guard(context.streams, context.clock, session.profile(), guard),
      m_tiles(session.monitor(), m_tileStore, m_health, context.clock, slo),
      m_desk({session.apim(), m_guard.guard(), session.monitor(), m_tiles, m_guard.state().flags(), m_store, m_tiles.serverClock(), m_timers},
             chaosSettings(slo, session.profile()), session.profile().arm.hasApim())
{
}

std::optional<Error> CliChaos::misuse() const
{
    if (m_session.profile().arm.hasApim())
        return std::nullopt;
    return Error{.kind = ErrorKind::Invalid,
                 .message = QStringLiteral("This connection names no gateway: add --subscription, --resource-group and --apim")};
}

} // namespace qd
