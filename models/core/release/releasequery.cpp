#include "release/releasequery.h"

#include "slo/kqltext.h"
#include "slo/slidialect.h"
#include "slo/sliparts.h"

#include <array>

namespace qd {

namespace {

constexpr size_t mostEvidence = 500;

Error missingReleaseColumn(QStringView name)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("The reply about releases has no column “%1”.").arg(name)};
}

template<size_t size>
std::optional<Error> checkReleaseColumns(const Table &reply, const std::array<QStringView, size> &columns)
{
    for (const QStringView column : columns)
        if (!reply.columnIndex(column))
            return missingReleaseColumn(column);
    return std::nullopt;
}

QString versionColumn(TelemetrySchema schema)
{
    return schema == TelemetrySchema::Classic ? QStringLiteral("application_Version") : QStringLiteral("AppVersion");
}

} // namespace

QString buildReleaseQuery(const SloDefinition &taskSuccess, const MetricDictionary &dictionary, TelemetrySchema schema, TimeSpanRange range)
{
    const SliParts parts(taskSuccess, dictionary, schema);
    const SliDialect &dialect = parts.dialect();
    const auto read = [&](const char *name) { return kqltext::dynamicField(dialect.bag, dictionary.dimensionName(QLatin1String(name))); };
    return parts.events(range)
        % QStringLiteral("\n| summarize %1, first = min(%2), last = max(%2) by slot = %3, build = %4, prompt = %5")
              .arg(parts.counts(), dialect.time, read("slot"), versionColumn(schema), read("prompt_version"));
}

Result<QList<ReleaseEvidence>> readReleaseEvidence(const Table &reply)
{
    static constexpr std::array<QStringView, 7> columns{u"slot", u"build", u"prompt", u"good", u"total", u"first", u"last"};
    if (const auto error = checkReleaseColumns(reply, columns))
        return *error;
    QList<ReleaseEvidence> evidence;
    for (size_t row = 0; row < std::min(reply.rowCount(), mostEvidence); ++row) {
        const auto first = reply.instant(row, u"first");
        const auto last = reply.instant(row, u"last");
        if (first && last)
            evidence.append({.slot = reply.text(row, u"slot"), .build = reply.text(row, u"build"), .prompt = reply.text(row, u"prompt"),
                             .good = reply.number(row, u"good").value_or(0), .total = reply.number(row, u"total").value_or(0),
                             .first = *first, .last = *last});
    }
    return evidence;
}

QString buildRecoveryQuery(const SloDefinition &taskSuccess, const MetricDictionary &dictionary, TelemetrySchema schema, TimeSpanRange range)
{
    const SliParts parts(taskSuccess, dictionary, schema);
    return parts.events(range) % QStringLiteral("\n| summarize %1, newest = max(%2)").arg(parts.counts(), parts.dialect().time);
}

Result<RecoveryReading> readRecovery(const Table &reply)
{
    static constexpr std::array<QStringView, 3> columns{u"good", u"total", u"newest"};
    if (const auto error = checkReleaseColumns(reply, columns))
        return *error;
    if (reply.rowCount() == 0)
        return RecoveryReading{};
    return RecoveryReading{.good = reply.number(0, u"good").value_or(0), .total = reply.number(0, u"total").value_or(0),
                           .newest = reply.instant(0, u"newest")};
}

QString buildSwapQuery(TelemetrySchema schema, TimeSpanRange range)
{
    const SliDialect dialect = sliDialect(SliSource::Events, schema);
    const auto read = [&](const char *name) { return kqltext::dynamicField(dialect.bag, QLatin1String(name)); };
    return QStringLiteral("%1\n| where %2 >= %3 and %2 < %4 and %5 == \"SlotSwap\"\n"
                          "| project at = %2, source = %6, target = %7\n| order by at asc")
        .arg(dialect.table, dialect.time, kqltext::dateTime(range.from), kqltext::dateTime(range.to), dialect.name, read("source"), read("slot"));
}

Result<QList<SwapMemory>> readSwapEvents(const Table &reply)
{
    static constexpr std::array<QStringView, 3> columns{u"at", u"source", u"target"};
    if (const auto error = checkReleaseColumns(reply, columns))
        return *error;
    QList<SwapMemory> swaps;
    for (size_t row = 0; row < std::min(reply.rowCount(), mostEvidence); ++row)
        if (const auto at = reply.instant(row, u"at"))
            swaps.append({.at = *at, .source = SlotName(reply.text(row, u"source")), .target = SlotName(reply.text(row, u"target")),
                          .origin = SwapMemory::Origin::Telemetry});
    return swaps;
}

} // namespace qd
