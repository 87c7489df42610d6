#include "output/jsonwriter.h"

#include "output/celltext.h"

#include <nlohmann/json.hpp>

namespace qd::json {

namespace {

using Json = nlohmann::ordered_json;

std::string utf8(const QString &text) { return text.toStdString(); }

QByteArray dumped(const Json &json)
{
    return QByteArray::fromStdString(json.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

template<typename T>
Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json timeOrNull(const std::optional<Instant> &at) { return at ? Json(utf8(instantText(*at))) : Json(nullptr); }

Json secondsOrNull(const std::optional<Microseconds> &value)
{
    return value ? Json(std::chrono::duration<double>(*value).count()) : Json(nullptr);
}

const char *unitName(SliUnit unit)
{
    switch (unit) {
    case SliUnit::Percent: return "percent";
    case SliUnit::Duration: return "seconds";
    case SliUnit::Money: return "money";
    case SliUnit::PerHundred: return "per-hundred";
    case SliUnit::Score: return "score";
    }
    return "";
}

std::string windowText(std::chrono::minutes window)
{
    const auto minutes = window.count();
    if (minutes % (24 * 60) == 0)
        return std::to_string(minutes / (24 * 60)) + 'd';
    return minutes % 60 == 0 ? std::to_string(minutes / 60) + 'h' : std::to_string(minutes) + 'm';
}

Json readingJson(const BurnReading &reading)
{
    return {{"long", windowText(reading.pair.longWindow)},
            {"short", windowText(reading.pair.shortWindow)},
            {"factor", reading.pair.factor},
            {"severity", reading.pair.severity == BurnSeverity::Page ? "page" : "ticket"},
            {"longBurn", orNull(reading.longBurn)},
            {"shortBurn", orNull(reading.shortBurn)},
            {"longEvents", reading.longEvents},
            {"shortEvents", reading.shortEvents},
            {"firing", reading.isFiring},
            {"lowTraffic", reading.isLowTraffic}};
}

Json errorJson(const Error &error)
{
    Json json{{"kind", utf8(errorKindName(error.kind))}, {"message", utf8(error.message)}};
    if (!error.detail.isEmpty())
        json["detail"] = utf8(error.detail);
    if (error.httpStatus != 0)
        json["httpStatus"] = error.httpStatus;
    if (!error.vendorCode.isEmpty())
        json["code"] = utf8(error.vendorCode);
    if (!error.requestId.isEmpty())
        json["requestId"] = utf8(error.requestId);
    if (error.retryAfter)
        json["retryAfterSeconds"] = std::chrono::duration<double>(*error.retryAfter).count();
    if (error.position)
        json["position"] = {{"line", error.position->line}, {"column", error.position->column}};
    return json;
}

Json tileJson(const SloTile &tile)
{
    Json json{{"id", utf8(tile.id.value)},
              {"title", utf8(tile.definition.title)},
              {"state", utf8(tileStateName(tile.state))},
              {"value", orNull(tile.value)},
              {"unit", unitName(tile.definition.unit)},
              {"target", tile.definition.target},
              {"budgetRemaining", orNull(tile.budgetRemaining)},
              {"burn", orNull(tile.burn)},
              {"exhaustionSeconds", secondsOrNull(tile.exhaustion)},
              {"readings", Json::array()},
              {"events", tile.events},
              {"newest", timeOrNull(tile.newest)},
              {"sentence", utf8(tile.sentence)}};
    if (tile.definition.unit == SliUnit::Money)
        json["currency"] = utf8(tile.definition.currency);
    for (const BurnReading &reading : tile.readings)
        json["readings"].push_back(readingJson(reading));
    if (tile.error)
        json["error"] = errorJson(*tile.error);
    return json;
}

Json sourceJson(const SourceHealth &source)
{
    Json json{{"name", utf8(source.name)},
              {"state", utf8(sourceStateName(source.state))},
              {"latencyMs", source.latency ? Json(source.latency->count()) : Json(nullptr)},
              {"ingestionLagSeconds", secondsOrNull(source.ingestionLag)},
              {"clockSkewSeconds", secondsOrNull(source.clockSkew)}};
    if (!source.warning.isEmpty())
        json["warning"] = utf8(source.warning);
    return json;
}

Json headJson(const SloReport &report)
{
    return {{"range", {{"text", utf8(report.range.text())}, {"from", utf8(instantText(report.span.from))}, {"to", utf8(instantText(report.span.to))}}},
            {"asOf", utf8(instantText(report.asOf))}};
}

const char *purposeName(SliQuery::Purpose purpose)
{
    switch (purpose) {
    case SliQuery::Purpose::Bands: return "bands";
    case SliQuery::Purpose::Series: return "series";
    case SliQuery::Purpose::Range: return "range";
    case SliQuery::Purpose::Freshness: return "freshness";
    }
    return "";
}

Json dynamicJson(const QString &text)
{
    Json parsed = Json::parse(utf8(text), nullptr, false);
    return parsed.is_discarded() ? Json(utf8(text)) : parsed;
}

Json cellJson(const Cell &cell, ColumnType type)
{
    if (std::holds_alternative<std::monostate>(cell))
        return nullptr;
    if (const auto *flag = std::get_if<bool>(&cell))
        return *flag;
    if (const auto *integer = std::get_if<qint64>(&cell))
        return *integer;
    if (const auto *real = std::get_if<double>(&cell))
        return *real;
    return type == ColumnType::Dynamic ? dynamicJson(cellText(cell)) : Json(utf8(cellText(cell)));
}

Json tableJson(const Table &table)
{
    Json json{{"name", utf8(table.name)}, {"columns", Json::array()}, {"rows", Json::array()}};
    for (const Column &column : table.columns)
        json["columns"].push_back({{"name", utf8(column.name)}, {"type", utf8(columnTypeName(column.type))}});
    for (size_t row = 0; row < table.rowCount(); ++row) {
        Json cells = Json::array();
        for (const Column &column : table.columns)
            cells.push_back(row < column.cells.size() ? cellJson(column.cells[row], column.type) : Json(nullptr));
        json["rows"].push_back(std::move(cells));
    }
    return json;
}

} // namespace

QByteArray sloStatus(const SloReport &report)
{
    Json json = headJson(report);
    json["slos"] = Json::array();
    for (const SloTile &tile : report.tiles)
        json["slos"].push_back(tileJson(tile));
    json["sources"] = Json::array();
    for (const SourceHealth &source : report.sources)
        json["sources"].push_back(sourceJson(source));
    return dumped(json);
}

QByteArray sloExplain(const SloReport &report, const QList<SliQuery> &queries)
{
    Json json = headJson(report);
    json["slo"] = report.tiles.isEmpty() ? Json(nullptr) : tileJson(report.tiles.constFirst());
    if (!report.tiles.isEmpty())
        json["slo"]["description"] = utf8(report.tiles.constFirst().definition.description);
    json["queries"] = Json::array();
    for (const SliQuery &query : queries)
        json["queries"].push_back({{"purpose", purposeName(query.purpose)}, {"kql", utf8(query.kql)},
                                   {"from", utf8(instantText(query.span.from))}, {"to", utf8(instantText(query.span.to))}});
    return dumped(json);
}

QByteArray tables(const QList<Table> &tables, const QStringList &warnings)
{
    Json json{{"tables", Json::array()}, {"warnings", Json::array()}};
    for (const Table &table : tables)
        json["tables"].push_back(tableJson(table));
    for (const QString &warning : warnings)
        json["warnings"].push_back(utf8(warning));
    return dumped(json);
}

QByteArray rowLines(const Table &table)
{
    QByteArray lines;
    for (size_t row = 0; row < table.rowCount(); ++row) {
        Json object = Json::object();
        for (const Column &column : table.columns)
            object[utf8(column.name)] = cellJson(column.cells[row], column.type);
        lines += QByteArray::fromStdString(object.dump(-1, ' ', false, Json::error_handler_t::replace)) + '\n';
    }
    return lines;
}

QByteArray savedQueries(const QList<query::SavedQuery> &queries)
{
    Json json{{"queries", Json::array()}};
    for (const query::SavedQuery &query : queries) {
        Json tags = Json::array();
        for (const QString &tag : query.tags)
            tags.push_back(utf8(tag));
        Json parameters = Json::array();
        for (const query::QueryParameter &parameter : query.parameters)
            parameters.push_back({{"name", utf8(parameter.name)}, {"type", utf8(columnTypeName(parameter.type))}, {"label", utf8(parameter.label)},
                                  {"preset", parameter.preset ? Json(utf8(*parameter.preset)) : Json(nullptr)}});
        const char *schema = !query.schema ? "both" : *query.schema == TelemetrySchema::Classic ? "classic" : "workspace";
        json["queries"].push_back({{"name", utf8(query.path)}, {"title", utf8(query.title)}, {"description", utf8(query.description)}, {"schema", schema},
                                   {"parameters", parameters}, {"tags", tags}, {"text", utf8(query.text)}});
    }
    return dumped(json);
}

QByteArray error(const Error &error, ExitCode code)
{
    Json json{{"error", errorJson(error)}};
    json["error"]["exitCode"] = static_cast<int>(code);
    return dumped(json);
}

QByteArray account(const QString &state, const QString &tenantId, const QString &clientId)
{
    return dumped({{"state", utf8(state)}, {"tenantId", utf8(tenantId)}, {"clientId", utf8(clientId)}});
}

QByteArray labStatus(const QString &state, const QString &endpoint, const QString &scenario, qint64 processId)
{
    Json json{{"state", utf8(state)}};
    if (!endpoint.isEmpty()) {
        json["endpoint"] = utf8(endpoint);
        json["scenario"] = utf8(scenario);
        json["processId"] = processId;
    }
    return dumped(json);
}

} // namespace qd::json
