#include "mcpserver/labtool.h"

#include "fleet/templatetext.h"
#include "mcpserver/toolschema.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>

namespace qd::lab {

namespace {

std::string titleOf(const std::string &name)
{
    std::string title = name;
    for (char &c : title)
        c = c == '_' ? ' ' : c;
    if (!title.empty())
        title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    return title;
}

bool onlyReads(const std::string &name)
{
    for (const char *verb : {"create", "update", "cancel", "refund", "send", "delete", "file", "book", "issue"})
        if (name.find(verb) != std::string::npos)
            return false;
    return true;
}

/// From a template leaf "SO-{order}" and the given "SO-12345": order is 12345.
void readPlaceholder(const std::string &leaf, const std::string &given, std::map<std::string, std::string> &values)
{
    const size_t open = leaf.find('{');
    const size_t close = leaf.find('}', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos || leaf.find('{', close) != std::string::npos)
        return;
    const std::string_view before = std::string_view(leaf).substr(0, open);
    const std::string_view after = std::string_view(leaf).substr(close + 1);
    const bool fits = given.size() > before.size() + after.size() && given.starts_with(before) && given.ends_with(after);
    if (fits && given.size() < 200)
        values[leaf.substr(open + 1, close - open - 1)] = given.substr(before.size(), given.size() - before.size() - after.size());
}

void readPlaceholders(const Json &sample, const Json &given, std::map<std::string, std::string> &values)
{
    if (!sample.is_object() || !given.is_object())
        return;
    for (const auto &[name, leaf] : sample.items()) {
        if (!given.contains(name))
            continue;
        if (leaf.is_string() && given[name].is_string())
            readPlaceholder(leaf.get<std::string>(), given[name].get<std::string>(), values);
        else
            readPlaceholders(leaf, given[name], values);
    }
}

/// A placeholder stands for text inside a JSON string: what is put there must not end the string.
std::string quotedInside(const std::string &text)
{
    const std::string quoted = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    return quoted.substr(1, quoted.size() - 2);
}

} // namespace

LabTool::LabTool(FleetTool tool) : m_tool(std::move(tool)), m_definition(std::make_unique<Json>())
{
    const Json sample = Json::parse(fillTemplate(m_tool.arguments, 1), nullptr, false);
    *m_definition = Json{{"name", m_tool.name},
                         {"title", titleOf(m_tool.name)},
                         {"description", titleOf(m_tool.name) + ", as the agents of this fleet use it."},
                         {"inputSchema", schemaOfSample(sample.is_object() ? sample : Json::object())},
                         {"annotations", {{"readOnlyHint", onlyReads(m_tool.name)}, {"openWorldHint", false}}}};
}

LabTool::~LabTool() = default;
LabTool::LabTool(LabTool &&) noexcept = default;

std::string LabTool::violation(const Json &arguments) const { return schemaViolation((*m_definition)["inputSchema"], arguments); }

std::string LabTool::result(const Json &arguments) const
{
    std::map<std::string, std::string> values;
    const Json sample = Json::parse(m_tool.arguments, nullptr, false);
    if (!sample.is_discarded())
        readPlaceholders(sample, arguments, values);
    std::string text = m_tool.result;
    for (const auto &[name, value] : values) {
        const std::string hole = "{" + name + "}";
        for (size_t at = text.find(hole); at != std::string::npos; at = text.find(hole, at)) {
            const std::string put = quotedInside(value);
            text.replace(at, hole.size(), put);
            at += put.size();
        }
    }
    return fillTemplate(text, std::hash<std::string>()(arguments.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

} // namespace qd::lab
