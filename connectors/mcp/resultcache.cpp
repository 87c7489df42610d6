#include "mcp/resultcache.h"

#include "mcp/jsonslice.h"

#include <algorithm>

namespace qd {

namespace {

bool mayBeKept(const QString &method)
{
    return method == QLatin1String("tools/list") || method == QLatin1String("prompts/list") || method == QLatin1String("resources/list")
        || method == QLatin1String("resources/templates/list") || method == QLatin1String("resources/read");
}

QByteArray keyOf(const McpRequest &request) { return request.method.toUtf8() + '\n' + request.params; }

Milliseconds timeToLive(const QByteArray &result)
{
    bool isNumber = false;
    const qint64 told = jsonslice::member(result, "ttlMs").value_or(QByteArrayView()).toByteArray().toLongLong(&isNumber);
    return isNumber ? std::clamp(Milliseconds(told), Milliseconds(0), ResultCache::longest) : Milliseconds(0);
}

} // namespace

std::optional<QByteArray> ResultCache::find(const McpRequest &request, Microseconds now) const
{
    const auto kept = request.meta.isEmpty() ? m_kept.constFind(keyOf(request)) : m_kept.cend();
    return kept != m_kept.cend() && now < kept->until ? std::optional(kept->result) : std::nullopt;
}

void ResultCache::keep(const McpRequest &request, const QByteArray &result, Microseconds now)
{
    const Milliseconds lives = timeToLive(result);
    if (!mayBeKept(request.method) || !request.meta.isEmpty() || lives.count() == 0 || result.size() > maxBytes)
        return;
    const QByteArray key = keyOf(request);
    drop(key);
    if (m_kept.size() >= maxEntries || m_bytes + result.size() > maxBytes)
        clear();
    m_kept.insert(key, {result, now + lives});
    m_bytes += result.size();
}

void ResultCache::forget(const QString &notification, const QByteArray &params)
{
    if (notification == QLatin1String("notifications/tools/list_changed"))
        drop("tools/list\n");
    else if (notification == QLatin1String("notifications/prompts/list_changed"))
        drop("prompts/list\n");
    else if (notification == QLatin1String("notifications/resources/list_changed"))
        drop("resources/");
    else if (notification == QLatin1String("notifications/resources/updated"))
        drop("resources/read\n{\"uri\":" + jsonslice::quoted(jsonslice::text(jsonslice::member(params, "uri").value_or(QByteArrayView())).value_or(QString())));
}

void ResultCache::clear()
{
    m_kept.clear();
    m_bytes = 0;
}

void ResultCache::drop(const QByteArray &prefix)
{
    for (auto kept = m_kept.begin(); kept != m_kept.end();) {
        if (!kept.key().startsWith(prefix)) {
            ++kept;
            continue;
        }
        m_bytes -= kept->result.size();
        kept = m_kept.erase(kept);
    }
}

} // namespace qd
