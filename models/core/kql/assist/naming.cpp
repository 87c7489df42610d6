#include "kql/assist/naming.h"

#include "kql/assist/signatures.h"

namespace qd::kql::assist {

namespace {

/// Functions whose column keeps the name of their argument.
bool passesNameOn(QStringView function)
{
    static const QStringList names{
        QStringLiteral("tostring"), QStringLiteral("toint"), QStringLiteral("tolong"), QStringLiteral("todouble"), QStringLiteral("toreal"),
        QStringLiteral("tobool"), QStringLiteral("todatetime"), QStringLiteral("totimespan"), QStringLiteral("toguid"), QStringLiteral("todecimal"),
        QStringLiteral("todynamic"), QStringLiteral("parse_json"), QStringLiteral("bin"), QStringLiteral("floor"), QStringLiteral("round"), QStringLiteral("startofday"),
        QStringLiteral("startofweek"), QStringLiteral("startofmonth"), QStringLiteral("startofyear"), QStringLiteral("endofday"),
        QStringLiteral("take_any"), QStringLiteral("take_anyif"), QStringLiteral("bin_at")};
    return names.contains(function);
}

QString aggregatePrefix(QStringView function)
{
    if (function == u"make_list" || function == u"makelist")
        return QStringLiteral("list");
    if (function == u"make_set" || function == u"makeset")
        return QStringLiteral("set");
    return function == u"make_bag" ? QStringLiteral("bag") : function.toString();
}

/// a.b["c"] as a_b_c; empty when the expression is no path.
QString pathName(const Outline &outline, Span expression)
{
    if (expression.empty() || !outline.isName(expression.from))
        return {};
    QString name = outline.name(expression.from);
    for (int i = expression.from + 1; i < expression.to;) {
        if (outline.is(i, u".") && outline.isName(i + 1) && i + 1 < expression.to) {
            name += u'_' + outline.name(i + 1);
            i += 2;
        } else if (outline.piece(i).kind == PieceKind::QuotedName) {
            name += u'_' + outline.name(i);
            ++i;
        } else if (outline.is(i, u"[") && outline.match(i) == i + 2 && outline.piece(i + 1).kind == PieceKind::Number) {
            name += u'_' + outline.view(i + 1).toString();
            i += 3;
        } else {
            return {};
        }
    }
    return name;
}

constexpr int namingDepth = 8; ///< calls within calls that are looked at

QString nameOfArgument(const Outline &outline, Span argument, int depth)
{
    if (depth > namingDepth)
        return {};
    const QString path = pathName(outline, argument);
    const int open = path.isEmpty() ? wholeCall(outline, argument) : -1;
    if (open < 0)
        return path;
    const QStringView function = outline.view(open - 1);
    const Span first = outline.split(outline.inside(open, argument), u",").front();
    const QString inner = nameOfArgument(outline, first, depth + 1);
    if (inner.isEmpty() || passesNameOn(function))
        return inner;
    return findSignature(function) != nullptr && findAggregate(function) == nullptr ? QString(function % u'_' % inner) : QString();
}

ImplicitNames rowNames(const Outline &outline, const std::vector<Span> &arguments)
{
    ImplicitNames result;
    for (const Span argument : arguments) {
        if (!argument.empty() && outline.is(argument.from, u"*"))
            result.everything = true;
        else
            result.names += pathName(outline, argument);
    }
    return result;
}

ImplicitNames percentileNames(const Outline &outline, const std::vector<Span> &arguments)
{
    ImplicitNames result;
    const QString column = nameOfArgument(outline, arguments.front(), 0);
    for (size_t i = 1; i < arguments.size(); ++i)
        if (!arguments[i].empty())
            result.names += u"percentile_" % column % u'_' % outline.view(arguments[i].from).toString().replace(u'.', u'_');
    return result;
}

std::optional<ImplicitNames> namesAt(const Outline &outline, Span expression, int depth);

std::optional<ImplicitNames> callNames(const Outline &outline, Span expression, int open, int depth)
{
    const QStringView function = outline.view(open - 1);
    const std::vector<Span> arguments = outline.split(outline.inside(open, expression), u",");
    if (function == u"arg_max" || function == u"arg_min" || function == u"take_any" || function == u"any")
        return rowNames(outline, arguments);
    if (function == u"percentile" || function == u"percentiles")
        return percentileNames(outline, arguments);
    const QString inner = nameOfArgument(outline, arguments.front(), 0);
    if (passesNameOn(function) && !inner.isEmpty())
        return ImplicitNames{{inner}, false};
    if (passesNameOn(function) && wholeCall(outline, arguments.front()) >= 0)
        return depth > namingDepth ? std::nullopt : namesAt(outline, arguments.front(), depth + 1);
    if (findAggregate(function) == nullptr)
        return std::nullopt;
    const bool nameless = function == u"count" || function == u"countif";
    return ImplicitNames{{aggregatePrefix(function) % u'_' % (nameless ? QString() : inner)}, false};
}

std::optional<ImplicitNames> namesAt(const Outline &outline, Span expression, int depth)
{
    const int open = wholeCall(outline, expression);
    if (open >= 0)
        return callNames(outline, expression, open, depth);
    const QString path = pathName(outline, expression);
    return path.isEmpty() ? std::nullopt : std::optional(ImplicitNames{{path}, false});
}

} // namespace

int wholeCall(const Outline &outline, Span expression)
{
    const int open = expression.from + 1;
    const bool call = open < expression.to && outline.piece(expression.from).kind == PieceKind::Name && outline.is(open, u"(");
    return call && outline.match(open) == expression.to - 1 ? open : -1;
}

std::optional<ImplicitNames> implicitNames(const Outline &outline, Span expression)
{
    return namesAt(outline, expression, 0);
}

} // namespace qd::kql::assist
