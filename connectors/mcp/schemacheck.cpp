#include "mcp/schemacheck.h"

#include "mcp/metaschemas.h"
#include "mcp/schematranslation.h"

#define VALIJSON_USE_EXCEPTIONS 1 // otherwise a bad schema ends the process
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype maxFindings = 10;
constexpr double maxCheckSteps = 3e6; ///< nodes of the value times the dearest part of the schema

/// 1.0 is 1: JSON Schema knows numbers by their value.
json plainNumbers(json value)
{
    constexpr double exact = 9007199254740992.0;
    if (value.is_structured())
        for (json &part : value)
            part = plainNumbers(std::move(part));
    else if (value.is_number_float() && std::abs(value.get<double>()) <= exact && std::trunc(value.get<double>()) == value.get<double>())
        return static_cast<std::int64_t>(value.get<double>());
    else if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return value.get<double>();
    return value;
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
        m_dearest = std::max(m_dearest, steps);
        return steps;
    }
    [[nodiscard]] int dearest() const { return m_dearest; }

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
        if (const auto map = schema.find("dependencies"); map != schema.end() && map->is_object())
            for (const json &part : *map)
                parts.push_back(&part);
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
    int m_dearest = 1;
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

QStringList takeFindings(valijson::ValidationResults &results)
{
    QStringList findings;
    valijson::ValidationResults::Error error;
    while (findings.size() < maxFindings && results.popError(error))
        findings << findingText(error);
    return findings;
}

QStringList findingsOf(const json &instance, const json &draft7)
{
    valijson::Schema parsed;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::NlohmannJsonAdapter(draft7), parsed);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(parsed, valijson::adapters::NlohmannJsonAdapter(instance), &results))
        return {};
    const QStringList findings = takeFindings(results);
    return findings.isEmpty() ? QStringList{QStringLiteral("value: a part of the schema allows nothing here")} : findings;
}

/// Values that cost too much together are not judged.
std::vector<bool> judged(const std::vector<const json *> &values, const json &draft7)
{
    SchemaCost cost(draft7);
    if (!isFinite(draft7, cost))
        return {};
    size_t nodes = 0;
    for (const json *value : values)
        nodes += SchemaValue(*value).nodes();
    if (static_cast<double>(nodes) * cost.dearest() > maxCheckSteps / 10)
        return {};
    valijson::Schema parsed;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::NlohmannJsonAdapter(draft7), parsed);
    std::vector<bool> fits;
    for (const json *value : values)
        fits.push_back(valijson::Validator().validate(parsed, valijson::adapters::NlohmannJsonAdapter(*value), nullptr));
    return fits;
}

/// The documents that references may lead to, read once.
std::map<QString, json> parsedDocuments(const SchemaDocuments &documents)
{
    std::map<QString, json> parsed;
    for (const auto &[uri, text] : documents)
        parsed[uri] = plainNumbers(json::parse(text.cbegin(), text.cend(), nullptr, false));
    return parsed;
}

/// Beside the word that says which draft it is of.
bool namesMetaschema(const QByteArray &schema)
{
    return schema.count("json-schema.org/draft") > (schema.contains("\"$schema\"") ? 1 : 0);
}

/// What the findings depend on, and takes too long, is left in `doubts`.
QStringList findingsWith(const SchemaIndex &index, const json &instance, const SchemaPlace &root, bool isOld, const SchemaValue &value, SchemaTranslation::Doubts &doubts)
{
    const json draft7 = SchemaTranslation(index, value, isOld, doubts, judged).make(*root.schema, root.base);
    SchemaCost cost(draft7);
    if (!isFinite(draft7, cost))
        return {QStringLiteral("The schema refers to itself without end, or is too large to check.")};
    if (static_cast<double>(value.nodes()) * cost.dearest() > maxCheckSteps)
        return {QStringLiteral("The value is too large to check against this schema.")};
    return findingsOf(instance, draft7);
}

QStringList firstOf(QStringList list)
{
    list.removeDuplicates();
    return list.first(std::min(list.size(), maxFindings));
}

SchemaJudgement checkParsed(const json &instance, const json &rules, const SchemaDocuments &documents, bool hasMetaschemas)
{
    const QString uri = QStringLiteral("schema:/root");
    const bool isOld = isOldSchema(rules);
    const std::map<QString, json> known = parsedDocuments(documents);
    SchemaIndex index(isOld);
    index.add(rules, uri);
    for (const auto &[name, document] : known)
        index.add(document, name);
    if (hasMetaschemas)
        for (const auto &[name, document] : metaschemas())
            index.add(document, name);
    const SchemaValue value(instance);
    SchemaTranslation::Doubts doubts;
    QStringList findings = findingsWith(index, instance, {&rules, uri}, isOld, value, doubts);
    SchemaTranslation::Doubts strict{.isStrict = true, .voidParts = {}, .tooCostly = {}};
    if (doubts.tooCostly.isEmpty() || findings.isEmpty() == findingsWith(index, instance, {&rules, uri}, isOld, value, strict).isEmpty())
        doubts.tooCostly.clear();
    else
        findings.clear();
    return {findings, firstOf(doubts.voidParts), firstOf(doubts.tooCostly)};
}

SchemaJudgement refused(const QString &why) { return {.findings = {why}, .voidParts = {}, .tooCostly = {}}; }

} // namespace

SchemaJudgement checkAgainstSchema(const QByteArray &value, const QByteArray &schema, const SchemaDocuments &documents)
{
    const json instance = json::parse(value.cbegin(), value.cend(), nullptr, false);
    const json rules = json::parse(schema.cbegin(), schema.cend(), nullptr, false);
    if (instance.is_discarded())
        return refused(QStringLiteral("The value is not JSON."));
    if (!rules.is_object() && !rules.is_boolean())
        return refused(QStringLiteral("The schema is neither a JSON object nor true or false."));
    if (SchemaValue(instance).isTooDeep() || SchemaValue(rules).isTooDeep())
        return refused(QStringLiteral("The value or the schema is too deep to check."));
    try { // valijson reports bad schemas by exceptions
        return checkParsed(plainNumbers(instance), plainNumbers(rules), documents, namesMetaschema(schema));
    } catch (const std::exception &problem) {
        return {.findings = {QStringLiteral("The schema could not be read: ") + QString::fromUtf8(problem.what()).left(200)}, .voidParts = {}, .tooCostly = {}, .isReadable = false};
    }
}

} // namespace qd
