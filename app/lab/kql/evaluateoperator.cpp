#include "kql/aggregates.h"
#include "kql/exprbinder.h"
#include "kql/functions.h"
#include "kql/naming.h"
#include "kql/operators.h"

#include <algorithm>
#include <array>

/// evaluate: plugins whose columns follow from the rows.
namespace qd::lab {

namespace {

constexpr qsizetype mostColumns = 500;

QString namedText(OperatorCall &call, const kql::NamedExpr &arg)
{
    const BoundExpr value = call.bind(*arg.expr);
    const QString *text = value.constant ? std::get_if<QString>(&*value.constant) : nullptr;
    if (text == nullptr || value.type != ColumnType::String)
        call.context.fail(semArguments, QStringLiteral("a constant string is needed"), arg.expr->place);
    return text != nullptr ? *text : QString();
}

struct BagOptions {
    QString prefix;
    QString conflict = QStringLiteral("error");
    QStringList ignored;
};

BagOptions bagOptions(OperatorCall &call, const kql::EvaluateOperator &step)
{
    BagOptions options;
    for (size_t i = 1; i < step.args.size(); ++i) {
        const kql::NamedExpr &arg = step.args[i];
        const bool ignores = arg.name == u"ignoredProperties" || (arg.name.isEmpty() && i == 3);
        if (ignores) {
            const auto names = constantElements(call.bind(*arg.expr));
            for (const BoundExpr &name : names.value_or(std::vector<BoundExpr>{}))
                options.ignored += name.type == ColumnType::String ? std::get<QString>(*name.constant) : QString();
        } else if (arg.name == u"columnsConflict" || (arg.name.isEmpty() && i == 2)) {
            options.conflict = namedText(call, arg);
        } else {
            options.prefix = namedText(call, arg);
        }
    }
    static const QStringList conflicts{QStringLiteral("error"), QStringLiteral("replace_source"), QStringLiteral("keep_source")};
    if (!conflicts.contains(options.conflict))
        call.context.fail(semArguments, u"columnsConflict must be one of " % conflicts.join(u", "), call.place);
    return options;
}

/// The type of a column from the JSON types of its values.
ColumnType bagColumnType(const QString &types)
{
    QStringList found = types.split(u',', Qt::SkipEmptyParts);
    found.replaceInStrings(QStringLiteral("UBIGINT"), QStringLiteral("BIGINT"));
    found.removeAll(QStringLiteral("NULL"));
    found.removeDuplicates();
    const QString only = found.size() == 1 ? found.first() : QString();
    if (only == u"VARCHAR")
        return ColumnType::String;
    if (only == u"BIGINT")
        return ColumnType::Long;
    if (only == u"DOUBLE")
        return ColumnType::Real;
    return only == u"BOOLEAN" ? ColumnType::Bool : ColumnType::Dynamic;
}

/// The keys of the bags in the order in which they come, each with the type of its values.
kql::ColumnList bagColumns(OperatorCall &call, const QString &bag)
{
    const QString keys = u"SELECT " % bag % u" AS j, unnest(json_keys(" % bag % u")) AS k FROM " % call.relation.from % u" WHERE json_type("
        % bag % u") = 'OBJECT'";
    const QString typed = u"SELECT k, coalesce(json_type(j, '/' || replace(replace(k, '~', '~0'), '/', '~1')), 'NULL') AS ty, row_number() OVER () AS n FROM ("
        % keys % u')';
    const auto rows = call.context.probe(u"SELECT k, string_agg(DISTINCT ty, ',') FROM (" % typed % u") GROUP BY k ORDER BY min(n) LIMIT "
                                             % QString::number(mostColumns + 1), call.place);
    if (static_cast<qsizetype>(rows.size()) > mostColumns)
        call.context.fail(semUnsupported, u"more than " % QString::number(mostColumns) % u" columns would come of the rows", call.place);
    kql::ColumnList columns;
    for (const QStringList &row : rows)
        columns.emplace_back(row[0], bagColumnType(row[1]));
    return columns;
}

/// The columns without the bag, then one for every key.
void unpackBag(OperatorCall &call, const kql::EvaluateOperator &step)
{
    const kql::Expr &column = *step.args.front().expr;
    if (call.bind(column).type != ColumnType::Dynamic || column.kind != kql::ExprKind::Name)
        call.context.fail(semArguments, QStringLiteral("bag_unpack(): a dynamic column is needed"), column.place);
    const BagOptions options = bagOptions(call, step);
    closeRelation(call.context, &call.relation);
    if (call.context.error)
        return;
    const BoundExpr bag = plainExpr(call.relation.find(column.name)->expr);
    std::erase_if(call.relation.columns, [&column](const Relation::NamedColumn &one) { return one.name == column.name; });
    const kql::ColumnList keys = step.columns ? *step.columns : bagColumns(call, bag.sql);
    std::vector<Relation::NamedColumn> made;
    for (const auto &[key, type] : keys) {
        const QString inside = step.columns && key.startsWith(options.prefix) ? key.mid(options.prefix.size()) : key;
        const QString name = step.columns ? key : QString(options.prefix % key);
        const auto known = std::ranges::find(call.relation.columns, name, &Relation::NamedColumn::name);
        const bool clash = known != call.relation.columns.end();
        if (options.ignored.contains(inside) || (clash && (options.conflict == u"keep_source" || step.columns)))
            continue;
        if (clash && options.conflict == u"error")
            call.context.fail(semArguments, u"bag_unpack(): a column named '" % name % u"' already exists", call.place);
        const BoundExpr member = dynamicMember(bag, inside);
        const BoundExpr value = plainExpr(convertedTo(type, member).value_or(member));
        if (clash)
            known->expr = value;
        else
            made.push_back({name, value});
    }
    call.relation.columns.insert(call.relation.columns.end(), made.begin(), made.end());
    if (call.relation.columns.empty())
        call.context.fail(semUnsupported, QStringLiteral("bag_unpack(): there is no property, so no column is left"), call.place);
}

/// What pivot() makes a table of: the key whose values become columns, what is aggregated, and the rows' other keys.
struct PivotParts {
    const kql::Expr *key = nullptr;
    kql::NamedExpr aggregate;
    QStringList groups;
};

PivotParts pivotParts(OperatorCall &call, const kql::EvaluateOperator &step)
{
    PivotParts parts;
    parts.key = step.args.front().expr.get();
    const bool given = step.args.size() > 1 && step.args[1].expr->kind == kql::ExprKind::Call && isAggregate(step.args[1].expr->name);
    auto count = std::make_shared<kql::Expr>();
    count->kind = kql::ExprKind::Call;
    count->name = QStringLiteral("count");
    count->place = call.place;
    parts.aggregate = given ? step.args[1] : kql::NamedExpr{{}, call.place, count};
    for (size_t i = given ? 2 : 1; i < step.args.size(); ++i)
        parts.groups += step.args[i].expr->kind == kql::ExprKind::Name ? step.args[i].expr->name : QString();
    QHash<QString, int> used;
    countReferences(*parts.aggregate.expr, &used);
    if (parts.groups.isEmpty())
        for (const QString &name : call.relation.columnNames())
            if (name != parts.key->name && !used.contains(name))
                parts.groups += name;
    return parts;
}

/// The rows grouped by everything, the pivot's key included; its text comes last but one, the aggregate last.
Relation groupedForPivot(OperatorCall &call, const PivotParts &parts)
{
    kql::SummarizeOperator summarize;
    const auto column = [](const QString &name, const kql::Place &place) {
        auto expr = std::make_shared<kql::Expr>();
        expr->kind = kql::ExprKind::Name;
        expr->name = name;
        expr->place = place;
        return kql::NamedExpr{{}, place, expr};
    };
    for (const QString &name : parts.groups)
        summarize.by.push_back(column(name, call.place));
    auto text = std::make_shared<kql::Expr>();
    text->kind = kql::ExprKind::Call;
    text->name = QStringLiteral("tostring");
    text->place = parts.key->place;
    text->args = {column(parts.key->name, parts.key->place).expr};
    summarize.by.push_back({QStringLiteral("pivot key"), parts.key->place, text});
    summarize.aggregates.push_back(parts.aggregate);
    bindOperator(call, summarize);
    return call.relation;
}

void pivotRows(OperatorCall &call, const kql::EvaluateOperator &step)
{
    const PivotParts parts = pivotParts(call, step);
    if (parts.key->kind != kql::ExprKind::Name) {
        call.context.fail(semArguments, QStringLiteral("pivot(): a column is needed"), parts.key->place);
        return;
    }
    Relation grouped = groupedForPivot(call, parts);
    if (call.context.error)
        return;
    const auto width = static_cast<size_t>(parts.groups.size());
    const QString key = grouped.columns[width].expr.sql;
    const BoundExpr value = grouped.columns[width + 1].expr;
    QStringList names;
    for (const auto &[name, type] : step.columns.value_or(kql::ColumnList{}))
        names += parts.groups.contains(name) ? QStringList() : QStringList(name);
    if (!step.columns)
        for (const QStringList &row : call.context.probe(u"SELECT DISTINCT " % key % u" FROM " % grouped.from % u" ORDER BY 1 LIMIT " % QString::number(mostColumns + 1), call.place))
            names += row[0];
    if (names.size() > mostColumns)
        call.context.fail(semUnsupported, u"more than " % QString::number(mostColumns) % u" columns would come of the rows", call.place);
    Relation result;
    NameGiver giver;
    QStringList items;
    QStringList keys;
    const auto add = [&](const QString &name, const QString &sql, const BoundExpr &like) {
        const QString alias = call.context.aliases.next(u'c');
        items += sql % u" AS " % alias;
        result.columns.push_back({giver.give(name), namedColumn(like, alias)});
    };
    for (size_t i = 0; i < width; ++i) {
        add(grouped.columns[i].name, grouped.columns[i].expr.sql, grouped.columns[i].expr);
        keys += QString::number(i + 1);
    }
    const QString nothing = value.type == ColumnType::String ? QStringLiteral("''") : value.nullable ? QString()
        : value.type == ColumnType::Dynamic ? QStringLiteral("'[]'") : QStringLiteral("0");
    for (const QString &name : names) {
        const QString cell = u"any_value(" % value.sql % u") FILTER (WHERE " % key % u" = " % sqlText(name) % u')';
        add(name, nothing.isEmpty() ? cell : QString(u"coalesce(" % cell % u", " % nothing % u')'), value);
    }
    if (items.isEmpty()) {
        call.context.fail(semUnsupported, QStringLiteral("pivot(): there is no value, so no column is left"), call.place);
        return;
    }
    result.aggregations = grouped.aggregations + 1;
    result.from = u"(SELECT " % items.join(u", ") % u" FROM " % grouped.from % (keys.isEmpty() ? QString() : QString(u" GROUP BY " % keys.join(u", "))) % u") AS "
        % call.context.aliases.next(u't');
    call.relation = std::move(result);
}

/// A row for every cell: Row, Column and Value.
void narrowRows(OperatorCall &call, const kql::EvaluateOperator &)
{
    closeRelation(call.context, &call.relation);
    QStringList names;
    QStringList texts;
    for (const Relation::NamedColumn &column : call.relation.columns) {
        names += sqlText(column.name);
        texts += textSql(column.expr);
    }
    Relation result;
    const auto add = [&](const char *name, ColumnType type) {
        const QString alias = call.context.aliases.next(u'c');
        result.columns.push_back({QString::fromLatin1(name), freshColumn(type, alias, false)});
        return alias;
    };
    QStringList keys;
    for (const Relation::OrderKey &key : call.relation.order)
        keys += key.sql % u' ' % key.direction;
    const QString order = keys.isEmpty() ? QString() : QString(u"ORDER BY " % keys.join(u", "));
    const QString row = add("Row", ColumnType::Long);
    const QString name = add("Column", ColumnType::String);
    const QString value = add("Value", ColumnType::String);
    const QString numbered = u"SELECT *, row_number() OVER (" % order % u") - 1 AS " % row % u" FROM " % call.relation.from;
    result.from = u"(SELECT " % row % u", unnest([" % names.join(u", ") % u"]) AS " % name % u", unnest([" % texts.join(u", ") % u"]) AS " % value
        % u" FROM (" % numbered % u")) AS " % call.context.aliases.next(u't');
    result.order = {{row, QStringLiteral("ASC")}};
    result.aggregations = call.relation.aggregations;
    result.joins = call.relation.joins;
    call.relation = std::move(result);
}

struct EvaluatePlugin {
    const char *name;
    size_t minimum;
    void (*bind)(OperatorCall &call, const kql::EvaluateOperator &step);
};

constexpr std::array<EvaluatePlugin, 3> evaluatePlugins{{{"bag_unpack", 1, unpackBag}, {"pivot", 1, pivotRows}, {"narrow", 0, narrowRows}}};

} // namespace

void bindOperator(OperatorCall &call, const kql::EvaluateOperator &step)
{
    for (const EvaluatePlugin &plugin : evaluatePlugins) {
        if (step.plugin != QLatin1String(plugin.name))
            continue;
        if (step.args.size() < plugin.minimum)
            call.context.fail(semArguments, step.plugin % u"(): wrong number of arguments", call.place);
        else
            plugin.bind(call, step);
        return;
    }
    call.context.fail(semUnsupported, u"the plugin '" % step.plugin.left(100) % u"' is not supported by this engine", call.place,
                      kql::nearestName(step.plugin, {QStringLiteral("bag_unpack"), QStringLiteral("pivot"), QStringLiteral("narrow")}));
}

} // namespace qd::lab
