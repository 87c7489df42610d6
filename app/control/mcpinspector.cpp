#include "mcpinspector.h"

#include "mcp/listing.h"
#include "mcpinspectorjobs.h"
#include "mcpsessioncomparison.h"

#include <utility>

namespace qd {

McpInspector::McpInspector(McpBenchStore &store, QString pinsPath, QObject *parent)
    : QObject(parent), m_store(store), m_desk(std::make_shared<McpInspectorDesk>(McpInspectorDesk{.pinsPath = std::move(pinsPath), .servers = {}}))
{
    m_pool.setMaxThreadCount(1);
}

McpInspector::~McpInspector() = default; // the pool waits for what runs

/// One after the other: the pool has one thread.
void McpInspector::run(std::function<std::optional<Error>(McpInspectorDesk &, Inspections &)> job, std::function<void(const std::optional<Error> &)> then)
{
    m_pool.start([this, desk = m_desk, job = std::move(job), then = std::move(then)] {
        Inspections made;
        const std::optional<Error> error = job(*desk, made);
        QMetaObject::invokeMethod(this, [this, made, error, then] {
            take(made);
            if (error)
                emit failed(*error);
            if (then)
                then(error);
        }, Qt::QueuedConnection);
    });
}

void McpInspector::inspect(const McpServerId &id)
{
    const McpServerState *state = m_store.server(id);
    if (!state || !state->info || state->listError)
        return;
    const InspectionOrder order{state->config, *state->info, state->tools, state->prompts, state->resources};
    run([order](McpInspectorDesk &desk, Inspections &made) {
        desk.servers.insert_or_assign(order.config.id.value, seenServer(order));
        std::optional<Error> error;
        made = inspectAll(desk, error);
        return error;
    }, [this, id](const std::optional<Error> &) { emit inspected(id); });
}

void McpInspector::forget(const McpServerId &id)
{
    run([name = id.value](McpInspectorDesk &desk, Inspections &) {
        desk.servers.erase(name);
        return std::optional<Error>();
    });
}

void McpInspector::approve(const McpServerId &id, const QStringList &names)
{
    run([name = id.value, names](McpInspectorDesk &desk, Inspections &made) {
        const Result<void> done = approveServer(desk, name, names);
        std::optional<Error> error;
        made = inspectAll(desk, error);
        return done ? error : std::optional(done.error());
    }, [this, id](const std::optional<Error> &error) {
        if (!error)
            emit approved(id);
    });
}

void McpInspector::compare(const McpServerId &id, std::function<Result<McpListing>(const McpInspectorDesk &)> before)
{
    auto made = std::make_shared<McpComparison>();
    run([name = id.value, before = std::move(before), made](McpInspectorDesk &desk, Inspections &) -> std::optional<Error> {
        const auto now = desk.servers.find(name);
        if (now == desk.servers.end())
            return Error{.kind = ErrorKind::Invalid, .message = tr("Connect to the server first.")};
        const Result<McpListing> old = before(desk);
        if (!old)
            return old.error();
        *made = compareListings(*old, now->second.listing);
        return std::nullopt;
    }, [this, id, made, asked = ++m_lastComparison](const std::optional<Error> &error) {
        if (!error)
            tellCompared(asked, id, *made);
    });
}

void McpInspector::compareWithApproved(const McpServerId &id)
{
    compare(id, [name = id.value](const McpInspectorDesk &desk) -> Result<McpListing> {
        std::optional<Error> error;
        auto approved = approvedListing(desk, name, error);
        if (!approved)
            return error.value_or(Error{.kind = ErrorKind::NotFound, .message = tr("Nothing of this server was approved yet.")});
        approved->server = tr("what was approved");
        return *approved;
    });
}

void McpInspector::compareWithServer(const McpServerId &id, const McpServerId &other)
{
    compare(id, [name = other.value](const McpInspectorDesk &desk) -> Result<McpListing> {
        const auto found = desk.servers.find(name);
        if (found == desk.servers.end())
            return Error{.kind = ErrorKind::NotFound, .message = tr("%1 is not connected.").arg(name)};
        return found->second.listing;
    });
}

void McpInspector::compareWithFile(const McpServerId &id, const QString &name, const QByteArray &json)
{
    compare(id, [name, json](const McpInspectorDesk &) { return decodeListing(name, json); });
}

void McpInspector::compareSessions(const McpServerId &id, const McpRecording &before, const McpRecording &after)
{
    auto made = std::make_shared<McpComparison>();
    run([before, after, made](McpInspectorDesk &, Inspections &) {
        *made = compareRecordings(before, after);
        return std::optional<Error>();
    }, [this, id, made, asked = ++m_lastComparison](const std::optional<Error> &) { tellCompared(asked, id, *made); });
}

void McpInspector::tellCompared(quint64 asked, const McpServerId &id, const McpComparison &made)
{
    if (asked == m_lastComparison)
        emit compared(id, made);
}

void McpInspector::take(const Inspections &made)
{
    for (auto inspection = made.cbegin(); inspection != made.cend(); ++inspection) {
        const McpServerState *known = m_store.server(McpServerId(inspection.key()));
        if (!known)
            continue;
        McpServerState state = *known;
        state.inspection = *inspection;
        m_store.apply(state);
    }
}

} // namespace qd
