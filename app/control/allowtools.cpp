#include "allowtools.h"

#include "policy/jsonscan.h"

#include <QMap>

#include <algorithm>

namespace qd {

namespace {

AllowTool toolFrom(const McpTool &offered)
{
    AllowTool tool;
    tool.name = offered.name;
    tool.description = offered.description;
    tool.definition = offered.raw;
    tool.isReadOnly = offered.isReadOnly;
    tool.isDestructive = offered.isDestructive;
    tool.isOpenWorld = offered.isOpenWorld;
    return tool;
}

QString describedBy(const QString &definition)
{
    for (const auto &[key, value] : jsonscan::members(definition).value_or(QList<std::pair<QString, QString>>{}))
        if (key == QLatin1StringView("description"))
            return jsonscan::decoded(value).value_or(QString());
    return {};
}

void addPolicy(QMap<QString, AllowTool> &rows, const AllowSources &sources)
{
    for (const AllowedTool &allowed : sources.policy.list.tools) {
        const bool isOffered = rows.contains(allowed.name);
        AllowTool &row = rows[allowed.name];
        row.name = allowed.name;
        row.live = ToolDecision::Allowed;
        const auto offered = isOffered ? allowedTool(row.name, row.definition) : Result<AllowedTool>(allowed);
        row.drift = !isOffered && sources.upstream ? ToolDrift::Gone : offered && *offered == allowed ? ToolDrift::None : ToolDrift::Changed;
        row.definition = isOffered ? row.definition : allowed.definition;
        row.description = isOffered ? row.description : describedBy(allowed.definition);
    }
    for (const QString &name : sources.policy.list.denied) {
        const bool isGone = sources.upstream && !rows.contains(name);
        AllowTool &row = rows[name];
        row.name = name;
        row.live = ToolDecision::Denied;
        row.drift = isGone ? ToolDrift::Gone : ToolDrift::None;
    }
}

void addUsage(AllowTool &row, const AllowSources &sources)
{
    if (!sources.hasUsage)
        return;
    const ToolUsage usage = sources.usage.value(row.name);
    row.callsPerHour = usage.calls / sources.hours;
    if (usage.calls > 0)
        row.errorShare = usage.errors / usage.calls;
}

} // namespace

QList<AllowTool> allowTools(const AllowSources &sources, const QList<AllowTool> &before)
{
    QMap<QString, AllowTool> rows;
    for (const McpTool &offered : sources.upstream.value_or(QList<McpTool>{}))
        rows.insert(offered.name, toolFrom(offered));
    addPolicy(rows, sources);
    for (AllowTool &row : rows) {
        row.wanted = row.live;
        if (row.live == ToolDecision::Undecided)
            row.drift = ToolDrift::New;
        row.tokens = row.definition.isEmpty() ? 0 : estimatedTokens(row.definition);
        addUsage(row, sources);
        const auto old = std::ranges::find(before, row.name, &AllowTool::name);
        if (old != before.cend() && old->wanted != old->live)
            row.wanted = old->wanted;
    }
    return rows.values();
}

Result<Allowlist> wantedList(const QList<AllowTool> &tools, const AllowlistReading &live)
{
    Allowlist list;
    for (const AllowTool &tool : tools) {
        if (tool.wanted == ToolDecision::Denied)
            list.denied.append(tool.name);
        if (tool.wanted != ToolDecision::Allowed)
            continue;
        const auto held = std::ranges::find(live.list.tools, tool.name, &AllowedTool::name);
        const bool isHeld = tool.live == ToolDecision::Allowed && held != live.list.tools.cend() && tool.drift == ToolDrift::None;
        const auto made = isHeld ? Result<AllowedTool>(*held) : allowedTool(tool.name, tool.definition);
        if (!made)
            return made.error();
        list.tools.append(*made);
    }
    return list;
}

int tokensOf(const QList<AllowTool> &tools, ToolDecision AllowTool::*decision)
{
    int sum = 0;
    for (const AllowTool &tool : tools)
        sum += tool.*decision == ToolDecision::Allowed ? tool.tokens : 0;
    return sum;
}

QString decisionName(ToolDecision decision)
{
    switch (decision) {
    case ToolDecision::Undecided: return QStringLiteral("undecided");
    case ToolDecision::Allowed: return QStringLiteral("allowed");
    case ToolDecision::Denied: return QStringLiteral("denied");
    }
    return {};
}

QString driftName(ToolDrift drift)
{
    switch (drift) {
    case ToolDrift::None: return {};
    case ToolDrift::New: return QStringLiteral("new");
    case ToolDrift::Changed: return QStringLiteral("changed");
    case ToolDrift::Gone: return QStringLiteral("gone");
    }
    return {};
}

} // namespace qd
