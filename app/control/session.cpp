#include "session.h"

#include "auth/secretsources.h"

namespace qd {

namespace {

/// Several pages share the account's quota: who is told when to come again comes again more often.
RetryPolicy patientRetry()
{
    RetryPolicy policy;
    policy.maxThrottledTries = 8;
    return policy;
}

} // namespace

Session::Session(SessionProfile profile, std::unique_ptr<SecretSource> secrets, const Clock &clock)
    : m_profile(std::move(profile)), m_secrets(std::move(secrets)), m_http(clock, m_timers, {.retry = patientRetry()}),
      m_tokens(m_http, clock, *m_secrets,
               {.authority = m_profile.authority, .tenantId = m_profile.tenantId, .clientId = m_profile.clientId}),
      m_governor(m_timers), m_monitor(m_http, m_tokens, m_governor, m_profile.target),
      m_queries(m_http, m_tokens, m_governor, m_profile.target),
      m_arm(m_http, m_tokens, m_timers, clock, {.url = m_profile.arm.endpoint, .scope = m_profile.arm.scope}),
      m_appService(m_arm, m_profile.arm.siteId()), m_apim(m_arm, m_profile.arm.apimId()), m_activityLog(m_arm, m_profile.arm),
      m_keychain(m_timers), m_mcp(clock, m_timers, m_keychain)
{
}

std::unique_ptr<Session> makeLabSession(const LabInfo &lab, TelemetrySchema schema, const Clock &clock)
{
    return std::make_unique<Session>(labProfile(lab, schema), std::make_unique<FixedSecret>(lab.clientSecret), clock);
}

} // namespace qd
