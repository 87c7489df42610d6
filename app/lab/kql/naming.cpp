#include "kql/naming.h"

#include <QHash>

namespace qd::lab {

namespace {

using kql::Expr;
using kql::ExprKind;

/// Functions whose result is named after their first argument.
bool namePassesThrough(const QString &function)
{
    static const QStringList functions{
        QStringLiteral("tostring"), QStringLiteral("toint"), QStringLiteral("tolong"), QStringLiteral("todouble"),
        QStringLiteral("toreal"), QStringLiteral("tobool"), QStringLiteral("toboolean"), QStringLiteral("todatetime"),
        QStringLiteral("totimespan"), QStringLiteral("todynamic"), QStringLiteral("parse_json"),
        QStringLiteral("parsejson"), QStringLiteral("bin"), QStringLiteral("floor"), QStringLiteral("round"),
        QStringLiteral("startofday"), QStringLiteral("startofweek"), QStringLiteral("startofmonth"),
        QStringLiteral("startofyear"), QStringLiteral("endofday"), QStringLiteral("endofweek"),
        QStringLiteral("endofmonth"), QStringLiteral("endofyear"), QStringLiteral("split"),
        QStringLiteral("take_any"), QStringLiteral("take_anyif"), QStringLiteral("arg_max"), QStringLiteral("arg_min")};
    return functions.contains(function);
}

/// Functions whose result is named prefix_argument.
QString namePrefix(const QString &function)
{
    static const QHash<QString, QString> prefixes = [] {
        QHash<QString, QString> all{{QStringLiteral("make_list"), QStringLiteral("list")},
                                    {QStringLiteral("makelist"), QStringLiteral("list")},
                                    {QStringLiteral("make_set"), QStringLiteral("set")},
                                    {QStringLiteral("makeset"), QStringLiteral("set")},
                                    {QStringLiteral("make_list_if"), QStringLiteral("list")},
                                    {QStringLiteral("make_set_if"), QStringLiteral("set")},
                                    {QStringLiteral("make_list_with_nulls"), QStringLiteral("list")},
                                    {QStringLiteral("make_bag"), QStringLiteral("bag")},
                                    {QStringLiteral("make_bag_if"), QStringLiteral("bag")},
                                    {QStringLiteral("buildschema"), QStringLiteral("schema")},
                                    {QStringLiteral("percentiles_array"), QStringLiteral("percentiles")},
                                    {QStringLiteral("percentilesw_array"), QStringLiteral("percentiles")}};
        for (const char *name : {"sum", "avg", "min", "max", "stdev", "variance", "dcount", "dcountif", "sumif", "avgif",
                                 "minif", "maxif", "stdevp", "variancep", "stdevif", "varianceif", "any", "count_distinct", "count_distinctif", "stdevpif", "variancepif", "anyif", "hll", "hll_if", "hll_merge", "strlen"})
            all.insert(QString::fromLatin1(name), QString::fromLatin1(name));
        return all;
    }();
    return prefixes.value(function);
}

QString literalNamePart(const Expr &key)
{
    if (key.kind == ExprKind::Negate)
        return {};
    if (const auto *text = std::get_if<QString>(&key.value))
        return *text;
    const auto *number = std::get_if<qint64>(&key.value);
    return number ? QString::number(*number) : QString();
}

QString callName(const Expr &call)
{
    if (call.name == u"count" || call.name == u"countif")
        return call.name + u'_';
    if (call.args.empty())
        return {};
    const QString first = implicitName(*call.args.front());
    if (namePassesThrough(call.name))
        return first;
    const QString prefix = namePrefix(call.name);
    if (prefix == u"strlen" && first.isEmpty())
        return {};
    return prefix.isEmpty() ? QString() : QString(prefix % u'_' % first);
}

} // namespace

QString implicitName(const Expr &expr)
{
    if (expr.kind == ExprKind::Name)
        return expr.name;
    if (expr.kind == ExprKind::Call)
        return callName(expr);
    if (expr.kind != ExprKind::Member && expr.kind != ExprKind::Index)
        return {};
    const QString base = implicitName(*expr.args.front());
    const QString part = expr.kind == ExprKind::Member ? expr.name : literalNamePart(*expr.args[1]);
    return base.isEmpty() || part.isEmpty() ? QString() : QString(base % u'_' % part);
}

QString NameGiver::give(const QString &wanted)
{
    QString name = wanted.isEmpty() ? QString(u"Column" % QString::number(++m_unnamed)) : wanted;
    const QString stem = name;
    for (int number = 1; isTaken(name); ++number)
        name = stem + QString::number(number);
    reserve(name);
    return name;
}

QString percentileSuffix(double percentile)
{
    return QString::number(percentile, 'g', 10).replace(u'.', u'_');
}

} // namespace qd::lab
