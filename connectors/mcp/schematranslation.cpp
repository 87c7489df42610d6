#include "mcp/schematranslation.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace qd {

namespace {

using nlohmann::json;

constexpr size_t maxDefinitions = 4000;
constexpr size_t maxCopies = 20000;      ///< of members, for patterns
constexpr size_t maxListedTexts = 2'000'000; ///< comparisons that a pattern may cost
constexpr size_t longestUnique = 1400;   ///< an array whose items are all compared
constexpr qsizetype longestShown = 100;  ///< of a reference or a pattern

json never() { return {{"not", json::object()}}; }

bool isList(const json &schema, const char *name)
{
    const auto found = schema.find(name);
    return found != schema.end() && found->is_array() && !found->empty();
}

bool isMap(const json &schema, const char *name)
{
    const auto found = schema.find(name);
    return found != schema.end() && found->is_object();
}

json unless(const char *type, const json &rule)
{
    json others = json::array();
    for (const char *one : {"null", "boolean", "object", "array", "number", "string"})
        if (std::string_view(one) != type)
            others.push_back(one);
    return {{"anyOf", json::array({{{"type", others}}, rule})}};
}

} // namespace

json SchemaTranslation::make(const json &document, const QString &uri) { return make(enter(document, uri, {})); }

json SchemaTranslation::make(const Site &site)
{
    json root{{"allOf", json::array({define(site)})}};
    json definitions = json::object();
    while (!m_waiting.empty()) {
        const auto [number, part] = m_waiting.front();
        m_waiting.pop_front();
        definitions[std::to_string(number)] = translated(part);
    }
    root["definitions"] = std::move(definitions);
    return root;
}

SchemaTranslation::Site SchemaTranslation::enter(const json &schema, const QString &outer, const QStringList &scope) const
{
    return within(&schema, m_index.baseIn(schema, outer), scope);
}

SchemaTranslation::Site SchemaTranslation::within(const json *schema, const QString &base, const QStringList &scope) const
{
    Site site{schema, base, scope};
    if (m_index.hasDynamicAnchors() && !site.scope.contains(site.base))
        site.scope << site.base;
    return site;
}

json SchemaTranslation::define(const Site &site)
{
    if (!site.schema)
        return json::object();
    if (site.schema->is_boolean())
        return site.schema->get<bool>() ? json::object() : never();
    if (!site.schema->is_object())
        throw std::runtime_error("a schema is neither an object nor true or false");
    const auto [known, isNew] = m_numbers.try_emplace({site.schema, site.scope.join(u' ')}, m_numbers.size());
    if (isNew)
        m_waiting.emplace_back(known->second, site);
    if (m_numbers.size() > maxDefinitions)
        throw std::runtime_error("it is too large");
    return {{"$ref", "#/definitions/" + std::to_string(known->second)}};
}

json SchemaTranslation::defineAll(const Site &site, const json &list)
{
    json made = json::array();
    for (const json &part : list)
        made.push_back(define(site, part));
    return made;
}

void SchemaTranslation::doubt(const QString &what, const char *type, Draft &draft) const
{
    m_doubts.tooCostly << what;
    if (m_doubts.isStrict)
        draft.parts.push_back(unless(type, never()));
}

void SchemaTranslation::doubtPattern(const std::string &pattern, bool isReadable) const
{
    const QString shown = QString::fromStdString(pattern).left(longestShown);
    if (isReadable)
        m_doubts.tooCostly << QStringLiteral("the pattern %1 takes too long").arg(shown);
    else
        m_doubts.voidParts << QStringLiteral("the pattern %1 cannot be read").arg(shown);
}

/// Where a reference leads: to nothing when it is unknown or no schema.
SchemaTranslation::Site SchemaTranslation::target(const Site &site, const char *word) const
{
    const auto found = site.schema->find(word);
    if (found == site.schema->end())
        return {};
    if (!found->is_string()) {
        m_doubts.voidParts << QStringLiteral("a reference is no text");
        return {};
    }
    const QString reference = QString::fromStdString(found->get<std::string>());
    const bool isDynamic = std::string_view(word) == "$dynamicRef";
    const SchemaPlace place = isDynamic ? m_index.findDynamic(reference, site.base, site.scope) : m_index.find(reference, site.base);
    if (!place.schema || !(place.schema->is_object() || place.schema->is_boolean())) {
        m_doubts.voidParts << QStringLiteral("the reference %1 leads nowhere").arg(reference.left(longestShown));
        return {};
    }
    return within(place.schema, place.base, site.scope);
}

json SchemaTranslation::translated(const Site &site)
{
    if (m_isOld && site.schema->contains("$ref"))
        return {{"allOf", json::array({define(target(site, "$ref"))})}};
    Draft draft;
    addPlain(site, draft);
    addReferences(site, draft);
    addLogic(site, draft);
    addMembers(site, draft);
    addDependencies(site, draft);
    addItems(site, draft);
    addContains(site, draft);
    addText(site, draft);
    if (!m_isOld) {
        addUnevaluatedNames(site, draft);
        addUnevaluatedItems(site, draft);
    }
    if (!draft.parts.empty())
        draft.made["allOf"] = draft.parts;
    return draft.made;
}

void SchemaTranslation::addPlain(const Site &site, Draft &draft)
{
    addNumbers(site, draft);
    for (const char *word : {"enum", "const", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "maxItems",
                             "minItems", "maxProperties", "minProperties", "required"})
        if (const auto found = site.schema->find(word); found != site.schema->end())
            draft.made[word] = *found;
    if (site.schema->value("uniqueItems", json()) != true)
        return;
    if (m_value.longestArray() <= longestUnique)
        draft.made["uniqueItems"] = true;
    else
        doubt(QStringLiteral("a list is too long to compare all its items"), "array", draft);
}

void SchemaTranslation::addReferences(const Site &site, Draft &draft)
{
    for (const char *word : {"$ref", "$dynamicRef"})
        if (const Site found = target(site, word); found.schema)
            draft.parts.push_back(define(found));
}

void SchemaTranslation::addLogic(const Site &site, Draft &draft)
{
    const json &schema = *site.schema;
    if (isList(schema, "allOf"))
        for (const json &part : schema["allOf"])
            draft.parts.push_back(define(site, part));
    for (const char *word : {"anyOf", "oneOf"})
        if (isList(schema, word))
            draft.made[word] = defineAll(site, schema[word]);
    if (schema.contains("not"))
        draft.made["not"] = define(site, schema["not"]);
    if (!schema.contains("if"))
        return;
    for (const char *word : {"if", "then", "else"})
        if (schema.contains(word))
            draft.made[word] = define(site, schema[word]);
}

void SchemaTranslation::addMembers(const Site &site, Draft &draft)
{
    const json &schema = *site.schema;
    if (isMap(schema, "properties"))
        for (const auto &[name, part] : schema["properties"].items())
            draft.made["properties"][name] = define(site, part);
    if (isMap(schema, "patternProperties"))
        addPatternMembers(site, draft);
    for (const char *word : {"additionalProperties", "propertyNames"})
        if (schema.contains(word))
            draft.made[word] = define(site, schema[word]);
    if (schema.value("propertyNames", json()) == false)
        draft.parts.push_back(json{{"maxProperties", 0}}); // valijson lets names pass that nothing allows
}

/// For each name of the value that the pattern meets, one property.
void SchemaTranslation::addPatternMembers(const Site &site, Draft &draft)
{
    for (const auto &[pattern, part] : site.schema->at("patternProperties").items()) {
        const auto &names = m_value.matching(pattern, m_value.names());
        if (!names.isReadable)
            throw std::runtime_error("a pattern is none");
        if (!names.untold.empty() || (m_copies += names.met.size()) > maxCopies)
            throw std::runtime_error("a pattern takes too long");
        for (const std::string &name : names.met) {
            json &member = draft.made["properties"][name];
            member = member.is_null() ? define(site, part) : json{{"allOf", json::array({member, define(site, part)})}};
        }
    }
}

void SchemaTranslation::addDependencies(const Site &site, Draft &draft)
{
    for (const char *word : {"dependencies", "dependentRequired", "dependentSchemas"}) {
        if (!isMap(*site.schema, word))
            continue;
        json made = json::object();
        for (const auto &[name, part] : site.schema->at(word).items())
            made[name] = part.is_array() ? part : define(site, part);
        draft.parts.push_back(json{{"dependencies", made}});
    }
}

void SchemaTranslation::addItems(const Site &site, Draft &draft)
{
    const json &schema = *site.schema;
    const bool hasTuple = schema.contains("prefixItems") && schema["prefixItems"].is_array();
    const char *rest = hasTuple ? "items" : "additionalItems";
    if (!hasTuple && schema.contains("items") && !schema["items"].is_array()) {
        draft.made["items"] = define(site, schema["items"]);
        return;
    }
    if (!hasTuple && !schema.contains("items"))
        return;
    draft.made["items"] = defineAll(site, schema[hasTuple ? "prefixItems" : "items"]);
    if (schema.contains(rest))
        draft.made["additionalItems"] = define(site, schema[rest]);
}

void SchemaTranslation::addText(const Site &site, Draft &draft)
{
    const auto pattern = site.schema->find("pattern");
    if (pattern == site.schema->end() || !pattern->is_string())
        return;
    const auto &[told, untold, isReadable] = m_value.matching(pattern->get<std::string>(), m_value.texts());
    if (!untold.empty() || !isReadable)
        doubtPattern(pattern->get<std::string>(), isReadable);
    std::vector<std::string> met;
    std::ranges::merge(told, m_doubts.isStrict && isReadable ? std::vector<std::string>() : untold, std::back_inserter(met));
    std::vector<std::string> others;
    std::ranges::set_difference(m_value.texts(), met, std::back_inserter(others));
    const std::vector<std::string> &shorter = met.size() < others.size() ? met : others;
    if (shorter.size() * m_value.nodes() > maxListedTexts)
        return doubt(QStringLiteral("there are too many texts for the pattern %1").arg(QString::fromStdString(pattern->get<std::string>()).left(longestShown)), "string", draft);
    if (others.empty())
        return;
    if (met.empty())
        draft.parts.push_back(json{{"not", {{"type", "string"}}}});
    else
        draft.parts.push_back(&shorter == &others ? json{{"not", {{"enum", others}}}} : unless("string", {{"enum", met}}));
}

void SchemaTranslation::addUnevaluatedNames(const Site &site, Draft &draft)
{
    if (!site.schema->contains("unevaluatedProperties"))
        return;
    const json rest = define(site, site.schema->at("unevaluatedProperties"));
    json ways = json::array();
    for (const Case &one : casesOf(site, 0, true)) {
        json all = one.guards;
        json rule{{"additionalProperties", rest}};
        for (const std::string &name : one.names)
            rule["properties"][name] = json::object();
        if (!one.hasAllNames)
            all.push_back(rule);
        ways.push_back(all.empty() ? json::object() : json{{"allOf", all}});
    }
    draft.parts.push_back(json{{"anyOf", ways}});
}

void SchemaTranslation::addUnevaluatedItems(const Site &site, Draft &draft)
{
    if (!site.schema->contains("unevaluatedItems"))
        return;
    const json rest = define(site, site.schema->at("unevaluatedItems"));
    json ways = json::array();
    for (const Case &one : casesOf(site, 0, true)) {
        json all = one.guards;
        json choices = one.matching;
        choices.push_back(rest);
        json tuple = json::array();
        for (size_t i = 0; i < std::min(one.items, m_value.longestArray()); ++i)
            tuple.push_back(json::object());
        const json others{{"anyOf", choices}};
        if (!one.hasAllItems)
            all.push_back(tuple.empty() ? json{{"items", others}} : json{{"items", tuple}, {"additionalItems", others}});
        ways.push_back(all.empty() ? json::object() : json{{"allOf", all}});
    }
    draft.parts.push_back(json{{"anyOf", ways}});
}

} // namespace qd
