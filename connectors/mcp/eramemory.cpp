#include "mcp/eramemory.h"

namespace qd {

namespace {

QString eraKey(const McpServerConfig &config)
{
    if (config.transport == McpTransport::Stdio)
        return (QStringList{QStringLiteral("stdio"), config.workingFolder, config.command} + config.arguments).join(QChar(0));
    return config.url.toString(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
}

} // namespace

std::optional<McpEra> EraMemory::eraOf(const McpServerConfig &config, Instant now) const
{
    const auto verdict = m_verdicts.constFind(eraKey(config));
    if (verdict == m_verdicts.cend() || (verdict->era == McpEra::Legacy && now - verdict->at > legacyLasts))
        return std::nullopt;
    return verdict->era;
}

void EraMemory::remember(const McpServerConfig &config, McpEra era, Instant now) { m_verdicts.insert(eraKey(config), {era, now}); }

void EraMemory::forget(const McpServerConfig &config) { m_verdicts.remove(eraKey(config)); }

} // namespace qd
