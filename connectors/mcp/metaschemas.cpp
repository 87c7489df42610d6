#include "mcp/metaschemas.h"

#include <nlohmann/json.hpp>

#include <initializer_list>

namespace qd {

namespace {

using nlohmann::json;

json typed(const char *type) { return {{"type", type}}; }

json itself() { return {{"$ref", "#"}}; }

json mapOf(const json &value) { return {{"type", "object"}, {"additionalProperties", value}}; }

json count() { return {{"type", "integer"}, {"minimum", 0}}; }

json nameList() { return {{"type", "array"}, {"items", typed("string")}, {"uniqueItems", true}}; }

json schemaList() { return {{"type", "array"}, {"items", itself()}, {"minItems", 1}}; }

json typeNames()
{
    const json name{{"enum", {"array", "boolean", "integer", "null", "number", "object", "string"}}};
    return {{"anyOf", json::array({name, json{{"type", "array"}, {"items", name}, {"minItems", 1}, {"uniqueItems", true}}})}};
}

void put(json &rules, const json &rule, std::initializer_list<const char *> words)
{
    for (const char *word : words)
        rules[word] = rule;
}

/// What both drafts have.
json commonWords()
{
    json rules = json::object();
    put(rules, typed("string"), {"$schema", "$ref", "$comment", "title", "description", "pattern", "format", "contentEncoding", "contentMediaType"});
    put(rules, typed("boolean"), {"readOnly", "writeOnly", "uniqueItems"});
    put(rules, typed("number"), {"maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"});
    put(rules, count(), {"maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"});
    put(rules, itself(), {"additionalProperties", "propertyNames", "contains", "not", "if", "then", "else"});
    put(rules, schemaList(), {"allOf", "anyOf", "oneOf"});
    put(rules, mapOf(itself()), {"properties", "patternProperties", "definitions"});
    put(rules, typed("array"), {"enum", "examples"});
    rules["multipleOf"] = {{"type", "number"}, {"exclusiveMinimum", 0}};
    rules["required"] = nameList();
    rules["type"] = typeNames();
    rules["dependencies"] = mapOf({{"anyOf", json::array({itself(), nameList()})}});
    return rules;
}

json draft7Words()
{
    json rules = commonWords();
    put(rules, typed("string"), {"$id"});
    put(rules, itself(), {"additionalItems"});
    rules["items"] = {{"anyOf", json::array({itself(), schemaList()})}};
    return rules;
}

json newerWords()
{
    json rules = commonWords();
    const json anchor{{"type", "string"}, {"pattern", "^[A-Za-z_][-A-Za-z0-9._]*$"}};
    put(rules, anchor, {"$anchor", "$dynamicAnchor"});
    put(rules, typed("string"), {"$dynamicRef"});
    put(rules, typed("boolean"), {"deprecated"});
    put(rules, count(), {"maxContains", "minContains"});
    put(rules, itself(), {"items", "unevaluatedItems", "unevaluatedProperties", "contentSchema"});
    put(rules, mapOf(itself()), {"$defs", "dependentSchemas"});
    rules["$id"] = {{"type", "string"}, {"pattern", "^[^#]*#?$"}};
    rules["$vocabulary"] = mapOf(typed("boolean"));
    rules["prefixItems"] = schemaList();
    rules["dependentRequired"] = mapOf(nameList());
    return rules;
}

json metaschemaOf(const json &words) { return {{"type", {"object", "boolean"}}, {"properties", words}}; }

} // namespace

const std::map<QString, json> &metaschemas()
{
    static const std::map<QString, json> known{{QStringLiteral("http://json-schema.org/draft-07/schema"), metaschemaOf(draft7Words())},
                                               {QStringLiteral("https://json-schema.org/draft/2020-12/schema"), metaschemaOf(newerWords())}};
    return known;
}

} // namespace qd
