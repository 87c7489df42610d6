#pragma once

#include "slo/metricdictionary.h"
#include "table.h"

#include <QHash>
#include <QString>
#include <QStringBuilder>
#include <QStringList>

#include <string>
#include <vector>

namespace qd::lab {

/// One column that KQL sees and the SQL expression over the table's source that yields it. Text is never NULL. Dynamic
/// values are JSON text or NULL. A `boolText` column is stored as BOOLEAN and shown as the text "True" or "False".
struct KqlColumn {
    QString name;
    ColumnType type = ColumnType::String;
    QString sql;
    bool physical = false; ///< a stored column, not a constant or a computed one
    bool nullable = false;
    bool boolText = false;
};

/// A key of customDimensions in a stored table, which the store may keep as a text column of its own as well.
struct StoredAttribute {
    QString table; ///< as storedTables() names it
    QString key;
    bool operator==(const StoredAttribute &) const = default;
    bool operator<(const StoredAttribute &other) const
    {
        return table != other.table ? table < other.table : key < other.key;
    }
};

/// The attributes that have columns now. A value.
struct AttributeColumns {
    QHash<QString, QStringList> keys; ///< by stored table, in the order of the columns
    bool operator==(const AttributeColumns &) const = default;
};
/// Name of the column that holds the attribute's text, or NULL where a row lacks it.
inline QString attributeColumn(const QString &key) { return u"customDimensions." % key; }

/// One table that KQL sees. `source` is what stands after SQL's FROM.
struct KqlTable {
    QString name;
    QString stored; ///< name of the stored table, or empty
    QString source;
    QString timeColumn; ///< KQL name of the column that a request's timespan limits
    std::vector<KqlColumn> columns;
};

/// The tables a query may name, by exact name. A value.
struct KqlSchema {
    QHash<QString, KqlTable> tables;
};

/// What identifies the emulated resource; shown in the constant columns of every row.
struct ResourceFacts {
    QString appId;
    QString appName;
    QString resourceId;
    QString workspaceId;
    QString subscriptionId;
};

/// The classic or the workspace tables over the stored ones.
KqlSchema telemetrySchema(TelemetrySchema kind, const ResourceFacts &facts);

/// A stored table: column names in order with their SQL types. Text columns are NOT NULL with '' for absent;
/// customDimensions, customMeasurements, details and context (the rarely filled columns) hold compact JSON, or NULL when
/// absent.
struct StoredTable {
    struct StoredColumn {
        std::string name;
        std::string sqlType; ///< TIMESTAMP, VARCHAR, DOUBLE, INTEGER or BOOLEAN
    };
    std::string name;
    std::vector<StoredColumn> columns;
};

/// Every stored table that the schemas refer to: the store creates exactly these.
std::vector<StoredTable> storedTables();

} // namespace qd::lab
