#include "kql/functions.h"

#include <algorithm>

/// Functions over dynamic arrays and bags.
namespace qd::lab {

namespace {

QString dynamicSql(const FunctionCall &call, size_t index)
{
    call.ofType(index, ColumnType::Dynamic);
    return plainExpr(call.args[index]).sql;
}

/// The array's elements as JSON text; NULL when the value is no array.
QString elementList(const FunctionCall &call, size_t index)
{
    const QString json = dynamicSql(call, index);
    return u"(CASE WHEN json_type(" % json % u") = 'ARRAY' THEN CAST(json_extract(" % json % u", '$[*]') AS VARCHAR[]) END)";
}

BoundExpr arrayResult(const QString &list)
{
    return madeExpr(ColumnType::Dynamic, u"CAST(to_json(list_transform(" % list % u", e -> CAST(e AS JSON))) AS VARCHAR)", true);
}

BoundExpr bindArrayConcat(const FunctionCall &call)
{
    QString list = elementList(call, 0);
    for (size_t i = 1; i < call.args.size(); ++i)
        list = u"list_concat(" % list % u", " % elementList(call, i) % u')';
    return arrayResult(list);
}

/// From index to index, both counted from 0, or from the end when negative.
BoundExpr bindArraySlice(const FunctionCall &call)
{
    const auto place = [&call](size_t index) -> QString {
        const qint64 at = call.constantInteger(index);
        return QString::number(at < 0 ? at : at + 1);
    };
    return arrayResult(u"list_slice(" % elementList(call, 0) % u", " % place(1) % u", " % place(2) % u')');
}

BoundExpr bindArrayReverse(const FunctionCall &call) { return arrayResult(u"list_reverse(" % elementList(call, 0) % u')'); }

BoundExpr bindArraySum(const FunctionCall &call)
{
    return madeExpr(ColumnType::Real, u"list_sum(TRY_CAST(CAST(" % dynamicSql(call, 0) % u" AS JSON) AS DOUBLE[]))", true);
}

BoundExpr bindArrayIndexOf(const FunctionCall &call)
{
    const QString list = elementList(call, 0);
    const QString wanted = u"CAST(" % jsonSql(call.args[1]) % u" AS VARCHAR)";
    return madeExpr(ColumnType::Long, u"CASE WHEN " % list % u" IS NOT NULL THEN coalesce(CAST(list_position(" % list % u", " % wanted
                        % u") AS BIGINT) - 1, -1) END", true);
}

/// Numbers by value, then all else by text; one array only.
BoundExpr bindArraySort(const FunctionCall &call)
{
    const bool ascending = call.expr.name == u"array_sort_asc";
    const QString keyed = u"list_transform(" % elementList(call, 0) % u", e -> {'n': TRY_CAST(e AS DOUBLE), 's': e})";
    const QString sorted = u"list_sort(" % keyed % (ascending ? u", 'ASC', 'NULLS LAST')" : u", 'DESC', 'NULLS LAST')");
    return arrayResult(u"list_transform(" % sorted % u", p -> p.s)");
}

/// Elements of the first array (and of the others, for a union), each once, in the order they come.
QString distinctList(const QString &list)
{
    return u"list_transform([" % list % u"], l -> list_filter(l, (e, i) -> list_position(l, e) = i))[1]";
}

BoundExpr bindSetOperation(const FunctionCall &call)
{
    QString list = elementList(call, 0);
    const bool unite = call.expr.name == u"set_union";
    const bool difference = call.expr.name == u"set_difference";
    for (size_t i = 1; i < call.args.size(); ++i) {
        const QString other = elementList(call, i);
        if (unite)
            list = u"list_concat(" % list % u", " % other % u')';
        else
            list = u"list_transform([" % other % u"], o -> list_filter(" % list % u", e -> " % (difference ? u"NOT " : u"")
                % u"list_contains(o, e)))[1]";
    }
    return arrayResult(distinctList(list));
}

BoundExpr bindSetHasElement(const FunctionCall &call)
{
    return madeExpr(ColumnType::Bool, u"list_contains(" % elementList(call, 0) % u", CAST(" % jsonSql(call.args[1]) % u" AS VARCHAR))", true);
}

BoundExpr bindBagHasKey(const FunctionCall &call)
{
    return madeExpr(ColumnType::Bool, u"list_contains(json_keys(" % dynamicSql(call, 0) % u"), " % call.text(1) % u')', true);
}

QString memberOf(const QString &json) { return u"json_extract(" % json % u", '/' || replace(replace(k, '~', '~0'), '/', '~1'))"; }

/// An object of the keys in the list and their values in the JSON text.
QString objectOf(const QString &keys, const QString &json)
{
    return u"'{' || array_to_string(list_transform(" % keys % u", k -> CAST(to_json(k) AS VARCHAR) || ':' || CAST(" % memberOf(json)
        % u" AS VARCHAR)), ',') || '}'";
}

BoundExpr bindBagRemoveKeys(const FunctionCall &call)
{
    const QString json = dynamicSql(call, 0);
    const QString removed = u"TRY_CAST(CAST(" % dynamicSql(call, 1) % u" AS JSON) AS VARCHAR[])";
    const QString kept = u"list_filter(json_keys(" % json % u"), k -> NOT list_contains(" % removed % u", k))";
    return madeExpr(ColumnType::Dynamic, u"CASE WHEN json_type(" % json % u") = 'OBJECT' THEN " % objectOf(kept, json) % u" END", true);
}

/// Keys of the first bag win; a null bag has none.
BoundExpr bindBagMerge(const FunctionCall &call)
{
    const QString left = dynamicSql(call, 0);
    const QString right = dynamicSql(call, 1);
    const QString added = u"list_filter(json_keys(" % right % u"), k -> NOT list_contains(coalesce(json_keys(" % left % u"), []), k))";
    const auto members = [](const QString &keys, const QString &json) -> QString {
        return u"list_transform(" % keys % u", k -> CAST(to_json(k) AS VARCHAR) || ':' || CAST(" % memberOf(json) % u" AS VARCHAR))";
    };
    return madeExpr(ColumnType::Dynamic, u"'{' || array_to_string(list_concat(" % members(u"json_keys(" % left % u')', left) % u", "
                        % members(added, right) % u"), ',') || '}'", true);
}

BoundExpr bindPackAll(const FunctionCall &call)
{
    QStringList parts;
    for (const Relation::NamedColumn &column : call.scope->columns)
        parts << sqlText(column.name) << jsonSql(column.expr);
    return madeExpr(ColumnType::Dynamic, u"CAST(json_object(" % parts.join(u", ") % u") AS VARCHAR)", false);
}

BoundExpr bindRepeat(const FunctionCall &call)
{
    const QString element = u"CAST(" % jsonSql(call.args[0]) % u" AS VARCHAR)";
    return arrayResult(u"list_transform(range(least(" % call.ofType(1, ColumnType::Long) % u", 1048576)), i -> " % element % u')');
}

} // namespace

std::span<const FunctionEntry> arrayFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"array_concat", 1, 64, bindArrayConcat}, {"array_slice", 3, 3, bindArraySlice}, {"array_reverse", 1, 1, bindArrayReverse},
        {"array_sum", 1, 1, bindArraySum}, {"array_index_of", 2, 2, bindArrayIndexOf}, {"array_sort_asc", 1, 1, bindArraySort},
        {"array_sort_desc", 1, 1, bindArraySort}, {"set_union", 2, 64, bindSetOperation}, {"set_intersect", 2, 64, bindSetOperation},
        {"set_difference", 2, 64, bindSetOperation}, {"set_has_element", 2, 2, bindSetHasElement}, {"bag_has_key", 2, 2, bindBagHasKey},
        {"bag_remove_keys", 2, 2, bindBagRemoveKeys}, {"bag_merge", 2, 2, bindBagMerge}, {"pack_all", 0, 0, bindPackAll},
        {"repeat", 2, 2, bindRepeat}};
    return entries;
}

} // namespace qd::lab
