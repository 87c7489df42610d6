#include "azuremonitor/metadatajson.h"

#include "azuremonitor/metadatatext.h"
#include "server/jsontext.h"

#include <algorithm>
#include <vector>

namespace qd::lab {

namespace {

constexpr std::string_view insightsType = "microsoft.insights/components";
constexpr std::string_view apimType = "microsoft.apimanagement/service";
constexpr std::string_view activityType = "microsoft.resources/subscriptions";

using TableList = std::vector<const KqlTable *>;

std::string_view groupOf(const std::string &table)
{
    if (table.starts_with("ApiManagement"))
        return apimType;
    return table == "AzureActivity" ? activityType : insightsType;
}

std::string jsonList(const std::vector<std::string> &elements)
{
    std::string out = "[";
    for (const std::string &element : elements)
        out.append(out.size() > 1 ? "," : "").append(element);
    return out + "]";
}

std::string columnJson(const KqlColumn &column)
{
    const std::string name = column.name.toStdString();
    std::string out = "{\"name\":" + jsonString(name) + ",\"type\":\"" + columnTypeName(column.type).toStdString() + "\"";
    if (const std::string_view text = columnDescription(name); !text.empty())
        out += ",\"description\":" + jsonString(text);
    return out + "}";
}

std::string tableJson(const KqlTable &table)
{
    const std::string name = table.name.toStdString();
    std::vector<std::string> columns;
    for (const KqlColumn &column : table.columns)
        columns.push_back(columnJson(column));
    return "{\"id\":" + jsonString("t/" + name) + ",\"name\":" + jsonString(name) + ",\"description\":"
        + jsonString(tableDescription(name)) + ",\"timespanColumn\":" + jsonString(table.timeColumn.toStdString())
        + ",\"labels\":[],\"columns\":" + jsonList(columns) + ",\"properties\":{\"tableType\":\"Microsoft\"}}";
}

std::vector<std::string> tableIds(const TableList &tables, std::string_view group)
{
    std::vector<std::string> ids;
    for (const KqlTable *table : tables)
        if (group.empty() || groupOf(table->name.toStdString()) == group)
            ids.push_back(jsonString("t/" + table->name.toStdString()));
    return ids;
}

/// One group for each kind of resource that has tables here.
std::string groupsJson(const TableList &tables)
{
    std::vector<std::string> groups;
    for (const std::string_view group : {insightsType, apimType, activityType})
        if (const auto ids = tableIds(tables, group); !ids.empty())
            groups.push_back("{\"id\":" + jsonString("tg/" + std::string(group)) + ",\"name\":" + jsonString(group) + ",\"displayName\":"
                             + jsonString(group) + ",\"tables\":" + jsonList(ids) + "}");
    return jsonList(groups);
}

std::string resourceTypesJson(const TableList &tables)
{
    std::vector<std::string> types;
    for (const std::string_view type : {insightsType, apimType, activityType})
        if (const auto ids = tableIds(tables, type); !ids.empty())
            types.push_back("{\"id\":" + jsonString("rt/" + std::string(type)) + ",\"type\":" + jsonString(type) + ",\"displayName\":"
                            + jsonString(type) + ",\"labels\":[],\"related\":{\"tables\":" + jsonList(ids) + "}}");
    return jsonList(types);
}

std::string resourceJson(const MetadataSubject &subject, const TableList &tables)
{
    return "[{\"id\":" + jsonString(subject.id) + ",\"resourceId\":" + jsonString(subject.resourceId) + ",\"name\":"
        + jsonString(subject.name) + ",\"region\":" + jsonString(subject.region) + ",\"related\":{\"tables\":"
        + jsonList(tableIds(tables, {})) + "}}]";
}

} // namespace

std::string metadataJson(const KqlSchema &schema, const MetadataSubject &subject)
{
    TableList tables;
    for (const KqlTable &table : schema.tables)
        tables.push_back(&table);
    std::sort(tables.begin(), tables.end(), [](const KqlTable *a, const KqlTable *b) { return a->name < b->name; });
    std::vector<std::string> bodies;
    for (const KqlTable *table : tables)
        bodies.push_back(tableJson(*table));
    const std::string resources = resourceJson(subject, tables);
    return "{\"tableGroups\":" + groupsJson(tables) + ",\"tables\":" + jsonList(bodies) + ",\"functions\":[],\"categories\":[],\"queries\":[],"
        + "\"applications\":" + (subject.isWorkspace ? "[]" : resources) + ",\"workspaces\":" + (subject.isWorkspace ? resources : "[]")
        + ",\"resourceTypes\":" + resourceTypesJson(tables) + ",\"permissions\":[]}";
}

} // namespace qd::lab
