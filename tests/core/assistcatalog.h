#pragma once

#include "query/catalog.h"

namespace qd::test {

/// A small catalog: two tables, and values seen for two columns and one key.
inline query::Catalog assistCatalog()
{
    using C = ColumnType;
    const auto column = [](const char *name, C type) { return query::CatalogColumn{QString::fromLatin1(name), type, {}}; };
    query::Catalog catalog;
    catalog.tables = {
        {QStringLiteral("requests"), QStringLiteral("Incoming calls"),
         {column("timestamp", C::DateTime), column("name", C::String), column("duration", C::Real), column("success", C::Bool),
          column("operation_Id", C::String), column("customDimensions", C::Dynamic), column("itemCount", C::Int)}},
        {QStringLiteral("dependencies"), {},
         {column("timestamp", C::DateTime), column("target", C::String), column("duration", C::Real), column("operation_Id", C::String),
          column("customDimensions", C::Dynamic)}}};
    catalog.seenValues[QStringLiteral("name")] = {QStringLiteral("POST /chat"), QStringLiteral("it's \"so\"")};
    catalog.seenValues[QStringLiteral("customDimensions[\"gen_ai.request.model\"]")] = {QStringLiteral("gpt-4o")};
    return catalog;
}

} // namespace qd::test
