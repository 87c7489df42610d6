#include "kql/exprbinder.h"

#include "kql/aggregates.h"
#include "kql/comparison.h"
#include "kql/functions.h"
#include "kql/letfunctions.h"
#include "kql/windowfunctions.h"

#include <algorithm>

namespace qd::lab {

namespace {

using kql::Expr;
using kql::ExprKind;

bool isEqualityWord(const QString &word) { return word == u"==" || word == u"!="; }

bool isOrderWord(const QString &word) { return word == u"<" || word == u"<=" || word == u">" || word == u">="; }

bool isArithmeticWord(const QString &word) { return word.size() == 1 && QStringLiteral("+-*/%").contains(word); }

QString pointerStep(const QString &key)
{
    QString escaped = key;
    return u'/' % escaped.replace(u'~', QLatin1String("~0")).replace(u'/', QLatin1String("~1"));
}

BoundExpr openedPath(const BoundExpr &base)
{
    BoundExpr made = base;
    made.simple = false;
    made.nullable = true;
    made.constant.reset();
    return made;
}

/// One more step of a JSON path; a pointer takes no path behind it.
BoundExpr appendedPath(const BoundExpr &base, const QString &step)
{
    BoundExpr made = openedPath(base.path.startsWith(u'/') ? plainExpr(base) : base);
    made.path = (made.path.isEmpty() ? QStringLiteral("$") : made.path) + step;
    return made;
}

} // namespace

BoundExpr dynamicMember(const BoundExpr &base, const QString &key)
{
    if (const QString path = memberPath(key); !path.isEmpty())
        return appendedPath(base, path.sliced(1));
    BoundExpr made = openedPath(plainExpr(base));
    made.path = pointerStep(key);
    return made;
}

void countReferences(const Expr &expr, QHash<QString, int> *counts)
{
    if (expr.kind == ExprKind::Name)
        ++(*counts)[expr.name];
    for (const kql::ExprPtr &arg : expr.args)
        countReferences(*arg, counts);
}

BoundExpr ExprBinder::bind(const Expr &expr)
{
    if (m_context.error)
        return {};
    BoundExpr made;
    switch (expr.kind) {
    case ExprKind::Literal: made = bindLiteral(expr); break;
    case ExprKind::Name: made = bindName(expr); break;
    case ExprKind::Member:
    case ExprKind::Index: made = bindMember(expr); break;
    case ExprKind::Negate: made = bindNegate(expr); break;
    case ExprKind::Binary: made = bindBinary(expr, false); break;
    case ExprKind::And:
    case ExprKind::Or: made = bindJunction(expr); break;
    case ExprKind::In: made = bindIn(expr, false); break;
    case ExprKind::Between: made = bindBetween(expr); break;
    case ExprKind::Call: made = bindCall(expr); break;
    case ExprKind::ToScalar: made = bindToScalar(expr); break;
    case ExprKind::SubQuery: return m_context.fail(semArguments, QStringLiteral("a table cannot stand here"), expr.place);
    case ExprKind::TypeOf:
    case ExprKind::Star: return m_context.fail(semArguments, QStringLiteral("'*' or typeof() cannot stand here"), expr.place);
    }
    m_context.spend(made.sql.size(), expr.place);
    return made;
}

QStringList ExprBinder::bindFilter(const Expr &expr)
{
    if (m_context.error)
        return {};
    if (expr.kind == ExprKind::And) {
        QStringList conjuncts;
        for (const kql::ExprPtr &arg : expr.args)
            conjuncts += bindFilter(*arg);
        return conjuncts;
    }
    if (expr.kind == ExprKind::Binary && isEqualityWord(expr.name))
        return {bindBinary(expr, true).sql};
    if (expr.kind == ExprKind::In)
        return {bindIn(expr, true).sql};
    return {condition(expr).sql};
}

BoundExpr ExprBinder::condition(const Expr &expr)
{
    const BoundExpr bound = bind(expr);
    if (bound.type != ColumnType::Bool && !m_context.error)
        return m_context.fail(semType, u"a condition must be bool, not " % columnTypeName(bound.type), expr.place);
    return bound;
}

BoundExpr ExprBinder::bindLiteral(const Expr &expr)
{
    const QString *text = std::get_if<QString>(&expr.value);
    if (expr.type != ColumnType::Dynamic || text == nullptr)
        return constantExpr(expr.type, expr.value);
    const auto json = compactJson(*text);
    if (!json)
        return m_context.fail("SYN0001", QStringLiteral("The dynamic literal is not valid JSON"), expr.place);
    return constantExpr(ColumnType::Dynamic, *json == u"null" ? Cell() : Cell(*json));
}

BoundExpr ExprBinder::bindName(const Expr &expr)
{
    if (const Relation::NamedColumn *column = m_scope.find(expr.name)) {
        if (m_aggregates)
            return m_context.fail(semArguments, u"column '" % expr.name % u"' must stand inside an aggregate function", expr.place);
        return column->expr;
    }
    const auto let = m_context.scalars.constFind(expr.name);
    if (let != m_context.scalars.constEnd()) {
        m_context.raiseHeight(m_context.letHeights.value(expr.name), expr.place);
        return *let;
    }
    const QStringList known = m_scope.columnNames() + m_context.scalars.keys();
    return m_context.fail(semUnresolved, u"Failed to resolve scalar expression named '" % expr.name.left(100) % u'\'', expr.place,
                          kql::nearestName(expr.name, known));
}

BoundExpr ExprBinder::memberOf(const BoundExpr &base, const QString &key)
{
    const StoredMembers *members = membersOf(base);
    if (members != nullptr && !memberPath(key).isEmpty())
        for (const QString &table : members->tables)
            m_context.attributes.insert({table, key});
    return dynamicMember(base, key);
}

BoundExpr ExprBinder::bindMember(const Expr &expr)
{
    const BoundExpr base = bind(*expr.args[0]);
    if (base.type != ColumnType::Dynamic && !m_context.error)
        return m_context.fail(semType, u"a value of type " % columnTypeName(base.type) % u" has no members", expr.place);
    if (expr.kind == ExprKind::Member)
        return memberOf(base, expr.name);
    const Expr &key = *expr.args[1];
    const BoundExpr index = bind(key);
    if (index.constant && index.type == ColumnType::String)
        return memberOf(base, std::get<QString>(*index.constant));
    if (index.constant && index.type == ColumnType::Long)
        return appendedPath(base, u'[' % QString::number(std::get<qint64>(*index.constant)) % u']');
    return m_context.fail(semUnsupported, QStringLiteral("an index must be a constant string or whole number"), key.place);
}

BoundExpr ExprBinder::bindNegate(const Expr &expr)
{
    const BoundExpr inner = bind(*expr.args[0]);
    if (inner.constant) {
        if (const auto *number = std::get_if<qint64>(&*inner.constant); number && *number != INT64_MIN)
            return constantExpr(inner.type, -*number);
        if (const auto *real = std::get_if<double>(&*inner.constant))
            return constantExpr(inner.type, -*real);
        if (const auto *span = std::get_if<Microseconds>(&*inner.constant))
            return constantExpr(inner.type, -*span);
    }
    if (!isNumeric(inner.type) && inner.type != ColumnType::TimeSpan && !m_context.error)
        return m_context.fail(semType, u"Operator '-' does not take " % columnTypeName(inner.type), expr.place);
    const ColumnType type = inner.type == ColumnType::Int ? ColumnType::Long : inner.type;
    return madeExpr(type, u"(-CAST(" % inner.sql % u" AS " % sqlTypeName(type) % u"))", inner.nullable);
}

BoundExpr ExprBinder::bindBinary(const Expr &expr, bool filter)
{
    const BoundExpr left = bind(*expr.args[0]);
    const BoundExpr right = bind(*expr.args[1]);
    if (m_context.error)
        return {};
    if (isEqualityWord(expr.name))
        return compareEqual(m_context, left, right, expr.name == u"!=", filter, expr.place);
    if (isOrderWord(expr.name))
        return compareOrder(m_context, expr.name, left, right, expr.place);
    if (isArithmeticWord(expr.name))
        return arithmetic(m_context, expr.name, left, right, expr.place);
    return compareText(m_context, expr.name, left, right, expr.place);
}

BoundExpr ExprBinder::bindJunction(const Expr &expr)
{
    QStringList parts;
    bool nullable = false;
    for (const kql::ExprPtr &arg : expr.args) {
        const BoundExpr part = condition(*arg);
        parts += part.sql;
        nullable = nullable || part.nullable;
    }
    return madeExpr(ColumnType::Bool, u'(' % parts.join(expr.kind == ExprKind::And ? u" AND " : u" OR ") % u')', nullable);
}

BoundExpr ExprBinder::bindIn(const Expr &expr, bool filter)
{
    const BoundExpr left = bind(*expr.args[0]);
    if (m_context.error)
        return {};
    if (expr.pipeline)
        return bindInQuery(expr, left, m_context.bindSubQuery(*expr.pipeline));
    std::vector<BoundExpr> values;
    for (size_t i = 1; i < expr.args.size(); ++i) {
        const Expr &arg = *expr.args[i];
        const auto table = arg.kind == ExprKind::Name && m_scope.find(arg.name) == nullptr
            ? m_context.relations.constFind(arg.name) : m_context.relations.constEnd();
        if (table != m_context.relations.constEnd() && expr.args.size() == 2) {
            m_context.raiseHeight(m_context.letHeights.value(arg.name) + table->aggregations + 1, arg.place);
            return bindInQuery(expr, left, *table);
        }
        const BoundExpr value = bind(arg);
        if (const auto elements = constantElements(value))
            values.insert(values.end(), elements->begin(), elements->end());
        else
            values.push_back(value);
    }
    return m_context.error ? BoundExpr{} : membership(m_context, expr.name, left, values, filter, expr.place);
}

BoundExpr ExprBinder::bindInQuery(const Expr &expr, const BoundExpr &left, const Relation &values)
{
    if (m_context.error)
        return {};
    if (!expr.name.endsWith(u"in"))
        return m_context.fail(semUnsupported, u"'" % expr.name % u"' does not take a sub-query in this engine", expr.place);
    Relation inner = values;
    inner.columns.resize(std::min<size_t>(inner.columns.size(), 1));
    const BoundExpr subject = left.type == ColumnType::Dynamic ? *convertedTo(ColumnType::String, left) : plainExpr(left);
    if (inner.columns.empty() || !commonType(inner.columns[0].expr.type, subject.type))
        return m_context.fail(semType, QStringLiteral("the sub-query's first column has another type"), expr.place);
    const bool negated = expr.name.startsWith(u'!');
    const QString list = u"(SELECT r0 FROM (" % finalSql(inner) % u") WHERE r0 IS NOT NULL)";
    const QString test = u'(' % subject.sql % (negated ? u" NOT IN " : u" IN ") % list % u')';
    return madeExpr(ColumnType::Bool, u"coalesce(" % test % (negated ? u", TRUE)" : u", FALSE)"), false);
}

BoundExpr ExprBinder::bindBetween(const Expr &expr)
{
    const BoundExpr value = bind(*expr.args[0]);
    const BoundExpr from = bind(*expr.args[1]);
    BoundExpr to = bind(*expr.args[2]);
    if (m_context.error)
        return {};
    if (value.type == ColumnType::DateTime && to.type == ColumnType::TimeSpan)
        to = arithmetic(m_context, QStringLiteral("+"), from, to, expr.place);
    const BoundExpr lower = compareOrder(m_context, QStringLiteral(">="), value, from, expr.place);
    const BoundExpr upper = compareOrder(m_context, QStringLiteral("<="), value, to, expr.place);
    const QString both = u'(' % lower.sql % u" AND " % upper.sql % u')';
    const bool negated = expr.name.startsWith(u'!');
    return madeExpr(ColumnType::Bool, negated ? QString(u"(NOT " % both % u')') : both, lower.nullable || upper.nullable);
}

BoundExpr ExprBinder::bindCall(const Expr &expr)
{
    if (m_context.functions.contains(expr.name))
        return callScalarFunction(m_context, m_scope, expr);
    if (isAggregate(expr.name)) {
        if (m_aggregates)
            return bindAggregate(m_context, m_scope, expr);
        return m_context.fail(semArguments, u"aggregate function '" % expr.name % u"' can only be used in summarize", expr.place);
    }
    if (expr.name == u"column_ifexists" || expr.name == u"columnifexists")
        return bindColumnIfExists(expr);
    const FunctionEntry *entry = isWindowFunction(expr.name) ? findWindowFunction(expr.name) : findFunction(expr.name);
    if (entry == nullptr)
        return m_context.fail(semFunction, u"Unknown function: '" % expr.name.left(100) % u'\'', expr.place,
                              kql::nearestName(expr.name, functionNames() + aggregateNames()));
    if (isWindowFunction(expr.name) && !canUseWindow(m_context, m_scope, expr))
        return {};
    if (expr.args.size() < entry->minimum || expr.args.size() > entry->maximum)
        return m_context.fail(semArguments, expr.name % u"(): wrong number of arguments", expr.place);
    std::vector<BoundExpr> args;
    for (const kql::ExprPtr &arg : expr.args)
        args.push_back(arg->kind == ExprKind::TypeOf ? BoundExpr{} : bind(*arg));
    return m_context.error ? BoundExpr{} : entry->bind(FunctionCall{m_context, expr, args, &m_scope});
}

BoundExpr ExprBinder::bindColumnIfExists(const Expr &expr)
{
    const QString *name = expr.args.size() == 2 ? std::get_if<QString>(&expr.args[0]->value) : nullptr;
    if (name == nullptr || expr.args[0]->kind != ExprKind::Literal)
        return m_context.fail(semArguments, expr.name % u"(): a constant name and a default are needed", expr.place);
    const Relation::NamedColumn *column = m_scope.find(*name);
    return column != nullptr && !m_aggregates ? column->expr : bind(*expr.args[1]);
}

BoundExpr ExprBinder::bindToScalar(const Expr &expr)
{
    Relation relation = m_context.bindSubQuery(*expr.pipeline);
    if (m_context.error || relation.columns.empty())
        return {};
    relation.columns.resize(1);
    relation.limit = std::min<qint64>(relation.limit.value_or(1), 1);
    const ColumnType type = relation.columns[0].expr.type;
    const QString sql = u'(' % finalSql(relation) % u')';
    if (type == ColumnType::String)
        return madeExpr(type, u"coalesce(" % sql % u", '')", false);
    return madeExpr(type, sql, true);
}

} // namespace qd::lab
