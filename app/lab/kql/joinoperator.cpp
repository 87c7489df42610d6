#include "kql/comparison.h"
#include "kql/naming.h"
#include "kql/operators.h"
#include "kql/tablebinder.h"

#include <algorithm>
#include <array>

/// join and lookup: two tables side by side where their keys are equal.
namespace qd::lab {

namespace {

using kql::Expr;
using kql::ExprKind;

struct JoinKey {
    BoundExpr left;
    BoundExpr right;
    QString rightName;
};

struct JoinKind {
    const char *name;
    const char *sql;
    bool leftMissing;  ///< rows may lack the left side
    bool rightMissing; ///< rows may lack the right side
    bool oneSide;      ///< the result has only the columns of the side that is kept
    bool swapped;      ///< the right side is the one that is kept
};

constexpr std::array<JoinKind, 9> joinForms{{{"innerunique", "JOIN", false, false, false, false},
                                             {"inner", "JOIN", false, false, false, false},
                                             {"leftouter", "LEFT JOIN", false, true, false, false},
                                             {"rightouter", "RIGHT JOIN", true, false, false, false},
                                             {"fullouter", "FULL JOIN", true, true, false, false},
                                             {"leftsemi", "SEMI JOIN", false, false, true, false},
                                             {"rightsemi", "SEMI JOIN", false, false, true, true},
                                             {"leftanti", "ANTI JOIN", false, false, true, false},
                                             {"rightanti", "ANTI JOIN", false, false, true, true}}};

const JoinKind &joinForm(const QString &name)
{
    return *std::ranges::find_if(joinForms, [&name](const JoinKind &kind) { return name == QLatin1String(kind.name); });
}

/// The two sides of a join on their way to keys.
struct JoinSides {
    CompileContext &context;
    const Relation &left;
    const Relation &right;

    [[nodiscard]] BoundExpr column(const Relation &side, const QString &name, const kql::Place &place) const
    {
        const Relation::NamedColumn *found = side.find(name);
        if (found == nullptr)
            return context.fail(semUnresolved, u"Failed to resolve column named '" % name.left(100) % u'\'', place,
                                kql::nearestName(name, side.columnNames()));
        if (!isKeyType(found->expr.type))
            return context.fail(semType, u"key '" % name.left(100) % u"' is of type dynamic; cast it, for example with tostring()", place);
        return plainExpr(found->expr);
    }
    [[nodiscard]] JoinKey key(const QString &leftName, const QString &rightName, const kql::Place &place) const
    {
        const JoinKey made{column(left, leftName, place), column(right, rightName, place), rightName};
        if (!context.error && !commonType(made.left.type, made.right.type))
            context.fail(semType, u"the keys '" % leftName % u"' and '" % rightName % u"' are of different types, "
                             % columnTypeName(made.left.type) % u" and " % columnTypeName(made.right.type), place);
        return made;
    }
};

bool isSideColumn(const Expr &expr, QStringView side)
{
    return expr.kind == ExprKind::Member && expr.args[0]->kind == ExprKind::Name && expr.args[0]->name == side;
}

void addJoinKeys(const JoinSides &sides, const Expr &expr, std::vector<JoinKey> *keys)
{
    if (expr.kind == ExprKind::And) {
        for (const kql::ExprPtr &part : expr.args)
            addJoinKeys(sides, *part, keys);
        return;
    }
    if (expr.kind == ExprKind::Name) {
        keys->push_back(sides.key(expr.name, expr.name, expr.place));
        return;
    }
    const bool equality = expr.kind == ExprKind::Binary && expr.name == u"==";
    if (equality && isSideColumn(*expr.args[0], u"$left") && isSideColumn(*expr.args[1], u"$right"))
        keys->push_back(sides.key(expr.args[0]->name, expr.args[1]->name, expr.place));
    else if (equality && isSideColumn(*expr.args[0], u"$right") && isSideColumn(*expr.args[1], u"$left"))
        keys->push_back(sides.key(expr.args[1]->name, expr.args[0]->name, expr.place));
    else
        sides.context.fail(semArguments, QStringLiteral("a key must be a column of both sides or $left.a == $right.b"), expr.place);
}

/// innerunique: of the left rows with one key, one stays.
void keepOnePerKey(CompileContext &context, Relation *left, const std::vector<JoinKey> &keys)
{
    QStringList names;
    for (const JoinKey &key : keys)
        names += key.left.sql;
    left->from = u"(SELECT DISTINCT ON (" % names.join(u", ") % u") * FROM " % left->from % u") AS " % context.aliases.next(u't');
    ++left->aggregations;
}

/// A column of a side that rows may lack: strings are empty then, all others null.
BoundExpr sideColumn(BoundExpr expr, bool missing)
{
    if (!missing)
        return expr;
    if (expr.type == ColumnType::String && !expr.boolText)
        expr.sql = u"coalesce(" % expr.sql % u", '')";
    else
        expr.nullable = true;
    return expr;
}

std::vector<Relation::NamedColumn> joinedColumns(const Relation &left, const Relation &right, const JoinKind &kind,
                                                 const QStringList &withoutRight)
{
    if (kind.oneSide)
        return kind.swapped ? right.columns : left.columns;
    NameGiver names;
    std::vector<Relation::NamedColumn> columns;
    for (const Relation::NamedColumn &column : left.columns)
        columns.push_back({names.give(column.name), sideColumn(column.expr, kind.leftMissing)});
    for (const Relation::NamedColumn &column : right.columns)
        if (!withoutRight.contains(column.name))
            columns.push_back({names.give(column.name), sideColumn(column.expr, kind.rightMissing)});
    return columns;
}

} // namespace

void bindOperator(OperatorCall &call, const kql::JoinOperator &step)
{
    Relation right = call.tables.bind(*step.right);
    if (call.context.error)
        return;
    closeRelation(call.context, &call.relation);
    closeRelation(call.context, &right);
    std::vector<JoinKey> keys;
    for (const kql::ExprPtr &key : step.keys)
        addJoinKeys({call.context, call.relation, right}, *key, &keys);
    if (call.context.error)
        return;
    if (step.kind == u"innerunique")
        keepOnePerKey(call.context, &call.relation, keys);
    QStringList tests;
    QStringList rightKeys;
    for (const JoinKey &key : keys) {
        tests += compareEqual(call.context, key.left, key.right, false, true, call.place).sql;
        rightKeys += step.lookup ? key.rightName : QString();
    }
    const JoinKind &kind = joinForm(step.kind);
    Relation result;
    result.columns = joinedColumns(call.relation, right, kind, rightKeys);
    result.from = (kind.swapped ? right : call.relation).from % u' ' % QLatin1String(kind.sql) % u' '
        % (kind.swapped ? call.relation : right).from % u" ON " % tests.join(u" AND ");
    result.aggregations = std::max(call.relation.aggregations, right.aggregations);
    result.joins = call.relation.joins + right.joins + 1;
    call.relation = std::move(result);
}

} // namespace qd::lab
