#include "azuremonitor/renderjson.h"

#include "server/jsontext.h"

#include <array>

namespace qd::lab {

namespace {

/// A member of the reply and what it holds when the query does not say.
struct RenderMember {
    const char *name;
    const char *fallback;
};
constexpr std::array<RenderMember, 17> renderMembers{{
    {"title", "null"},   {"accumulate", "false"}, {"isQuerySorted", "false"}, {"kind", "null"},
    {"legend", "null"},  {"series", "null"},      {"yMin", "\"NaN\""},        {"yMax", "\"NaN\""},
    {"xAxis", "null"},   {"xColumn", "null"},     {"xTitle", "null"},         {"yAxis", "null"},
    {"yColumns", "null"}, {"ySplit", "null"},     {"yTitle", "null"},         {"anomalyColumns", "null"},
    {"annotation", "\"\""},
}};

std::string renderValue(const QString &value)
{
    if (value == u"true" || value == u"false")
        return value.toStdString();
    bool isNumber = false;
    value.toDouble(&isNumber);
    return isNumber ? value.toStdString() : jsonString(value.toStdString());
}

std::string memberValue(const RenderMember &member, const std::vector<std::pair<QString, QString>> &properties)
{
    for (const auto &[name, value] : properties)
        if (name.compare(QLatin1String(member.name), Qt::CaseInsensitive) == 0)
            return renderValue(value);
    return member.fallback;
}

} // namespace

std::string renderJson(const QString &visualization, const std::vector<std::pair<QString, QString>> &properties)
{
    std::string out = "{\"visualization\":"
        + jsonString(visualization.isEmpty() ? std::string("table") : visualization.toStdString());
    for (const RenderMember &member : renderMembers)
        out += ",\"" + std::string(member.name) + "\":" + memberValue(member, properties);
    return out + "}";
}

} // namespace qd::lab
