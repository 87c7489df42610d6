#pragma once

#include <string_view>

namespace qd {

inline constexpr int maxSchemaDepth = 64;

/// What the value of a keyword of JSON Schema is.
enum class SchemaWord { Other, Schema, SchemaOrList, List, Map };

/// Of drafts 6 to 2020-12. Maps have schemas as values; of "dependencies" some are lists of names.
[[nodiscard]] inline SchemaWord schemaWord(std::string_view name)
{
    struct Entry {
        std::string_view name;
        SchemaWord word;
    };
    static constexpr Entry table[] = {
        {"properties", SchemaWord::Map}, {"patternProperties", SchemaWord::Map}, {"$defs", SchemaWord::Map}, {"definitions", SchemaWord::Map},
        {"dependentSchemas", SchemaWord::Map}, {"dependencies", SchemaWord::Map}, {"allOf", SchemaWord::List}, {"anyOf", SchemaWord::List},
        {"oneOf", SchemaWord::List}, {"prefixItems", SchemaWord::List}, {"items", SchemaWord::SchemaOrList}, {"not", SchemaWord::Schema},
        {"if", SchemaWord::Schema}, {"then", SchemaWord::Schema}, {"else", SchemaWord::Schema}, {"contains", SchemaWord::Schema},
        {"additionalProperties", SchemaWord::Schema}, {"additionalItems", SchemaWord::Schema}, {"propertyNames", SchemaWord::Schema},
        {"unevaluatedProperties", SchemaWord::Schema}, {"unevaluatedItems", SchemaWord::Schema}, {"contentSchema", SchemaWord::Schema}};
    for (const Entry &entry : table)
        if (entry.name == name)
            return entry.word;
    return SchemaWord::Other;
}

} // namespace qd
