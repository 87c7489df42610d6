#include "output/safetyjson.h"

#include "audit/audittext.h"
#include "output/celltext.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using SafetyJson = nlohmann::ordered_json;

std::string safeUtf8(const QString &text) { return text.toStdString(); }

QByteArray safetyDump(const SafetyJson &json)
{
    return QByteArray::fromStdString(json.dump(2, ' ', false, SafetyJson::error_handler_t::replace)) + '\n';
}

SafetyJson momentOrNull(const std::optional<Instant> &at) { return at ? SafetyJson(safeUtf8(instantText(*at))) : SafetyJson(nullptr); }

SafetyJson errorOrNull(const std::optional<Error> &error)
{
    if (!error)
        return nullptr;
    return {{"kind", safeUtf8(errorKindName(error->kind))}, {"message", safeUtf8(error->message)}, {"requestId", safeUtf8(error->requestId)}};
}

SafetyJson faultJson(const std::optional<ChaosFault> &fault)
{
    if (!fault)
        return nullptr;
    return {{"run", safeUtf8(fault->run)}, {"mode", safeUtf8(chaosModeName(fault->mode))}, {"tenant", safeUtf8(fault->tenant)},
            {"percent", fault->percent}, {"until", safeUtf8(instantText(fault->until))}};
}

SafetyJson recordJson(const AuditRecord &record)
{
    const AuditEntry &entry = record.entry;
    return {{"sequence", record.sequence}, {"kind", safeUtf8(auditKindWord(entry.kind))},
            {"intent", entry.intent > 0 ? SafetyJson(entry.intent) : SafetyJson(nullptr)},
            {"at", safeUtf8(instantText(entry.at))}, {"actor", safeUtf8(entry.actor)}, {"profile", safeUtf8(entry.profile)},
            {"environment", safeUtf8(entry.environment)}, {"verb", safeUtf8(entry.verb)}, {"target", safeUtf8(entry.target)},
            {"summary", safeUtf8(entry.summary)}, {"before", safeUtf8(entry.before)}, {"after", safeUtf8(entry.after)},
            {"status", safeUtf8(entry.status)}, {"detail", safeUtf8(entry.detail)}, {"hash", record.hash.toHex().toStdString()}};
}

SafetyJson actionJson(const AuditAction &action)
{
    const AuditEntry &begun = action.intent.entry;
    const AuditEntry ended = action.outcome ? action.outcome->entry : AuditEntry{};
    return {{"intent", action.intent.sequence}, {"verb", safeUtf8(begun.verb)}, {"begunAt", safeUtf8(instantText(begun.at))},
            {"endedAt", action.outcome ? SafetyJson(safeUtf8(instantText(ended.at))) : SafetyJson(nullptr)}, {"actor", safeUtf8(begun.actor)},
            {"summary", safeUtf8(begun.summary)}, {"status", action.outcome ? SafetyJson(safeUtf8(ended.status)) : SafetyJson(nullptr)},
            {"detail", safeUtf8(ended.detail)}};
}

} // namespace

QByteArray json::chaosRun(const ChaosRun &run)
{
    const ChaosReading last = run.readings.isEmpty() ? ChaosReading{} : run.readings.last();
    const ChaosSpec &spec = run.spec;
    return safetyDump({{"run", safeUtf8(run.id)}, {"mode", safeUtf8(chaosModeName(spec.mode))}, {"tenant", safeUtf8(spec.tenant)},
                       {"percent", spec.percent}, {"seconds", spec.duration.count()}, {"phase", safeUtf8(chaosPhaseName(run.phase))},
                       {"ending", safeUtf8(chaosEndingName(run.ending))}, {"verdict", safeUtf8(chaosVerdictName(run.verdict))},
                       {"hypothesis", {{"slo", safeUtf8(spec.hypothesis.slo.value)}, {"isBurn", spec.hypothesis.isBurn},
                                       {"operator", spec.hypothesis.isAtLeast ? ">=" : "<="}, {"threshold", spec.hypothesis.threshold}}},
                       {"value", last.value ? SafetyJson(*last.value) : SafetyJson(nullptr)}, {"events", last.events}, {"tasksHit", last.tasksHit},
                       {"startedAt", momentOrNull(run.startedAt)}, {"endedAt", momentOrNull(run.endedAt)},
                       {"sentence", safeUtf8(run.sentence)}, {"error", errorOrNull(run.error)}});
}

QByteArray json::chaosStatus(const ChaosBoard &board, Instant now, const QList<AuditAction> &before)
{
    SafetyJson actions = SafetyJson::array();
    for (const AuditAction &action : before)
        actions.push_back(actionJson(action));
    return safetyDump({{"isOn", board.isOn(now)}, {"fault", faultJson(board.fault(now))}, {"asOf", momentOrNull(board.asOf)},
                       {"block", board.block.isEmpty() ? SafetyJson(nullptr) : SafetyJson(safeUtf8(board.block))},
                       {"problem", board.liveProblem.isEmpty() ? SafetyJson(nullptr) : SafetyJson(safeUtf8(board.liveProblem))},
                       {"before", actions}});
}

QByteArray json::chaosDone(bool isOff, bool wasOn, const QString &sentence)
{
    return safetyDump({{"isOff", isOff}, {"wasOn", wasOn}, {"sentence", safeUtf8(sentence)}});
}

QByteArray json::auditRecords(const QList<AuditRecord> &records)
{
    SafetyJson list = SafetyJson::array();
    for (const AuditRecord &record : records)
        list.push_back(recordJson(record));
    return safetyDump({{"records", list}});
}

QByteArray json::auditVerdict(const AuditVerdict &verdict)
{
    const bool isGood = verdict.problem == AuditVerdict::Problem::None;
    return safetyDump({{"isGood", isGood}, {"records", verdict.records}, {"problem", safeUtf8(auditProblemName(verdict.problem))},
                       {"at", isGood ? SafetyJson(nullptr) : SafetyJson(verdict.at)}, {"explanation", safeUtf8(verdict.explanation)},
                       {"head", verdict.head.toHex().toStdString()}});
}

} // namespace qd
