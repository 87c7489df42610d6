#pragma once

#include "kql/ast.h"
#include "kql/compiler.h"
#include "kql/diagnostic.h"
#include "kql/relation.h"
#include "kql/schema.h"

#include <QHash>

#include <functional>
#include <set>

namespace qd::lab {

/// What one compilation carries along: the schema, the names defined so far and the first error. After an error binding
/// goes on with placeholders and the result is thrown away.
struct CompileContext {
    const KqlSchema &schema;
    const CompileOptions &options;
    SqlAliases aliases;
    QHash<QString, BoundExpr> scalars;  ///< let
    QHash<QString, Relation> relations; ///< let
    std::optional<kql::Diagnostic> error;
    QString keyword; ///< the operator at work, for messages
    QHash<QString, kql::LetFunction> functions; ///< let
    int calls = 0;                              ///< of let functions inside each other
    struct WindowColumn {
        QString alias;
        QString sql;
    };
    std::vector<WindowColumn> windows; ///< what the operator at work needs computed over rows, each may name those before it
    std::function<Relation(const kql::Pipeline &)> bindPipeline;
    QHash<QString, int> letHeights; ///< let: see `height`
    int height = 0; ///< sub-queries and aggregations stacked in what is being bound; DuckDB's planner pays 2^height
    std::set<StoredAttribute> attributes; ///< that the query reads
    std::vector<Relation> selves; ///< what the sub-queries at work read, innermost last
    std::optional<Error> failure; ///< of a probe
    qsizetype sqlBudget = 4 << 20; ///< bytes of SQL that a query may grow to

    /// Records the failure unless there is one already and returns a placeholder.
    BoundExpr fail(const char *code, const QString &message, const kql::Place &place, const QString &hint = {})
    {
        if (!error) {
            const QString prefix = keyword.isEmpty() ? QString() : QString(u'\'' % keyword % u"' operator: ");
            error = kql::Diagnostic{QString::fromLatin1(code), prefix % message, place.position, place.token, hint};
        }
        return {};
    }
    /// Binds a sub-query that stands in an expression and counts it.
    Relation bindSubQuery(const kql::Pipeline &pipeline)
    {
        const int outside = height;
        height = 0;
        Relation relation = bindPipeline(pipeline);
        raiseHeight(height + relation.aggregations + 1, pipeline.place);
        height = std::max(outside, height);
        return relation;
    }
    void raiseHeight(int to, const kql::Place &place)
    {
        constexpr int highest = 16;
        height = std::max(height, to);
        if (height > highest)
            fail("SEM0900", QStringLiteral("too many sub-queries and aggregations inside each other"), place);
    }
    /// Rows of a statement over the data that the columns of a result depend on.
    std::vector<QStringList> probe(const QString &sql, const kql::Place &place)
    {
        if (error)
            return {};
        if (!options.probe) {
            fail("SEM0900", QStringLiteral("the columns follow from the rows, which are not at hand here"), place);
            return {};
        }
        Result<std::vector<QStringList>> rows = options.probe(sql);
        if (rows)
            return *std::move(rows);
        failure = rows.error();
        fail("SEM0900", QStringLiteral("the rows could not be read"), place);
        return {};
    }
    /// Every piece of SQL made counts; a query that doubles itself over and over ends here.
    void spend(qsizetype bytes, const kql::Place &place)
    {
        sqlBudget -= bytes;
        if (sqlBudget < 0)
            fail("SEM0900", QStringLiteral("The query is too complex"), place);
    }
};

/// Codes of meaning errors beyond Azure's SEM0003, SEM0100 and SEM0260.
inline constexpr const char *semType = "SEM0064";        ///< operands or arguments of the wrong type
inline constexpr const char *semArguments = "SEM0219";   ///< number or form of arguments
inline constexpr const char *semUnresolved = "SEM0100";
inline constexpr const char *semFunction = "SEM0260";
inline constexpr const char *semTopLevel = "SEM0003";
inline constexpr const char *semUnsupported = "SEM0900"; ///< valid KQL that this engine does not run

} // namespace qd::lab
