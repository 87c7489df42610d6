#include "mcp/schemacheck.h"

#include <QStringView>

#define VALIJSON_USE_EXCEPTIONS 1 // otherwise a bad schema ends the process
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <exception>
#include <map>
#include <optional>
#include <vector>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype maxFindings = 10;
constexpr int maxSchemaDepth = 64;

json asDraft7(const json &schema, int depth);

/// The values are schemas, the names are the author's own: "pattern" is a property here.
json namedSchemas(const json &map, int depth)
{
    json made = json::object();
    for (const auto &[name, value] : map.items())
        made[name] = asDraft7(value, depth + 1);
    return made;
}

/// Writes a 2020-12 schema the way draft 7 does and takes out what is not checked.
json asDraft7(const json &schema, int depth)
{
    if (depth > maxSchemaDepth)
        return true;
    if (schema.is_array()) {
        json made = json::array();
        for (const json &element : schema)
            made.push_back(asDraft7(element, depth + 1));
        return made;
    }
    if (!schema.is_object())
        return schema;
    json made = json::object();
    for (const auto &[name, value] : schema.items()) {
        if (name == "$schema" || name == "$id" || name == "pattern" || name == "patternProperties" || name == "format")
            continue;
        if (name == "$ref" && value.is_string()) {
            std::string target = value.get<std::string>();
            if (target.rfind("#/$defs/", 0) == 0)
                target.replace(0, 8, "#/definitions/");
            if (target.rfind('#', 0) != 0)
                return true; // never fetched
            made["$ref"] = target;
        } else if (name == "enum" || name == "const" || name == "default" || name == "examples") {
            made[name] = value;
        } else if ((name == "properties" || name == "$defs" || name == "definitions") && value.is_object()) {
            made[name == "$defs" ? "definitions" : name] = namedSchemas(value, depth + 1);
        } else {
            made[name] = asDraft7(value, depth + 1);
        }
    }
    if (made.contains("prefixItems")) {
        if (made.contains("items"))
            made["additionalItems"] = made["items"];
        made["items"] = made["prefixItems"];
        made.erase("prefixItems");
    }
    return made;
}

constexpr int maxSchemaSteps = 10000;

/// What checking one value against a schema costs in steps at that same value; none when it never ends.
class SchemaCost
{
public:
    explicit SchemaCost(const json &document) : m_document(document) {}

    std::optional<int> of(const json &schema)
    {
        if (!schema.is_object())
            return 1;
        const auto [known, isNew] = m_known.try_emplace(&schema, 0);
        if (!isNew)
            return known->second == 0 ? std::nullopt : std::optional(known->second); // 0: we are inside it
        int steps = 1;
        for (const json *part : partsAtSameValue(schema)) {
            const auto cost = of(*part);
            if (!cost || (steps += *cost) > maxSchemaSteps)
                return std::nullopt;
        }
        m_known[&schema] = steps;
        return steps;
    }

private:
    std::vector<const json *> partsAtSameValue(const json &schema) const
    {
        std::vector<const json *> parts;
        for (const char *name : {"allOf", "anyOf", "oneOf"})
            if (const auto list = schema.find(name); list != schema.end() && list->is_array())
                for (const json &part : *list)
                    parts.push_back(&part);
        for (const char *name : {"not", "if", "then", "else"})
            if (const auto part = schema.find(name); part != schema.end())
                parts.push_back(&*part);
        if (const auto reference = schema.find("$ref"); reference != schema.end() && reference->is_string())
            parts.push_back(target(reference->get_ref<const std::string &>()));
        return parts;
    }

    /// An unknown target is the schema parser's business.
    const json *target(const std::string &reference) const
    {
        static const json nothing = true;
        try {
            return &m_document.at(json::json_pointer(reference.substr(1)));
        } catch (const json::exception &) {
            return &nothing;
        }
    }

    const json &m_document;
    std::map<const json *, int> m_known;
};

/// False when some part of the schema refers to itself without going deeper into the value, or branches without bound.
bool isFinite(const json &schema, SchemaCost &cost)
{
    if (!schema.is_structured())
        return true;
    if (schema.is_object() && !cost.of(schema))
        return false;
    return std::all_of(schema.begin(), schema.end(), [&](const json &part) { return isFinite(part, cost); });
}

QString findingText(const valijson::ValidationResults::Error &error)
{
    std::string place;
    for (const std::string &part : error.context)
        place += part;
    QString shown = QString::fromStdString(place);
    shown.replace(QStringLiteral("<root>"), QStringLiteral("value"));
    return QString(shown + QStringLiteral(": ") + QString::fromStdString(error.description)).left(300);
}

} // namespace

QStringList checkAgainstSchema(const QByteArray &value, const QByteArray &schema)
{
    const json instance = json::parse(value.cbegin(), value.cend(), nullptr, false);
    const json rules = json::parse(schema.cbegin(), schema.cend(), nullptr, false);
    if (instance.is_discarded())
        return {QStringLiteral("The value is not JSON.")};
    if (!rules.is_object())
        return {QStringLiteral("The schema is not a JSON object.")};
    QStringList findings;
    try { // valijson reports bad schemas by exceptions
        const json draft7 = asDraft7(rules, 0);
        SchemaCost cost(draft7);
        if (!isFinite(draft7, cost))
            return {QStringLiteral("The schema refers to itself without end, or is too large to check.")};
        valijson::Schema parsed;
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::NlohmannJsonAdapter(draft7), parsed);
        valijson::Validator validator;
        valijson::ValidationResults results;
        validator.validate(parsed, valijson::adapters::NlohmannJsonAdapter(instance), &results);
        valijson::ValidationResults::Error error;
        while (findings.size() < maxFindings && results.popError(error))
            findings << findingText(error);
    } catch (const std::exception &problem) {
        return {QStringLiteral("The schema could not be read: ") + QString::fromUtf8(problem.what()).left(200)};
    }
    return findings;
}

} // namespace qd
