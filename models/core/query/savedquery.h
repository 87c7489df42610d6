#pragma once

#include "result.h"
#include "slo/metricdictionary.h"
#include "table.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace qd::query {

/// Something that a query asks for before it runs: a let in front of it, as a typed literal.
struct QueryParameter {
    QString name; ///< an identifier
    ColumnType type = ColumnType::String;
    std::optional<QString> preset; ///< as people write it: contoso, 5, 1h, 2026-11-21; nothing: must be given
    QString label;
    bool operator==(const QueryParameter &) const = default;
};

/// A query with a name. `kql` is what is run; `text` the whole file, whose head of comments holds the rest.
struct SavedQuery {
    QString path; ///< "cost/chargeback-month-to-date": folders and name, without .kql
    QString title;
    QString description;
    std::optional<TelemetrySchema> schema; ///< nothing: written in the classic names, fits both
    QList<QueryParameter> parameters;
    QStringList tags;
    QString text;
    QString kql;
    bool operator==(const SavedQuery &) const = default;
};

/// Reads a file: comment lines `// title:`, `// description:`, `// schema: classic|workspace|both`, `// tags: a, b` and
/// `// parameter: name type [= "preset"] [(label)]` in front, then the query. Never fails: what is not understood stays a
/// comment, and a file without a head is titled after its name.
SavedQuery readQueryFile(const QString &path, const QString &text);
/// The file of a query whose title and so on were edited; the query itself is kept as it is.
QString writeQueryFile(const SavedQuery &query);

/// `let name = literal;` for every parameter, on one line; empty without parameters. Values are escaped, never pasted.
/// ErrorKind::Invalid when a value has the wrong type, is missing, or belongs to no parameter.
Result<QString> parameterLets(const QList<QueryParameter> &parameters, const QHash<QString, QString> &values);
/// The query with its parameters in front.
Result<QString> bindParameters(const QString &kql, const QList<QueryParameter> &parameters, const QHash<QString, QString> &values);
/// The literal of a typed value ("1h" as timespan: `time(…)`), or nothing when the text is no such value.
std::optional<QString> parameterLiteral(ColumnType type, const QString &value);

/// The query in the names of a schema: as it is, or translated when it fits both (azure facts 3.2).
QString kqlFor(const SavedQuery &query, TelemetrySchema schema);

} // namespace qd::query
