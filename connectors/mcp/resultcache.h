#pragma once

#include "clock.h"
#include "mcp/mcpcodec.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace qd {

/// Results of 2026-07-28 that their server allows to keep for `ttlMs`: lists and resources, by method and params. One for
/// each session, so nothing is shared between users. Bounded in number and bytes. GUI thread.
class ResultCache
{
public:
    static constexpr qsizetype maxEntries = 256;
    static constexpr qsizetype maxBytes = 32 * 1024 * 1024;
    static constexpr Milliseconds longest{24LL * 3600 * 1000}; ///< whatever the server says

    [[nodiscard]] std::optional<QByteArray> find(const McpRequest &request, Microseconds now) const;
    /// Does nothing for other methods, and without a ttlMs above 0.
    void keep(const McpRequest &request, const QByteArray &result, Microseconds now);
    /// What this notification says is old.
    void forget(const QString &notification, const QByteArray &params);
    void clear();

private:
    struct Kept {
        QByteArray result;
        Microseconds until{0};
    };
    void drop(const QByteArray &prefix);

    QHash<QByteArray, Kept> m_kept; ///< by method, line feed, params
    qsizetype m_bytes = 0;
};

} // namespace qd
