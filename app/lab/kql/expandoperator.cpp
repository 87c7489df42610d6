#include "kql/functions.h"
#include "kql/naming.h"
#include "kql/operators.h"

#include <algorithm>

/// mv-expand: a row for every element.
namespace qd::lab {

namespace {

/// The elements of JSON text as a list: null is one null, an empty array nothing, a scalar itself.
QString elementsSql(const QString &json, bool pairs)
{
    const QString value = u"json_extract(" % json % u", '/' || replace(replace(k, '~', '~0'), '/', '~1'))";
    const QString entry = QLatin1String(pairs ? "json_array" : "json_object") % u"(k, " % value % u')';
    return u"CASE json_type(" % json % u") WHEN 'ARRAY' THEN CAST(json_extract(" % json % u", '$[*]') AS VARCHAR[]) WHEN 'OBJECT' THEN "
           u"list_transform(json_keys(" % json % u"), k -> CAST(" % entry % u" AS VARCHAR)) ELSE [" % json % u"] END";
}

/// The element in the type that is asked for.
BoundExpr elementColumn(const QString &alias, const std::optional<ColumnType> &type)
{
    const BoundExpr element = madeExpr(ColumnType::Dynamic, u"nullif(" % alias % u", 'null')", true);
    return type ? convertedTo(*type, element).value_or(element) : element;
}

void setColumn(Relation *relation, const QString &name, const BoundExpr &value)
{
    const auto known = std::ranges::find(relation->columns, name, &Relation::NamedColumn::name);
    if (known != relation->columns.end())
        known->expr = value;
    else
        relation->columns.push_back({name, value});
}

/// The dynamic values that are expanded, as columns of the closed relation.
QStringList expandedValues(const OperatorCall &call, const kql::MvExpandOperator &step)
{
    std::vector<const kql::Expr *> exprs;
    for (const auto &column : step.columns)
        exprs.push_back(column.column.expr.get());
    call.prepare(exprs);
    const size_t width = call.relation.columns.size();
    std::vector<Relation::NamedColumn> values;
    for (const kql::Expr *expr : exprs) {
        const BoundExpr value = plainExpr(call.bind(*expr));
        if (value.type != ColumnType::Dynamic && !call.context.error)
            call.context.fail(semType, u"a value of type " % columnTypeName(value.type) % u" cannot be expanded; it must be dynamic", expr->place);
        values.push_back({{}, value});
    }
    call.relation.columns.insert(call.relation.columns.end(), values.begin(), values.end());
    closeRelation(call.context, &call.relation);
    QStringList names;
    for (size_t i = width; i < call.relation.columns.size(); ++i)
        names += call.relation.columns[i].expr.sql;
    call.relation.columns.resize(width);
    return names;
}

} // namespace

void bindOperator(OperatorCall &call, const kql::MvExpandOperator &step)
{
    const QStringList values = expandedValues(call, step);
    const auto limit = step.limit ? call.rowCount(*step.limit) : std::nullopt;
    QStringList items;
    QStringList lengths;
    QStringList aliases;
    for (const QString &value : values) {
        QString list = elementsSql(value, step.pairs);
        if (limit)
            list = u"list_slice(" % list % u", 1, " % QString::number(*limit) % u')';
        aliases += call.context.aliases.next(u'c');
        items += u"unnest(" % list % u") AS " % aliases.last();
        lengths += u"len(" % list % u')';
    }
    // The index also keeps the elements of one row in order.
    aliases += call.context.aliases.next(u'c');
    items += u"unnest(range(greatest(" % lengths.join(u", ") % u"))) AS " % aliases.last();
    call.relation.from = u"(SELECT *, " % items.join(u", ") % u" FROM " % call.relation.from % u") AS " % call.context.aliases.next(u't');
    if (!call.relation.order.empty())
        call.relation.order.push_back({aliases.last(), QStringLiteral("ASC")});
    call.relation.numbered = false;
    NameGiver unnamed;
    for (size_t i = 0; i < step.columns.size(); ++i) {
        const kql::NamedExpr &column = step.columns[i].column;
        const QString wanted = column.name.isEmpty() ? implicitName(*column.expr) : column.name;
        setColumn(&call.relation, wanted.isEmpty() ? unnamed.give({}) : wanted, elementColumn(aliases[static_cast<qsizetype>(i)], step.columns[i].type));
    }
    if (!step.indexColumn.isEmpty())
        setColumn(&call.relation, step.indexColumn, freshColumn(ColumnType::Long, aliases.last(), false));
}

} // namespace qd::lab
