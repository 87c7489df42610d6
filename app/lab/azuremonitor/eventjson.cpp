#include "azuremonitor/eventjson.h"

#include "azuremonitor/odatafields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace qd::lab {

namespace {

using EventJson = nlohmann::ordered_json;

/// Columns of every event that stand in groups of their own: "operation_Name" is operation/name.
constexpr std::string_view ownerNames[] = {"operation", "session", "user", "cloud", "application", "client"};
constexpr std::string_view insightsNames[] = {"appId", "appName", "iKey", "sdkVersion"};
constexpr std::string_view hiddenNames[] = {"id_", "itemId", "_ResourceId", "itemType", "itemCount", "timestamp", "customDimensions", "customMeasurements"};

template<size_t Size>
bool isOneOf(const std::string_view (&names)[Size], std::string_view name)
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// "Name" as "name", "IP" as "ip".
std::string memberName(std::string_view part)
{
    std::string name(part);
    const bool isShort = name.size() == 2;
    for (size_t i = 0; i < name.size() && (i == 0 || isShort); ++i)
        name[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
    return name;
}

/// A bag's text as an object; what is no object stays away.
EventJson bagOf(const EventJson &cell)
{
    if (!cell.is_string())
        return nullptr;
    EventJson bag = EventJson::parse(cell.get_ref<const std::string &>(), nullptr, false);
    return bag.is_object() ? bag : EventJson();
}

/// The table that an event came from, by its type.
const KqlTable *tableOf(const EventTables &tables, const std::string &itemType)
{
    for (const KqlTable *table : tables.tables)
        if (entityName(*table) == itemType)
            return table;
    return tables.tables.size() == 1 ? tables.tables.front() : nullptr;
}

bool ownsColumn(const KqlTable &table, const std::string &name)
{
    return std::any_of(table.columns.begin(), table.columns.end(), [&name](const KqlColumn &column) { return column.name.toStdString() == name; });
}

/// Makes events out of rows.
class EventMaker
{
public:
    EventMaker(const EventJson &table, const EventTables &tables) : m_tables(tables)
    {
        for (const EventJson &column : table["columns"])
            m_names.push_back(column["name"].get<std::string>());
    }

    EventJson make(const EventJson &row) const
    {
        EventJson event = EventJson::object();
        const std::string type = text(row, "itemType");
        event["id"] = text(row, "id_");
        event["count"] = cell(row, "itemCount");
        event["type"] = type;
        event["timestamp"] = cell(row, "timestamp");
        event["customDimensions"] = bagOf(cell(row, "customDimensions"));
        event["customMeasurements"] = bagOf(cell(row, "customMeasurements"));
        const KqlTable *table = tableOf(m_tables, type);
        for (size_t i = 0; i < m_names.size(); ++i)
            place(event, m_names[i], row[i], table);
        return event;
    }

private:
    [[nodiscard]] EventJson cell(const EventJson &row, std::string_view name) const
    {
        const auto found = std::find(m_names.begin(), m_names.end(), name);
        return found == m_names.end() ? EventJson() : row[static_cast<size_t>(found - m_names.begin())];
    }

    [[nodiscard]] std::string text(const EventJson &row, std::string_view name) const
    {
        const EventJson value = cell(row, name);
        return value.is_string() ? value.get<std::string>() : std::string();
    }

    static void place(EventJson &event, const std::string &name, const EventJson &value, const KqlTable *table)
    {
        if (isOneOf(hiddenNames, name))
            return;
        const size_t split = name.find('_');
        if (split != std::string::npos && isOneOf(ownerNames, std::string_view(name).substr(0, split)))
            event[name.substr(0, split)][memberName(std::string_view(name).substr(split + 1))] = value;
        else if (isOneOf(insightsNames, name))
            event["ai"][name] = value;
        else if (table && ownsColumn(*table, name))
            event[entityName(*table)][name] = value;
    }

    const EventTables &m_tables;
    std::vector<std::string> m_names;
};

/// The members that $select names, by their paths; the id stays.
EventJson selectedOf(const EventJson &event, const std::vector<std::string> &paths)
{
    if (paths.empty())
        return event;
    EventJson out = EventJson::object();
    out["id"] = event["id"];
    for (const std::string &path : paths) {
        if (path.find('~') != std::string::npos)
            continue; // no field has one, and it means something in a pointer
        const EventJson::json_pointer place("/" + path);
        if (event.contains(place))
            out[place] = event[place];
    }
    return out;
}

} // namespace

std::string eventsJson(std::string_view text, const EventTables &tables, const EventQuery &query, std::optional<std::int64_t> count,
                       const std::string &context)
{
    const EventJson table = EventJson::parse(text, nullptr, false);
    EventJson body = EventJson::object();
    body["@odata.context"] = context;
    EventJson messages = EventJson::array();
    if (query.isLimited)
        messages.push_back({{"code", "AddedLimitToQuery"}, {"message", "The query was limited to 500 rows"}});
    body["@ai.messages"] = std::move(messages);
    if (count)
        body["@odata.count"] = *count;
    const EventMaker maker(table, tables);
    EventJson values = EventJson::array();
    for (const EventJson &row : table["rows"])
        values.push_back(selectedOf(maker.make(row), query.selected));
    body["value"] = std::move(values);
    return body.dump(-1, ' ', false, EventJson::error_handler_t::replace);
}

} // namespace qd::lab
