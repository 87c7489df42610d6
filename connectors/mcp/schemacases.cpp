#include "mcp/schematranslation.h"

#include <algorithm>

/// Which members of a value a schema has looked at depends on which of its alternatives hold. Here they are taken apart.
namespace qd {

namespace {

using nlohmann::json;

constexpr size_t maxCases = 128;
constexpr int maxCaseDepth = 32;

} // namespace

/// As if everything had been looked at; strictly, nothing.
SchemaTranslation::Cases SchemaTranslation::unknownCases() const
{
    m_doubts.tooCostly << QStringLiteral("what is left unevaluated depends on too many alternatives");
    return {Case{.names = {}, .hasAllNames = !m_doubts.isStrict, .hasAllItems = !m_doubts.isStrict}};
}

/// Both hold.
SchemaTranslation::Cases SchemaTranslation::joined(const Cases &a, const Cases &b) const
{
    if (a.size() * b.size() > maxCases)
        return unknownCases();
    Cases all;
    for (const Case &one : a)
        for (const Case &other : b) {
            Case both = one;
            for (const json &guard : other.guards)
                both.guards.push_back(guard);
            for (const json &part : other.matching)
                both.matching.push_back(part);
            both.names.insert(other.names.begin(), other.names.end());
            both.hasAllNames = one.hasAllNames || other.hasAllNames;
            both.items = std::max(one.items, other.items);
            both.hasAllItems = one.hasAllItems || other.hasAllItems;
            all.push_back(std::move(both));
        }
    return all;
}

SchemaTranslation::Cases SchemaTranslation::guarded(Cases cases, const json &guard)
{
    for (Case &one : cases)
        one.guards.push_back(guard);
    return cases;
}

SchemaTranslation::Cases SchemaTranslation::casesOf(const Site &site, int depth, bool isTop)
{
    if (!site.schema || !site.schema->is_object())
        return {Case{}};
    if (depth > maxCaseDepth)
        return unknownCases();
    const json &schema = *site.schema;
    Cases all{ownCase(site, isTop)};
    for (const char *word : {"$ref", "$dynamicRef"})
        if (const Site found = target(site, word); found.schema)
            all = joined(all, casesOf(found, depth + 1, false));
    if (const auto list = schema.find("allOf"); list != schema.end() && list->is_array())
        for (const json &part : *list)
            all = joined(all, casesOf(inside(site, part), depth + 1, false));
    all = joined(all, anyCases(site, depth));
    all = joined(all, oneCases(site, depth));
    all = joined(all, ifCases(site, depth));
    return joined(all, dependentCases(site, depth));
}

SchemaTranslation::Case SchemaTranslation::ownCase(const Site &site, bool isTop)
{
    Case own;
    ownNames(site, isTop, own);
    ownItems(site, isTop, own);
    return own;
}

void SchemaTranslation::ownNames(const Site &site, bool isTop, Case &own) const
{
    const json &schema = *site.schema;
    if (const auto map = schema.find("properties"); map != schema.end() && map->is_object())
        for (const auto &[name, part] : map->items())
            own.names.insert(name);
    if (const auto map = schema.find("patternProperties"); map != schema.end() && map->is_object())
        for (const auto &[pattern, part] : map->items())
            for (const std::string &name : m_value.matching(pattern, m_value.names()).met)
                own.names.insert(name);
    own.hasAllNames = schema.contains("additionalProperties") || (!isTop && schema.contains("unevaluatedProperties"));
}

void SchemaTranslation::ownItems(const Site &site, bool isTop, Case &own)
{
    const json &schema = *site.schema;
    const auto tuple = schema.find(schema.contains("prefixItems") ? "prefixItems" : "items");
    const bool hasTuple = tuple != schema.end() && tuple->is_array();
    own.items = hasTuple ? tuple->size() : 0;
    const bool hasRest = schema.contains("prefixItems") ? schema.contains("items") : hasTuple ? schema.contains("additionalItems") : schema.contains("items");
    own.hasAllItems = hasRest || (!isTop && schema.contains("unevaluatedItems"));
    if (schema.contains("contains"))
        own.matching.push_back(define(site, schema["contains"]));
}

/// Each of them holds, or does not.
SchemaTranslation::Cases SchemaTranslation::anyCases(const Site &site, int depth)
{
    Cases all{Case{}};
    const auto list = site.schema->find("anyOf");
    if (list == site.schema->end() || !list->is_array())
        return all;
    for (const json &part : *list) {
        const json rule = define(site, part);
        Cases ways = guarded(casesOf(inside(site, part), depth + 1, false), rule);
        ways.push_back(Case{.guards = json::array({{{"not", rule}}}), .names = {}});
        all = joined(all, ways);
    }
    return all;
}

SchemaTranslation::Cases SchemaTranslation::oneCases(const Site &site, int depth)
{
    const auto list = site.schema->find("oneOf");
    if (list == site.schema->end() || !list->is_array() || list->size() > maxCases)
        return {Case{}};
    Cases all;
    for (const json &part : *list)
        for (Case &one : guarded(casesOf(inside(site, part), depth + 1, false), define(site, part)))
            all.push_back(std::move(one));
    return all;
}

SchemaTranslation::Cases SchemaTranslation::ifCases(const Site &site, int depth)
{
    const json &schema = *site.schema;
    if (!schema.contains("if"))
        return {Case{}};
    const json rule = define(site, schema["if"]);
    Cases all = guarded(casesOf(inside(site, schema["if"]), depth + 1, false), rule);
    if (schema.contains("then"))
        all = joined(all, casesOf(inside(site, schema["then"]), depth + 1, false));
    const Cases otherwise = schema.contains("else") ? casesOf(inside(site, schema["else"]), depth + 1, false) : Cases{Case{}};
    for (const Case &one : guarded(otherwise, {{"not", rule}}))
        all.push_back(one);
    return all;
}

SchemaTranslation::Cases SchemaTranslation::dependentCases(const Site &site, int depth)
{
    Cases all{Case{}};
    const auto map = site.schema->find("dependentSchemas");
    if (map == site.schema->end() || !map->is_object())
        return all;
    for (const auto &[name, part] : map->items()) {
        const json has{{"required", json::array({name})}};
        Cases ways = guarded(casesOf(inside(site, part), depth + 1, false), has);
        ways.push_back(Case{.guards = json::array({{{"not", has}}}), .names = {}});
        all = joined(all, ways);
    }
    return all;
}

} // namespace qd
