#include "kql/relation.h"

#include <algorithm>

namespace qd::lab {

namespace {

QString orderSql(const Relation &relation)
{
    QStringList keys;
    for (const Relation::OrderKey &key : relation.order)
        keys += key.sql % u' ' % key.direction;
    return keys.isEmpty() ? QString() : QString(u" ORDER BY " % keys.join(u", "));
}

QString limitSql(const Relation &relation)
{
    return relation.limit ? QString(u" LIMIT " % QString::number(*relation.limit)) : QString();
}

bool isComputed(const Relation::NamedColumn &column)
{
    const QString sql = column.expr.constant ? QString() : plainExpr(column.expr).sql;
    return sql.contains(u'(') || sql.startsWith(u"CASE ");
}

/// Sorting and cutting needs none of the computed columns: they would be computed for every row.
bool choosesBeforeItComputes(const Relation &relation)
{
    return relation.limit && !relation.order.empty() && std::ranges::any_of(relation.columns, isComputed);
}

QString chosenRowsSql(const Relation &relation)
{
    return u"(SELECT * FROM " % relation.from % whereSql(relation) % orderSql(relation) % limitSql(relation) % u") AS ";
}

/// The stored members of a whole dynamic column, in an order that is always the same.
QStringList memberPaths(const BoundExpr &expr)
{
    const StoredMembers *members = membersOf(expr);
    QStringList paths = members != nullptr ? members->sql.keys() : QStringList();
    paths.sort();
    return paths;
}

/// A column of a sub-select: the same value, now by name; its members take the names that `next` gives.
template<typename NextName>
BoundExpr foldedColumn(const BoundExpr &expr, const QString &name, NextName next)
{
    BoundExpr column = expr;
    column.sql = name;
    column.path.clear();
    column.simple = true;
    column.members.reset();
    if (const StoredMembers *members = membersOf(expr)) {
        auto renamed = std::make_shared<StoredMembers>(StoredMembers{name, members->tables, {}});
        for (const QString &path : memberPaths(expr))
            renamed->sql.insert(path, next());
        column.members = std::move(renamed);
    }
    return column;
}

} // namespace

const Relation::NamedColumn *Relation::find(const QString &name) const
{
    const auto found = std::ranges::find(columns, name, &NamedColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

QStringList Relation::columnNames() const
{
    QStringList names;
    for (const NamedColumn &column : columns)
        names += column.name;
    return names;
}

qsizetype Relation::weight() const
{
    qsizetype sum = from.size();
    for (const QString &condition : where)
        sum += condition.size();
    for (const NamedColumn &column : columns)
        sum += column.expr.sql.size();
    return sum;
}

QString whereSql(const Relation &relation)
{
    return relation.where.isEmpty() ? QString() : QString(u" WHERE " % relation.where.join(u" AND "));
}

QString selectSql(const Relation &relation, SqlAliases &aliases, QStringList *names)
{
    QStringList items;
    for (const Relation::NamedColumn &column : relation.columns) {
        names->append(aliases.next(u'c'));
        BoundExpr value = column.expr;
        if (!value.boolText)
            value = plainExpr(value);
        items += value.sql % u" AS " % names->last();
    }
    for (const Relation::OrderKey &key : relation.order) {
        names->append(aliases.next(u'c'));
        items += key.sql % u" AS " % names->last();
    }
    for (const Relation::NamedColumn &column : relation.columns)
        for (const QString &path : memberPaths(column.expr)) {
            names->append(aliases.next(u'c'));
            items += column.expr.members->sql.value(path) % u" AS " % names->last();
        }
    const QString order = relation.limit ? orderSql(relation) : QString();
    return u"SELECT " % items.join(u", ") % u" FROM " % relation.from % whereSql(relation) % order % limitSql(relation);
}

void fold(Relation *relation, SqlAliases &aliases)
{
    if (choosesBeforeItComputes(*relation))
        foldLimit(relation, aliases);
    QStringList names;
    const QString select = selectSql(*relation, aliases, &names);
    auto member = names.cbegin() + static_cast<qsizetype>(relation->columns.size() + relation->order.size());
    for (size_t i = 0; i < relation->columns.size(); ++i)
        relation->columns[i].expr = foldedColumn(relation->columns[i].expr, names[static_cast<qsizetype>(i)], [&member] { return *member++; });
    for (size_t i = 0; i < relation->order.size(); ++i)
        relation->order[i].sql = names[static_cast<qsizetype>(relation->columns.size() + i)];
    relation->from = u'(' % select % u") AS " % aliases.next(u't');
    relation->where.clear();
    relation->limit.reset();
}

void foldLimit(Relation *relation, SqlAliases &aliases)
{
    relation->from = chosenRowsSql(*relation) % aliases.next(u't');
    relation->where.clear();
    relation->limit.reset();
}

QString finalSql(const Relation &open)
{
    Relation relation = open;
    if (choosesBeforeItComputes(open)) {
        relation.from = chosenRowsSql(open) % u"chosen";
        relation.where.clear();
        relation.limit.reset();
    }
    QStringList items;
    for (size_t i = 0; i < relation.columns.size(); ++i)
        items += plainExpr(relation.columns[i].expr).sql % u" AS r" % QString::number(i);
    return u"SELECT " % items.join(u", ") % u" FROM " % relation.from % whereSql(relation) % orderSql(relation)
        % limitSql(relation);
}

} // namespace qd::lab
