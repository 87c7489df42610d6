#include "output/rollbackjson.h"

#include "output/celltext.h"

#include <nlohmann/json.hpp>

namespace qd::json {

namespace {

using OrderedJson = nlohmann::ordered_json;

std::string plain(const QString &text) { return text.toStdString(); }

QByteArray printedJson(const OrderedJson &json)
{
    return QByteArray::fromStdString(json.dump(2, ' ', false, OrderedJson::error_handler_t::replace)) + '\n';
}

OrderedJson whenJson(const std::optional<Instant> &at) { return at ? OrderedJson(plain(instantText(*at))) : OrderedJson(nullptr); }

const char *releaseVerdictName(ReleaseVerdict::Kind kind)
{
    switch (kind) {
    case ReleaseVerdict::Kind::Good: return "good";
    case ReleaseVerdict::Kind::Bad: return "bad";
    case ReleaseVerdict::Kind::Unknown: break;
    }
    return "unknown";
}

const char *partKindName(RollbackPart::Kind kind)
{
    switch (kind) {
    case RollbackPart::Kind::Build: return "build";
    case RollbackPart::Kind::Prompt: return "prompt";
    case RollbackPart::Kind::Setting: break;
    }
    return "setting";
}

OrderedJson slotJson(const Slot &slot)
{
    OrderedJson prompts = OrderedJson::object();
    for (auto it = slot.version.prompts.cbegin(); it != slot.version.prompts.cend(); ++it)
        prompts[plain(it.key())] = plain(it.value());
    return {{"name", plain(slot.site.slot.value)},
            {"state", plain(slot.site.state)},
            {"availability", plain(slot.site.availability)},
            {"isBusy", slot.site.isBusy()},
            {"build", plain(slot.version.build)},
            {"prompts", prompts},
            {"traffic", slot.trafficPercent / 100},
            {"isLastKnownGood", slot.isLastKnownGood},
            {"verdict", releaseVerdictName(slot.verdict.kind)},
            {"success", slot.verdict.total > 0 ? OrderedJson(slot.verdict.success) : OrderedJson(nullptr)},
            {"tasks", slot.verdict.total},
            {"deployedAt", whenJson(slot.site.lastModified)},
            {"servedLast", whenJson(slot.verdict.last)}};
}

OrderedJson checksJson(const QList<ReleaseCheck> &checks)
{
    OrderedJson list = OrderedJson::array();
    for (const ReleaseCheck &check : checks)
        list.push_back({{"id", plain(check.id)}, {"title", plain(check.title)}, {"state", plain(releaseCheckName(check.state))}, {"reason", plain(check.reason)}});
    return list;
}

OrderedJson planJson(const RollbackPlan &plan)
{
    OrderedJson parts = OrderedJson::array();
    for (const RollbackPart &part : plan.parts)
        parts.push_back({{"kind", partKindName(part.kind)}, {"name", plain(part.name)}, {"before", plain(part.before)}, {"after", plain(part.after)}});
    return {{"kind", plan.kind == RollbackKind::Undo ? "undo" : "rollback"},
            {"source", plain(plan.source.value)},
            {"target", plain(plan.target.value)},
            {"canRun", plan.canRun()},
            {"parts", parts},
            {"checks", checksJson(plan.checks)}};
}

OrderedJson swapJson(const std::optional<SwapMemory> &swap)
{
    if (!swap)
        return nullptr;
    return {{"at", plain(instantText(swap->at))}, {"source", plain(swap->source.value)}, {"target", plain(swap->target.value)}};
}

OrderedJson errorOrNull(const std::optional<Error> &error)
{
    if (!error)
        return nullptr;
    return {{"kind", plain(errorKindName(error->kind))}, {"message", plain(error->message)}, {"requestId", plain(error->requestId)}};
}

} // namespace

QByteArray slotBoard(const QString &app, const SlotBoard &board, const QStringList &gaps)
{
    OrderedJson slotList = OrderedJson::array();
    for (const Slot &slot : board.slotList)
        slotList.push_back(slotJson(slot));
    OrderedJson missing = OrderedJson::array();
    for (const QString &gap : gaps)
        missing.push_back(plain(gap));
    return printedJson({{"app", plain(app)}, {"readAt", plain(instantText(board.readAt))}, {"slots", slotList},
                        {"lastSwap", swapJson(board.lastSwap())}, {"gaps", missing}});
}

QByteArray rollbackPlan(const RollbackPlan &plan) { return printedJson(planJson(plan)); }

QByteArray rollbackStatus(const RollbackStatus &status)
{
    return printedJson({{"state", plain(rollbackStateName(status.state))},
                        {"note", plain(status.note)},
                        {"hasSwapped", status.hasSwapped},
                        {"isVerified", status.isVerified},
                        {"plan", planJson(status.plan)},
                        {"verification", checksJson(status.verification)},
                        {"error", errorOrNull(status.error)}});
}

QByteArray unfinishedRollback(const std::optional<UnfinishedRollback> &found)
{
    if (!found)
        return printedJson({{"unfinished", nullptr}});
    const char *side = found->serves == ServedSide::Before ? "before" : found->serves == ServedSide::After ? "after" : "neither";
    return printedJson({{"unfinished", {{"intent", found->intent}, {"begunAt", plain(instantText(found->begun))}, {"plan", planJson(found->plan)},
                                        {"isBusy", found->isBusy}, {"serves", side}}}});
}

} // namespace qd::json
