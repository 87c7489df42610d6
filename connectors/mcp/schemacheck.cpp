#include "mcp/schemacheck.h"

#include <QStringView>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <exception>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype maxFindings = 10;
constexpr int maxSchemaDepth = 64;

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
        } else {
            made[name == "$defs" ? "definitions" : name] = asDraft7(value, depth + 1);
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
