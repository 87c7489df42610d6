#pragma once

#include "releasefixtures.h"
#include "fakeappservice.h"
#include "fakemonitorconnector.h"
#include "manualtimers.h"
#include "openguard.h"
#include "rollbackcontroller.h"

namespace qd::test {

/// An AuditLog that holds what a test puts in.
class FakeAuditLog final : public AuditLog
{
public:
    QList<AuditRecord> records;     ///< newest first
    QList<AuditRecord> unfinishedRecords;

    Call append(const AuditEntry &, QObject *context, Completion<AuditRecord> completion) override { return reply(AuditRecord(), context, completion); }
    Call newest(int, QObject *context, Completion<QList<AuditRecord>> completion) override { return reply(records, context, completion); }
    Call unfinished(QObject *context, Completion<QList<AuditRecord>> completion) override { return reply(unfinishedRecords, context, completion); }
    Call verify(QObject *context, Completion<AuditVerdict> completion) override { return reply(AuditVerdict(), context, completion); }

private:
    template<typename T>
    static Call reply(const T &value, QObject *context, Completion<T> completion)
    {
        const auto state = CallState<T>::create(context, std::move(completion));
        state->finish(value);
        return state->handle();
    }
};

/// Everything a rollback touches, in the state of scenario bad-prompt.
struct RollbackBench {
    RollbackBench()
    {
        const SlotBoardInputs inputs = badPromptInputs();
        app.slotSites = inputs.sites;
        app.slotSettings = inputs.settings;
        evidence = inputs.evidence;
        slo.definitions = {SloDefinition{.id = SloId(QStringLiteral("task-success")), .target = 0.99, .minEvents = 20}};
        monitor.answer = [this](const MonitorQuery &query) { return telemetry(query.kql); };
    }

    Result<MonitorReply> telemetry(const QString &kql) const
    {
        if (monitorError)
            return *monitorError;
        MonitorReply reply;
        if (kql.contains(QStringLiteral("SlotSwap")))
            reply.tables = {columns({u"at", u"source", u"target"})};
        else if (kql.contains(QStringLiteral("newest = max")))
            reply.tables = {recoveryTable()};
        else
            reply.tables = {evidenceTable()};
        return reply;
    }

    static Table columns(std::initializer_list<QStringView> names)
    {
        Table table;
        for (const QStringView name : names)
            table.columns.push_back({.name = name.toString(), .type = ColumnType::String, .cells = {}});
        return table;
    }

    [[nodiscard]] Table evidenceTable() const
    {
        Table table = columns({u"slot", u"build", u"prompt", u"good", u"total", u"first", u"last"});
        for (const ReleaseEvidence &row : evidence) {
            const Cell cells[] = {row.slot, row.build, row.prompt, row.good, row.total, row.first, row.last};
            for (size_t i = 0; i < table.columns.size(); ++i)
                table.columns[i].cells.push_back(cells[i]);
        }
        return table;
    }

    [[nodiscard]] Table recoveryTable() const
    {
        Table table = columns({u"good", u"total", u"newest"});
        const Cell cells[] = {recoveredGood, recoveredTotal, clock.now()};
        for (size_t i = 0; i < table.columns.size(); ++i)
            table.columns[i].cells.push_back(cells[i]);
        return table;
    }

    [[nodiscard]] RollbackFlow::Parts parts() { return {{app, monitor, &audit, clock, slo}, guard, timers}; }

    ManualClock clock;
    ManualTimers timers{clock};
    FakeAppService app;
    FakeMonitorConnector monitor;
    FakeAuditLog audit;
    OpenGuard guard;
    SloSettings slo;
    QList<ReleaseEvidence> evidence;
    std::optional<Error> monitorError;
    double recoveredGood = 100;
    double recoveredTotal = 100;
};

} // namespace qd::test
