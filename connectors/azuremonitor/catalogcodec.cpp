#include "azuremonitor/catalogcodec.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using CatalogJson = nlohmann::json;

constexpr qsizetype maxCatalogTables = 10'000;
constexpr qsizetype maxTableColumns = 2'000;
constexpr size_t maxCatalogText = 2'000;

Error badCatalog(const QString &detail)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("The service's list of tables cannot be read."), .detail = detail};
}

QString catalogText(const CatalogJson &object, const char *name)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return {};
    const std::string &text = found->get_ref<const std::string &>();
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min(text.size(), maxCatalogText)));
}

/// The member when it is a list; null otherwise.
const CatalogJson *listMember(const CatalogJson &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_array() ? &*found : nullptr;
}

Result<query::CatalogColumn> readCatalogColumn(const CatalogJson &entry, const QString &place)
{
    const QString name = entry.is_object() ? catalogText(entry, "name") : QString();
    if (name.isEmpty())
        return badCatalog(place + QStringLiteral(": a column without a name"));
    return query::CatalogColumn{.name = name,
                                .type = columnTypeFromName(catalogText(entry, "type")).value_or(ColumnType::Dynamic),
                                .description = catalogText(entry, "description")};
}

Result<query::CatalogTable> readCatalogTable(const CatalogJson &entry, const QString &place)
{
    const QString name = entry.is_object() ? catalogText(entry, "name") : QString();
    if (name.isEmpty())
        return badCatalog(place + QStringLiteral(": a table without a name"));
    query::CatalogTable table{.name = name, .description = catalogText(entry, "description"), .columns = {}};
    const CatalogJson *columns = listMember(entry, "columns");
    for (size_t i = 0; columns && i < columns->size(); ++i) {
        const Result<query::CatalogColumn> column = readCatalogColumn((*columns)[i], place + QStringLiteral(".columns[%1]").arg(i));
        if (!column)
            return column.error();
        if (table.columns.size() == maxTableColumns)
            return badCatalog(place + QStringLiteral(": more than %1 columns").arg(maxTableColumns));
        table.columns.append(*column);
    }
    return table;
}

} // namespace

Result<query::Catalog> decodeCatalog(const QByteArray &body)
{
    const CatalogJson parsed = CatalogJson::parse(body.cbegin(), body.cend(), nullptr, false);
    const CatalogJson *tables = parsed.is_object() ? listMember(parsed, "tables") : nullptr;
    if (!tables)
        return badCatalog(QStringLiteral("$: no list of tables"));
    query::Catalog catalog;
    for (size_t i = 0; i < tables->size(); ++i) {
        Result<query::CatalogTable> table = readCatalogTable((*tables)[i], QStringLiteral("$.tables[%1]").arg(i));
        if (!table)
            return table.error();
        if (catalog.tables.size() == maxCatalogTables)
            return badCatalog(QStringLiteral("$.tables: more than %1 tables").arg(maxCatalogTables));
        catalog.tables.append(*std::move(table));
    }
    return catalog;
}

} // namespace qd
