#pragma once

#include "kql/compilecontext.h"

namespace qd::lab {

bool isAggregate(const QString &function);
QStringList aggregateNames();

/// An aggregate function of summarize as SQL. percentiles() and arg_max() with several results must go through
/// bindAggregateColumns().
BoundExpr bindAggregate(CompileContext &context, const Relation &scope, const kql::Expr &call);

/// One element of summarize's list as its result columns with the names they ask for (empty: ColumnN). `by` are the
/// names that arg_max(x, *) leaves out.
struct AggregateColumn {
    QString name;
    BoundExpr expr;
};
std::vector<AggregateColumn> bindAggregateColumns(CompileContext &context, const Relation &scope, const kql::NamedExpr &element,
                                                  const QStringList &by);

} // namespace qd::lab
