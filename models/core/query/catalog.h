#pragma once

#include "table.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

/// What a query can be written against: the tables of a service, as its metadata tells, and values that were seen.
namespace qd::query {

struct CatalogColumn {
    QString name;
    ColumnType type = ColumnType::String;
    QString description; ///< plain text, may be empty
    bool operator==(const CatalogColumn &) const = default;
};

struct CatalogTable {
    QString name;
    QString description;
    QList<CatalogColumn> columns; ///< in the table's order
    bool operator==(const CatalogTable &) const = default;
};

/// A value; names are case-sensitive as in KQL.
struct Catalog {
    QList<CatalogTable> tables;
    QHash<QString, QStringList> seenValues; ///< by column name, or `column["key"]` of a dynamic one; most frequent first
    bool operator==(const Catalog &) const = default;
};

} // namespace qd::query
