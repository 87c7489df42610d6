#pragma once

#include "mcpcallrecord.h"

#include <QObject>

namespace qd {

/// The calls of the MCP workbench, one of each subject, so that what one tool of one server gave is still there after others
/// were called. Forgets the oldest that are over when there are too many or they take too much. GUI thread.
class McpCallStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpCallStore)

public:
    static constexpr qsizetype maxCalls = 64;
    static constexpr qint64 maxBytes = 128LL * 1024 * 1024;

    using QObject::QObject;

    /// Status::None when there was none.
    [[nodiscard]] McpCallRecord call(const McpSubjectId &id) const;
    /// The one that changed last.
    [[nodiscard]] McpCallRecord latest() const { return m_calls.isEmpty() ? McpCallRecord{} : m_calls.last(); }
    [[nodiscard]] qsizetype size() const { return m_calls.size(); }
    void setCall(const McpCallRecord &call);
    /// Those of a server that is gone.
    void forget(const McpServerId &server);

signals:
    void callChanged(const qd::McpCallRecord &call);

private:
    void trim();

    QList<McpCallRecord> m_calls; ///< the last changed at the end
};

} // namespace qd
