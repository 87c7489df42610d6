#pragma once

#include "mcpbenchstore.h"
#include "mcp/recording.h"
#include "mcpcomparison.h"
#include "result.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>

namespace qd {

struct McpInspectorDesk;

/// Reads each listing of the bench on a thread of its own: what it costs, how it stands to what was approved, what the scan
/// finds in it and across the servers that are known. Results go into the store. Approvals are the user's act alone.
/// GUI thread.
class McpInspector final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpInspector)

public:
    /// `store` is borrowed; `pinsPath` is the file of approvals.
    McpInspector(McpBenchStore &store, QString pinsPath, QObject *parent = nullptr);
    ~McpInspector() override;

    /// Of what the store holds of this server now.
    void inspect(const McpServerId &id);
    /// It is no longer compared with others.
    void forget(const McpServerId &id);
    /// Approves the whole listing and the identity, or the named items alone ("tool:echo"); approved() or failed() follows.
    void approve(const McpServerId &id, const QStringList &names = {});

    /// What the server offers now, held against what was approved of it; compared() or failed()
    /// follows, compared() of the latest alone.
    void compareWithApproved(const McpServerId &id);
    /// … against what another connected server offers.
    void compareWithServer(const McpServerId &id, const McpServerId &other);
    /// … against a listing that was saved: what `deckctl mcp list --json` prints.
    void compareWithFile(const McpServerId &id, const QString &name, const QByteArray &json);
    /// What was said with the server (`after`) against another session; no server need be connected.
    void compareSessions(const McpServerId &id, const McpRecording &before, const McpRecording &after);

signals:
    void compared(const qd::McpServerId &id, const qd::McpComparison &comparison);
    void inspected(const qd::McpServerId &id);
    void approved(const qd::McpServerId &id);
    void failed(const qd::Error &error);

private:
    using Inspections = QHash<QString, McpInspectionPtr>;
    /// `before` gives the other listing, on the inspector's thread.
    void compare(const McpServerId &id, std::function<Result<McpListing>(const McpInspectorDesk &)> before);
    void run(std::function<std::optional<Error>(McpInspectorDesk &, Inspections &)> job, std::function<void(const std::optional<Error> &)> then = {});
    void take(const Inspections &made);
    /// Tells of it, unless another comparison was asked for meanwhile.
    void tellCompared(quint64 asked, const McpServerId &id, const McpComparison &made);

    McpBenchStore &m_store;
    std::shared_ptr<McpInspectorDesk> m_desk; ///< touched on the pool's thread alone
    quint64 m_lastComparison = 0;
    QThreadPool m_pool;
};

} // namespace qd
