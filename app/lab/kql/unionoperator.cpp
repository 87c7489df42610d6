#include "kql/functions.h"
#include "kql/operators.h"
#include "kql/tablebinder.h"

#include <algorithm>

namespace qd::lab {

namespace {

/// One column of a union's result, fed by the legs' columns of the same name and type.
struct UnionColumn {
    QString name;       ///< of the result
    QString legName;    ///< in the legs
    ColumnType type = ColumnType::String;
    bool boolText = true; ///< while every leg stores it as BOOLEAN
    QStringList members{};  ///< JSON paths that some leg has as columns
    QStringList tables{};   ///< where they come from
};

const Relation::NamedColumn *unionFind(const Relation &leg, const UnionColumn &column)
{
    const Relation::NamedColumn *found = leg.find(column.legName);
    return found != nullptr && found->expr.type == column.type ? found : nullptr;
}

void addMembers(const Relation::NamedColumn &column, UnionColumn *target)
{
    const StoredMembers *members = membersOf(column.expr);
    if (members == nullptr)
        return;
    target->tables += members->tables;
    target->members += members->sql.keys();
    target->tables.removeDuplicates();
    target->members.removeDuplicates();
}

/// The member's text in one leg, where it may have no column of its own.
QString memberTextSql(const Relation::NamedColumn *column, const QString &path)
{
    if (column == nullptr)
        return QStringLiteral("CAST(NULL AS VARCHAR)");
    BoundExpr member = membersOf(column->expr) != nullptr ? column->expr : plainExpr(column->expr);
    member.path = path;
    return nullableTextSql(member);
}

std::vector<UnionColumn> unionColumns(const std::vector<Relation> &legs, bool inner)
{
    std::vector<UnionColumn> columns;
    for (const Relation &leg : legs) {
        for (const Relation::NamedColumn &column : leg.columns) {
            const auto same = [&column](const UnionColumn &known) {
                return known.legName == column.name && known.type == column.expr.type;
            };
            if (std::ranges::none_of(columns, same))
                columns.push_back({column.name, column.name, column.expr.type});
        }
    }
    for (UnionColumn &column : columns)
        for (const Relation &leg : legs) {
            const Relation::NamedColumn *found = unionFind(leg, column);
            column.boolText = column.boolText && found != nullptr && found->expr.boolText;
            if (found != nullptr)
                addMembers(*found, &column);
        }
    if (inner)
        std::erase_if(columns, [&legs](const UnionColumn &column) {
            return std::ranges::any_of(legs, [&column](const Relation &leg) { return unionFind(leg, column) == nullptr; });
        });
    // One name with several types is told apart by the type: duration_real, duration_string.
    std::vector<UnionColumn> named = columns;
    for (UnionColumn &column : named)
        if (std::ranges::count(columns, column.legName, &UnionColumn::legName) > 1)
            column.name = column.legName % u'_' % columnTypeName(column.type);
    return named;
}

QString unionLegSql(const Relation &leg, const std::vector<UnionColumn> &columns, const QStringList &aliases, bool withSource)
{
    Relation selected = leg;
    selected.columns.clear();
    QStringList items;
    if (withSource)
        items += sqlText(leg.sourceName) % u" AS " % aliases[0];
    for (size_t i = 0; i < columns.size(); ++i) {
        const Relation::NamedColumn *found = unionFind(leg, columns[i]);
        QString sql = columns[i].type == ColumnType::String ? QStringLiteral("''") : constantExpr(columns[i].type, Cell()).sql;
        if (found != nullptr)
            sql = columns[i].boolText ? found->expr.sql : plainExpr(found->expr).sql;
        items += sql % u" AS " % aliases[static_cast<qsizetype>(i) + (withSource ? 1 : 0)];
    }
    auto alias = aliases.cbegin() + static_cast<qsizetype>(columns.size() + (withSource ? 1 : 0));
    for (const UnionColumn &column : columns)
        for (const QString &path : column.members)
            items += memberTextSql(unionFind(leg, column), path) % u" AS " % *alias++;
    return u"SELECT " % items.join(u", ") % u" FROM " % leg.from % whereSql(leg);
}

/// Members that follow the columns of the union in every leg.
void addUnionMembers(CompileContext &context, const std::vector<UnionColumn> &columns, Relation *result, QStringList *aliases)
{
    auto target = result->columns.end() - static_cast<std::ptrdiff_t>(columns.size());
    for (const UnionColumn &column : columns) {
        BoundExpr &expr = (target++)->expr;
        if (column.tables.isEmpty())
            continue;
        auto members = std::make_shared<StoredMembers>(StoredMembers{expr.sql, column.tables, {}});
        for (const QString &path : column.members) {
            *aliases += context.aliases.next(u'c');
            members->sql.insert(path, aliases->last());
        }
        expr.members = std::move(members);
    }
}

/// The tables, lets and functions that one leg's name or pattern means.
std::vector<Relation> matchingTables(CompileContext &context, TableBinder &tables, const QString &pattern, const kql::UnionOperator &step,
                                     const kql::Place &place)
{
    if (!pattern.contains(u'*')) {
        const bool known = context.relations.contains(pattern) || context.schema.tables.contains(pattern);
        if (!known && step.fuzzy)
            return {};
        Relation relation = tables.bindTable(pattern, place);
        if (relation.sourceName.isEmpty())
            relation.sourceName = pattern;
        return {relation};
    }
    QStringList names = context.schema.tables.keys().filter(namePattern(pattern));
    names.sort();
    std::vector<Relation> found;
    for (const QString &name : names)
        found.push_back(tables.bindTable(name, place));
    if (found.empty() && !step.fuzzy)
        context.fail(semUnresolved, u"Failed to resolve table expression named '" % pattern.left(100) % u'\'', place);
    return found;
}

std::vector<Relation> unionLegs(CompileContext &context, TableBinder &tables, const kql::UnionOperator &step, const Relation *first)
{
    std::vector<Relation> legs;
    const auto add = [&legs](Relation leg) {
        if (leg.sourceName.isEmpty())
            leg.sourceName = u"union_arg" % QString::number(legs.size());
        legs.push_back(std::move(leg));
    };
    if (first != nullptr)
        add(*first);
    for (const kql::PipelinePtr &leg : step.legs) {
        if (const auto *table = std::get_if<kql::TableSource>(&leg->source)) {
            for (Relation &matching : matchingTables(context, tables, table->name, step, leg->place))
                add(std::move(matching));
            continue;
        }
        Relation nested = tables.bind(*leg);
        nested.sourceName.clear();
        add(std::move(nested));
    }
    return legs;
}

} // namespace

Relation bindUnion(CompileContext &context, TableBinder &tables, const kql::UnionOperator &step, const Relation *first,
                   const kql::Place &place)
{
    context.keyword = QStringLiteral("union");
    std::vector<Relation> legs = unionLegs(context, tables, step, first);
    if (context.error)
        return {};
    if (legs.empty()) {
        context.fail(semUnresolved, QStringLiteral("none of the tables exists"), place);
        return {};
    }
    return unitedRelations(context, step, std::move(legs), place);
}

Relation unitedRelations(CompileContext &context, const kql::UnionOperator &step, std::vector<Relation> legs, const kql::Place &place)
{
    for (Relation &leg : legs)
        if (leg.limit)
            closeRelation(context, &leg);
    const std::vector<UnionColumn> columns = unionColumns(legs, step.inner);
    const bool withSource = !step.sourceColumn.isEmpty();
    if (columns.empty() && !withSource)
        context.fail(semUnsupported, QStringLiteral("the tables have no column in common"), place);
    Relation result;
    QStringList aliases;
    const auto addColumn = [&](const QString &name, BoundExpr column) {
        aliases += context.aliases.next(u'c');
        column.sql = aliases.last();
        column.simple = true;
        result.columns.push_back({name, column});
    };
    if (withSource)
        addColumn(step.sourceColumn, madeExpr(ColumnType::String, {}, false));
    for (const UnionColumn &column : columns) {
        BoundExpr expr = madeExpr(column.type, {}, column.type != ColumnType::String || column.boolText);
        expr.boolText = column.boolText;
        addColumn(column.name, expr);
    }
    addUnionMembers(context, columns, &result, &aliases);
    QStringList selects;
    for (const Relation &leg : legs) {
        selects += unionLegSql(leg, columns, aliases, withSource);
        result.aggregations = std::max(result.aggregations, leg.aggregations);
        result.joins += leg.joins;
    }
    result.from = u'(' % selects.join(u" UNION ALL ") % u") AS " % context.aliases.next(u't');
    context.spend(result.from.size(), place);
    return result;
}

void bindOperator(OperatorCall &call, const kql::UnionOperator &step)
{
    call.relation = bindUnion(call.context, call.tables, step, &call.relation, call.place);
}

} // namespace qd::lab
