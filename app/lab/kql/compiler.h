#pragma once

#include "kql/ast.h"
#include "kql/schema.h"
#include "result.h"
#include "timerange.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace qd::lab {

/// Runs a statement on the data and gives its rows as texts, null as nothing: bag_unpack and pivot have the columns that
/// the rows say. An error ends the compilation.
using KqlProbe = std::function<Result<std::vector<QStringList>>(const QString &sql)>;

struct CompileOptions {
    Instant now;                           ///< what now() means
    std::optional<TimeSpanRange> timespan; ///< the request's: limits every source table's time column, half open
    std::shared_ptr<const AttributeColumns> attributes{}; ///< what the store keeps as columns, or nullptr
    KqlProbe probe{}; ///< without it operators that need the rows are refused
};

/// What a render operator asked for: metadata only.
struct RenderInfo {
    QString visualization;
    std::vector<std::pair<QString, QString>> properties; ///< as written, e.g. ("title", "Requests")
};

/// A query as one SQL statement. Result columns come in order; names are KQL's (the SQL uses its own). Cells: Bool
/// BOOLEAN, DateTime TIMESTAMP, Int INTEGER, Long BIGINT, Real DOUBLE, TimeSpan BIGINT microseconds, all others VARCHAR;
/// Dynamic holds JSON text or NULL; strings are never NULL.
struct CompiledQuery {
    struct OutputColumn {
        QString name;
        ColumnType type = ColumnType::String;
    };
    QString tableName; ///< "PrimaryResult", or "getschema"
    QString sql;
    std::vector<OutputColumn> columns;
    std::optional<RenderInfo> render;
    std::vector<StoredAttribute> attributes; ///< those that the query reads, each once
    std::optional<qint64> maximumRows;       ///< set truncationmaxrecords
    std::optional<qint64> maximumBytes;      ///< set truncationmaxsize
};

/// Gives the query its meaning against the schema. Fails with ErrorKind::Query: vendorCode SEM…, the position, the
/// message and in `detail` the offending token. Pure but for the probe; any thread.
Result<CompiledQuery> compileKql(const kql::Program &program, const KqlSchema &schema, const CompileOptions &options);
/// Parses and compiles.
Result<CompiledQuery> compileKql(const QString &text, const KqlSchema &schema, const CompileOptions &options);

} // namespace qd::lab
