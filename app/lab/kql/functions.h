#pragma once

#include "kql/compilecontext.h"

#include <span>

namespace qd::lab {

/// A call of a scalar function with its arguments bound. `*` and typeof() arguments are placeholders.
struct FunctionCall {
    CompileContext &context;
    const kql::Expr &expr;
    const std::vector<BoundExpr> &args;
    const Relation *scope = nullptr; ///< the rows at work

    /// The argument as text (String, Dynamic or Guid), or a type error.
    QString text(size_t index) const;
    /// The argument's SQL when it is a number, or a type error.
    QString number(size_t index) const;
    QString ofType(size_t index, ColumnType type) const;
    /// The argument as a constant text or whole number, or an error.
    [[nodiscard]] QString constantText(size_t index) const;
    [[nodiscard]] qint64 constantInteger(size_t index) const;
    [[nodiscard]] bool anyNullable() const;
    BoundExpr typeError(size_t index, const QString &expected) const;
    BoundExpr fail(const char *code, const QString &message) const { return context.fail(code, message, expr.place); }
};

/// A scalar function: how many arguments it takes and how it becomes SQL.
struct FunctionEntry {
    const char *name;
    size_t minimum;
    size_t maximum;
    BoundExpr (*bind)(const FunctionCall &call);
};

std::span<const FunctionEntry> textFunctions();
std::span<const FunctionEntry> mathFunctions();
std::span<const FunctionEntry> timeFunctions();
std::span<const FunctionEntry> seriesFunctions();
std::span<const FunctionEntry> arrayFunctions();
std::span<const FunctionEntry> parseFunctions();
std::span<const FunctionEntry> listFunctions();
std::span<const FunctionEntry> valueFunctions(); ///< conversions, null tests, choice, dynamic

const FunctionEntry *findFunction(const QString &name);
QStringList functionNames();
BoundExpr madeExpr(ColumnType type, const QString &sql, bool nullable);

/// bin(): also the grouping of summarize … by bin(t, 5m).
BoundExpr bindBin(const FunctionCall &call);
/// JSON text when `text` is valid JSON, otherwise a JSON string.
BoundExpr parsedJson(const QString &text);
/// Constant JSON of dynamic(…), compact; nothing when it is no JSON or nested deeper than 100.
std::optional<QString> compactJson(const QString &text);
/// The elements of a constant dynamic array as constants; nothing when it is not an array of text, numbers or booleans.
std::optional<std::vector<BoundExpr>> constantElements(const BoundExpr &array);

} // namespace qd::lab
