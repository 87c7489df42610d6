#pragma once

#include "kql/compilecontext.h"

namespace qd::lab {

/// Gives scalar expressions their types and SQL, against the columns of one relation. With `aggregates` it binds the
/// left part of summarize, where columns may stand only inside aggregate functions.
class ExprBinder
{
public:
    ExprBinder(CompileContext &context, const Relation &scope, bool aggregates = false)
        : m_context(context), m_scope(scope), m_aggregates(aggregates)
    {
    }

    BoundExpr bind(const kql::Expr &expr);
    /// A condition as SQL conjuncts, for WHERE: null and false are the same there.
    QStringList bindFilter(const kql::Expr &expr);
    [[nodiscard]] CompileContext &context() { return m_context; }
    [[nodiscard]] const Relation &scope() const { return m_scope; }

private:
    BoundExpr bindName(const kql::Expr &expr);
    BoundExpr bindMember(const kql::Expr &expr);
    BoundExpr memberOf(const BoundExpr &base, const QString &key);
    BoundExpr bindNegate(const kql::Expr &expr);
    BoundExpr bindBinary(const kql::Expr &expr, bool filter);
    BoundExpr bindJunction(const kql::Expr &expr);
    BoundExpr bindIn(const kql::Expr &expr, bool filter);
    BoundExpr bindInQuery(const kql::Expr &expr, const BoundExpr &left, const Relation &values);
    BoundExpr bindBetween(const kql::Expr &expr);
    BoundExpr bindCall(const kql::Expr &expr);
    BoundExpr bindColumnIfExists(const kql::Expr &expr);
    BoundExpr bindToScalar(const kql::Expr &expr);
    BoundExpr bindLiteral(const kql::Expr &expr);
    BoundExpr condition(const kql::Expr &expr);

    CompileContext &m_context;
    const Relation &m_scope;
    bool m_aggregates;
};

/// How often the expression names each column that is not simple; such columns are folded before they are repeated.
void countReferences(const kql::Expr &expr, QHash<QString, int> *counts);

/// A member of a dynamic value by its key.
BoundExpr dynamicMember(const BoundExpr &base, const QString &key);

} // namespace qd::lab
