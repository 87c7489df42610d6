#pragma once

#include "kql/compilecontext.h"

#include <QRegularExpression>

namespace qd::lab {

class TableBinder;

/// One operator of a pipeline at work: it turns the relation that comes in into the one that goes out.
struct OperatorCall {
    CompileContext &context;
    TableBinder &tables; ///< binds sub-pipelines and names of tables
    Relation &relation;
    const kql::Place &place; ///< of the operator

    /// The expression over the relation's columns as they are now.
    [[nodiscard]] BoundExpr bind(const kql::Expr &expr) const;
    /// Folds the relation when the expressions would repeat a computed column or when a limit stands in the way.
    void prepare(const std::vector<const kql::Expr *> &exprs) const;
    /// The same for expressions that only make columns: a limit stays open, for the rows are the same.
    void prepareColumns(const std::vector<const kql::Expr *> &exprs) const;
    /// A constant number of rows, or an error.
    [[nodiscard]] std::optional<qint64> rowCount(const kql::Expr &expr) const;
};

/// Makes the relation a sub-query, so that its columns are plain names.
void closeRelation(CompileContext &context, Relation *relation);

std::vector<const kql::Expr *> expressionsOf(const std::vector<kql::NamedExpr> &columns);

/// The value under the name that a sub-query gives it.
BoundExpr namedColumn(const BoundExpr &expr, const QString &name);

/// A column that a sub-query makes anew.
BoundExpr freshColumn(ColumnType type, const QString &alias, bool nullable);

/// Types that group, sort and compare; a dynamic value must be cast first.
bool isKeyType(ColumnType type);

/// Names where * stands for any text.
QRegularExpression namePattern(const QString &pattern);

} // namespace qd::lab
