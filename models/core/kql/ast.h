#pragma once

#include "kql/expression.h"

#include <QString>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

/// The syntax tree of a query: plain values with positions, no meaning attached. Trees are at most `maximumDepth` deep.
namespace qd::kql {

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

/// Columns with their types, as in datatable().
using ColumnList = std::vector<std::pair<QString, ColumnType>>;

/// A plugin that makes another table of the rows: bag_unpack, pivot, narrow.
struct EvaluateOperator {
    QString plugin;
    std::vector<NamedExpr> args;
    std::optional<ColumnList> columns; ///< : (a:string, …), the columns that will come of it
};
/// mv-expand with a sub-query over the rows that each row has become; its source is SelfSource.
struct MvApplyOperator {
    MvExpandOperator expand;
    PipelinePtr body;
};
/// The sub-query for every value of a column; its source is SelfSource.
struct PartitionOperator {
    ExprPtr key;
    PipelinePtr body;
};
/// The best values, within each of them the best values of the next level, and so on.
struct TopNestedOperator {
    struct Level {
        Place place;
        ExprPtr count; ///< or nullptr: all of them
        NamedExpr key;
        ExprPtr others; ///< with others=, or nullptr
        NamedExpr aggregate;
        bool ascending = false;
    };
    std::vector<Level> levels;
};
/// Rows where any column has a word. A lone text in the predicate is such a word.
struct SearchOperator {
    ExprPtr predicate;
    bool caseSensitive = false;
};
/// Calls a let function whose first parameter is the table that comes in.
struct InvokeOperator {
    QString name;
    std::vector<ExprPtr> args;
};
struct SampleDistinctOperator { ExprPtr count; NamedExpr column; };

/// One step of a pipeline. `keyword` is its word as written, for messages.
struct Operator {
    Place place;
    QString keyword;
    std::variant<WhereOperator, ProjectOperator, ExtendOperator, ProjectAwayOperator, ProjectRenameOperator,
                 SummarizeOperator, SortOperator, TopOperator, TakeOperator, DistinctOperator, CountOperator,
                 GetSchemaOperator, RenderOperator, UnionOperator, JoinOperator, MvExpandOperator, ParseOperator,
                 SerializeOperator, MakeSeriesOperator, AsOperator, SampleOperator, ProjectReorderOperator,
                 EvaluateOperator, MvApplyOperator, PartitionOperator, TopNestedOperator, SearchOperator, InvokeOperator,
                 SampleDistinctOperator> step;
};

struct TableSource { QString name; };
struct PrintSource { std::vector<NamedExpr> columns; };
struct RangeSource { QString column; ExprPtr from; ExprPtr to; ExprPtr step; };
struct DataTableSource {
    ColumnList columns;
    std::vector<ExprPtr> cells; ///< row by row
};
struct NestedSource { PipelinePtr pipeline; };
struct UnionSource { UnionOperator step; };
struct CallSource { QString name; std::vector<ExprPtr> args; }; ///< of a let function

struct SelfSource {}; ///< the rows that the operator around the sub-query gives it
struct SearchSource { QStringList tables; SearchOperator step; }; ///< no tables: all of them

/// source | operator | …
struct Pipeline {
    Place place;
    std::variant<TableSource, PrintSource, RangeSource, DataTableSource, NestedSource, UnionSource, CallSource, SelfSource,
                 SearchSource> source;
    std::vector<Operator> operators;
};

struct LetStatement;

/// (T:(a:long), b:string = "x") { lets; body }
struct LetFunction {
    struct Parameter {
        QString name;
        ColumnType type = ColumnType::String;
        ExprPtr missing; ///< what a call may leave out, or nullptr
        bool isTable = false;
        ColumnList columns; ///< a table: what it must have at least
    };
    std::vector<Parameter> parameters;
    std::shared_ptr<const std::vector<LetStatement>> lets; ///< in front of the body, or nullptr
    std::variant<ExprPtr, PipelinePtr> body;
};

/// let name = expression; or let name = pipeline; A lone name may mean either, so it is kept as an expression.
struct LetStatement {
    QString name;
    Place place;
    std::variant<ExprPtr, PipelinePtr, LetFunction> body;
};

/// set name = value;
struct Setting {
    QString name;
    Place place;
    ExprPtr value; ///< or nullptr
};

/// A whole query: its settings and lets in order and the one pipeline that gives the result.
struct Program {
    std::vector<Setting> settings;
    std::vector<LetStatement> lets;
    PipelinePtr result;
};

} // namespace qd::kql
