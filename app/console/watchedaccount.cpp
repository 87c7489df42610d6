#include "watchedaccount.h"

#include "changesources.h"

namespace qd {

WatchedAccount::WatchedAccount(std::unique_ptr<Session> session, const Stores &stores, const Safeguards &safeguards,
                               const Clock &clock, const SloSettings &settings)
    : m_session(std::move(session))
    , m_guard({safeguards.audit, safeguards.confirm, clock, m_timers}, guardSetup(m_session->profile()))
    , m_tiles(m_session->monitor(), stores.tiles, stores.health, clock, settings)
    , m_detail(m_session->monitor(), stores.detail, m_tiles.serverClock(), settings)
    , m_changes(m_session->monitor(), stores.changes, m_tiles, settings)
    , m_chaos({m_session->apim(), m_guard, m_session->monitor(), m_tiles, safeguards.flags, safeguards.chaos, m_tiles.serverClock(), m_timers},
              chaosSettings(settings, m_session->profile()), m_session->profile().arm.hasApim())
    , m_policies({m_session->apim(), m_guard, clock, m_timers}, m_session->profile().arm.hasApim() ? m_session->profile().arm.apimId() : QString())
{
    m_changes.addSource(auditChangeSource(), auditChanges(safeguards.audit));
    if (!profile().arm.subscriptionId.isEmpty())
        m_changes.addSource(activityChangeSource(), activityChanges(m_session->activityLog()));
}

} // namespace qd
