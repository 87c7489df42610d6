#include "mcp/eramemory.h"

#include "log.h"
#include "mcp/placekey.h"

namespace qd {

namespace {

/// One from the future comes from a clock that was set back since.
bool isGood(const EraVerdict &verdict, Instant now)
{
    return verdict.at <= now && now - verdict.at <= (verdict.era == McpEra::Legacy ? EraMemory::legacyLasts : EraMemory::modernLasts);
}

} // namespace

void EraMemory::keepIn(const QString &path)
{
    m_path = path;
    m_verdicts.insert(loadEras(path));
}

std::optional<McpEra> EraMemory::eraOf(const McpServerConfig &config, Instant now) const
{
    const auto verdict = m_verdicts.constFind(placeKey(config));
    return verdict != m_verdicts.cend() && isGood(*verdict, now) ? std::optional(verdict->era) : std::nullopt;
}

void EraMemory::remember(const McpServerConfig &config, McpEra era, Instant now)
{
    const QString key = placeKey(config);
    const auto known = m_verdicts.constFind(key);
    const bool isKnown = known != m_verdicts.cend() && known->era == era && isGood(*known, now);
    if (isKnown && (era == McpEra::Legacy || now - known->at < freshFor))
        return; // a legacy verdict is a day old after a day, however often it was used
    m_verdicts.insert(key, {.era = era, .at = now});
    write(key);
}

void EraMemory::forget(const McpServerConfig &config)
{
    const QString key = placeKey(config);
    if (m_verdicts.remove(key) > 0)
        write(key);
}

/// Changes this one alone: another program may have written others meanwhile.
void EraMemory::write(const QString &key)
{
    if (m_path.isEmpty())
        return;
    EraVerdicts kept = loadEras(m_path);
    kept.remove(key);
    if (const auto known = m_verdicts.constFind(key); known != m_verdicts.cend())
        kept.insert(key, *known);
    if (!saveEras(kept, m_path))
        log::info(log::mcp, QStringLiteral("which era servers speak could not be kept in %1").arg(m_path));
}

} // namespace qd
