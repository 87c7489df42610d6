#pragma once

#include "error.h"
#include "table.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

/// The scalar part of the syntax tree: plain values with positions. Trees are at most `maximumDepth` deep.
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
    SubQuery,  ///< a pipeline as an argument of a let function that takes a table
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

} // namespace qd::kql
