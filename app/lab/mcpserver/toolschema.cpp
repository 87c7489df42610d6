#include "mcpserver/toolschema.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

std::string schemaTypeOf(const Json &value)
{
    if (value.is_string())
        return "string";
    if (value.is_boolean())
        return "boolean";
    if (value.is_number_integer())
        return "integer";
    if (value.is_number())
        return "number";
    if (value.is_array())
        return "array";
    return value.is_object() ? "object" : "null";
}

void noteViolation(std::string &found, const std::string &path, const std::string &what)
{
    constexpr size_t longest = 2000;
    if (found.size() < longest)
        found += (found.empty() ? "" : "; ") + (path.empty() ? std::string("/") : path) + ": " + what;
}

void checkValue(const Json &schema, const Json &value, const std::string &path, std::string &found)
{
    const std::string wanted = schema.value("type", "");
    const std::string given = schemaTypeOf(value);
    if (wanted != given && !(wanted == "number" && given == "integer"))
        return noteViolation(found, path, wanted + " expected, " + given + " found");
    if (wanted == "array" && schema.contains("items")) {
        for (size_t i = 0; i < value.size(); ++i)
            checkValue(schema["items"], value[i], path + "/" + std::to_string(i), found);
        return;
    }
    if (wanted != "object")
        return;
    for (const auto &name : schema["required"])
        if (!value.contains(name.get<std::string>()))
            noteViolation(found, path + "/" + name.get<std::string>(), "required member is missing");
    for (const auto &[name, member] : value.items()) {
        if (schema["properties"].contains(name))
            checkValue(schema["properties"][name], member, path + "/" + name, found);
        else
            noteViolation(found, path + "/" + name, "member is not known");
    }
}

} // namespace

Json schemaOfSample(const Json &sample)
{
    Json schema{{"type", schemaTypeOf(sample)}};
    if (sample.is_array() && !sample.empty())
        schema["items"] = schemaOfSample(sample.front());
    if (!sample.is_object())
        return schema;
    schema["properties"] = Json::object();
    schema["required"] = Json::array();
    for (const auto &[name, value] : sample.items()) {
        schema["properties"][name] = schemaOfSample(value);
        schema["required"].push_back(name);
    }
    schema["additionalProperties"] = false;
    return schema;
}

std::string schemaViolation(const Json &schema, const Json &value)
{
    std::string found;
    checkValue(schema, value, {}, found);
    return found;
}

} // namespace qd::lab
