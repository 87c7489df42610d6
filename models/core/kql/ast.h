#pragma once

#include "error.h"
#include "table.h"

#include <QString>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

/// The syntax tree of a query: plain values with positions, no meaning attached. Trees are at most `maximumDepth` deep.
namespace qd::kql {

inline constexpr int maximumDepth = 200;            ///< nesting of expressions and sub-queries
inline constexpr qsizetype maximumQueryLength = 1 << 20; ///< UTF-16 units
inline constexpr size_t maximumOperators = 200;     ///< of one pipeline

struct Place {
    TextPosition position;
    QString token; ///< what stands there, for diagnostics
};

struct Expr;
struct Pipeline;
using ExprPtr = std::shared_ptr<const Expr>;
using PipelinePtr = std::shared_ptr<const Pipeline>;

enum class ExprKind {
    Literal,   ///< `type` and `value`; a typed null holds monostate, dynamic holds its source text
    Name,      ///< `name`
    Member,    ///< args[0].name
    Index,     ///< args[0][args[1]]
    Negate,    ///< -args[0]
    Binary,    ///< args[0] `name` args[1]: == != < <= > >= =~ !~ + - * / % and the string operators
    And,       ///< all of args
    Or,        ///< any of args
    In,        ///< args[0] `name` (args[1…]) or (pipeline); in !in in~ !in~ has_any has_all
    Between,   ///< args[0] between (args[1] .. args[2]); `name` is "between" or "!between"
    Call,      ///< name(args…)
    ToScalar,  ///< toscalar(pipeline)
    TypeOf,    ///< typeof(name), an argument of extract()
    Star       ///< *, an argument of arg_max(), arg_min() and count()
};

struct Expr {
    ExprKind kind = ExprKind::Literal;
    Place place;
    ColumnType type = ColumnType::String;
    Cell value;
    QString name;
    std::vector<ExprPtr> args;
    PipelinePtr pipeline;
    int depth = 1;
};

/// `name = expression`, or an expression whose column name follows from it.
struct NamedExpr {
    QString name; ///< empty: implicit
    Place place;
    ExprPtr expr;
    QStringList names{}; ///< (a, b) = a function with several results
};

struct SortKey {
    ExprPtr expr;
    bool ascending = false;
    std::optional<bool> nullsFirst; ///< nothing: first when ascending
};

struct WhereOperator { ExprPtr predicate; };
struct ProjectOperator { std::vector<NamedExpr> columns; };
struct ExtendOperator { std::vector<NamedExpr> columns; };
/// Column names, where a trailing, leading or inner * stands for any text.
struct ProjectAwayOperator { std::vector<NamedExpr> columns; bool keep = false; };
struct ProjectRenameOperator { std::vector<NamedExpr> columns; };
struct SummarizeOperator { std::vector<NamedExpr> aggregates; std::vector<NamedExpr> by; };
struct SortOperator { std::vector<SortKey> keys; };
struct TopOperator { ExprPtr count; SortKey key; };
struct TakeOperator { ExprPtr count; };
struct DistinctOperator { std::vector<NamedExpr> columns; bool all = false; };
struct CountOperator {};
struct GetSchemaOperator {};
struct RenderOperator {
    QString visualization;
    std::vector<std::pair<QString, QString>> properties;
};
struct UnionOperator {
    std::vector<PipelinePtr> legs;
    QString sourceColumn; ///< withsource=
    bool inner = false;   ///< kind=inner
    bool fuzzy = false;   ///< missing tables are left out
};

/// left join right on keys. A key is a name that both sides have, or $left.a == $right.b.
struct JoinOperator {
    QString kind; ///< innerunique, inner, leftouter, …
    PipelinePtr right;
    std::vector<ExprPtr> keys;
    bool lookup = false; ///< the right side's keys are left out
};

/// One row for every element of dynamic values, side by side.
struct MvExpandOperator {
    struct ExpandedColumn {
        NamedExpr column;
        std::optional<ColumnType> type; ///< to typeof()
    };
    std::vector<ExpandedColumn> columns;
    QString indexColumn; ///< with_itemindex=
    bool pairs = false;  ///< kind=array: a bag's entries are [key, value]
    ExprPtr limit;       ///< of one row's elements, or nullptr
};
/// Cuts a text into columns: what stands between the strings of the pattern.
struct ParseOperator {
    struct PatternPart {
        Place place;
        QString column; ///< empty: the string `text`, or * when that is empty too
        QString text;
        ColumnType type = ColumnType::String;
    };
    ExprPtr source;
    QString kind;  ///< simple, regex, relaxed
    QString flags; ///< of RE2
    std::vector<PatternPart> parts;
    bool only = false; ///< parse-where: rows that do not match are left out
};
struct SerializeOperator { std::vector<NamedExpr> columns; };

/// Aggregates over the bins of an axis, one array for each group.
struct MakeSeriesOperator {
    struct SeriesAggregate {
        NamedExpr aggregate;
        ExprPtr missing; ///< default=, or nullptr
    };
    std::vector<SeriesAggregate> aggregates;
    NamedExpr axis;
    ExprPtr from; ///< or nullptr
    ExprPtr to;   ///< or nullptr
    ExprPtr step;
    bool inclusive = false; ///< in range(from, to, step): `to` belongs to it
    bool nonEmpty = false;  ///< kind=nonempty: a series of defaults when there are no rows
    std::vector<NamedExpr> by;
};

/// Gives what has come so far a name, for later parts of the query.
struct AsOperator { QString name; };
struct SampleOperator { ExprPtr count; };
/// Columns that come first; a pattern's may be put in the order of their names.
struct ProjectReorderOperator {
    struct ColumnPattern {
        NamedExpr pattern;
        std::optional<bool> ascending; ///< nothing: as they stand
    };
    std::vector<ColumnPattern> columns;
};

/// One step of a pipeline. `keyword` is its word as written, for messages.
struct Operator {
    Place place;
    QString keyword;
    std::variant<WhereOperator, ProjectOperator, ExtendOperator, ProjectAwayOperator, ProjectRenameOperator,
                 SummarizeOperator, SortOperator, TopOperator, TakeOperator, DistinctOperator, CountOperator,
                 GetSchemaOperator, RenderOperator, UnionOperator, JoinOperator, MvExpandOperator, ParseOperator,
                 SerializeOperator, MakeSeriesOperator, AsOperator, SampleOperator, ProjectReorderOperator> step;
};

struct TableSource { QString name; };
struct PrintSource { std::vector<NamedExpr> columns; };
struct RangeSource { QString column; ExprPtr from; ExprPtr to; ExprPtr step; };
struct DataTableSource {
    std::vector<std::pair<QString, ColumnType>> columns;
    std::vector<ExprPtr> cells; ///< row by row
};
struct NestedSource { PipelinePtr pipeline; };
struct UnionSource { UnionOperator step; };
struct CallSource { QString name; std::vector<ExprPtr> args; }; ///< of a let function

/// source | operator | …
struct Pipeline {
    Place place;
    std::variant<TableSource, PrintSource, RangeSource, DataTableSource, NestedSource, UnionSource, CallSource> source;
    std::vector<Operator> operators;
};

/// (a:long, b:string = "x") { body }
struct LetFunction {
    struct Parameter {
        QString name;
        ColumnType type = ColumnType::String;
        ExprPtr missing; ///< what a call may leave out, or nullptr
    };
    std::vector<Parameter> parameters;
    std::variant<ExprPtr, PipelinePtr> body;
};

/// let name = expression; or let name = pipeline; A lone name may mean either, so it is kept as an expression.
struct LetStatement {
    QString name;
    Place place;
    std::variant<ExprPtr, PipelinePtr, LetFunction> body;
};

/// A whole query: its lets in order and the one pipeline that gives the result.
struct Program {
    std::vector<LetStatement> lets;
    PipelinePtr result;
};

} // namespace qd::kql
