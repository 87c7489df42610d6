#include "kql/constantfold.h"
#include "kql/functions.h"

namespace qd::lab {

namespace {

/// Microseconds from 1970 back to 0001-01-01, from where KQL counts the bins of a datetime.
const QString firstMicrosecond = QStringLiteral("-62135596800000000");

BoundExpr bindRealFunction(const FunctionCall &call, const QString &function)
{
    return madeExpr(ColumnType::Real, function % u"(CAST(" % call.number(0) % u" AS DOUBLE))", call.args[0].nullable);
}

/// Functions that have the same name in SQL and take any number.
BoundExpr bindSameName(const FunctionCall &call) { return bindRealFunction(call, call.expr.name); }

/// asin and acos: null outside -1 to 1.
BoundExpr bindArc(const FunctionCall &call)
{
    const BoundExpr made = bindRealFunction(call, call.expr.name);
    return madeExpr(ColumnType::Real, u"CASE WHEN abs(" % call.number(0) % u") <= 1 THEN " % made.sql % u" END", true);
}

BoundExpr bindPower(const FunctionCall &call)
{
    const QString base = call.expr.name == u"exp2" ? QStringLiteral("2") : QStringLiteral("10");
    return madeExpr(ColumnType::Real, u"pow(" % base % u", CAST(" % call.number(0) % u" AS DOUBLE))", call.args[0].nullable);
}

BoundExpr bindAtan2(const FunctionCall &call)
{
    return madeExpr(ColumnType::Real, u"atan2(CAST(" % call.number(0) % u" AS DOUBLE), CAST(" % call.number(1) % u" AS DOUBLE))", call.anyNullable());
}

BoundExpr bindPi(const FunctionCall &) { return madeExpr(ColumnType::Real, QStringLiteral("pi()"), false); }

BoundExpr bindBinary(const FunctionCall &call)
{
    const QString &name = call.expr.name;
    const QString symbol = name == u"binary_and" ? QStringLiteral("&") : QStringLiteral("|");
    if (!isIntegral(call.args[0].type) || !isIntegral(call.args[1].type))
        return call.typeError(isIntegral(call.args[0].type) ? 1 : 0, QStringLiteral("a whole number"));
    const QString pair = u"CAST(" % call.args[0].sql % u" AS BIGINT)";
    const QString other = u"CAST(" % call.args[1].sql % u" AS BIGINT)";
    if (name == u"binary_xor")
        return madeExpr(ColumnType::Long, u"xor(" % pair % u", " % other % u')', call.anyNullable());
    return madeExpr(ColumnType::Long, u'(' % pair % u' ' % symbol % u' ' % other % u')', call.anyNullable());
}

BoundExpr bindExp(const FunctionCall &call) { return bindRealFunction(call, QStringLiteral("exp")); }

/// sqrt and the logarithms are null where DuckDB would end the query.
BoundExpr bindGuarded(const FunctionCall &call)
{
    const QString value = call.number(0);
    const QString function = call.expr.name == u"log" ? QStringLiteral("ln") : call.expr.name;
    const bool root = function == u"sqrt";
    const QString zero = root ? QString() : QString(u"WHEN " % value % u" = 0 THEN CAST('-inf' AS DOUBLE) ");
    return madeExpr(ColumnType::Real, u"CASE WHEN " % value % (root ? u" >= 0" : u" > 0") % u" THEN " % function % u"(CAST("
                        % value % u" AS DOUBLE)) " % zero % u"END", true);
}

BoundExpr bindPow(const FunctionCall &call)
{
    return madeExpr(ColumnType::Real, u"pow(CAST(" % call.number(0) % u" AS DOUBLE), CAST(" % call.number(1)
                        % u" AS DOUBLE))", call.anyNullable());
}

BoundExpr bindAbs(const FunctionCall &call)
{
    const ColumnType type = call.args[0].type;
    if (type != ColumnType::TimeSpan)
        call.number(0);
    return madeExpr(type, u"abs(" % call.args[0].sql % u')', call.args[0].nullable);
}

BoundExpr bindSign(const FunctionCall &call)
{
    return madeExpr(ColumnType::Long, u"CAST(sign(" % call.number(0) % u") AS BIGINT)", call.args[0].nullable);
}

BoundExpr bindCeiling(const FunctionCall &call)
{
    return madeExpr(ColumnType::Real, u"ceil(CAST(" % call.number(0) % u" AS DOUBLE))", call.args[0].nullable);
}

BoundExpr bindRound(const FunctionCall &call)
{
    const QString digits = call.args.size() > 1 ? QString(u", " % QString::number(call.constantInteger(1))) : QString();
    const QString value = call.number(0);
    if (isIntegral(call.args[0].type) && digits.isEmpty())
        return call.args[0];
    return madeExpr(ColumnType::Real, u"round(CAST(" % value % u" AS DOUBLE)" % digits % u')', call.args[0].nullable);
}

BoundExpr bindIsNan(const FunctionCall &call)
{
    const QString test = call.expr.name == u"isfinite" ? QStringLiteral("isfinite")
        : call.expr.name == u"isinf"                   ? QStringLiteral("isinf")
                                                       : QStringLiteral("isnan");
    return madeExpr(ColumnType::Bool, test % u"(CAST(" % call.number(0) % u" AS DOUBLE))", call.args[0].nullable);
}

/// min_of and max_of: one type, nulls ignored.
BoundExpr bindExtreme(const FunctionCall &call)
{
    std::optional<ColumnType> type = call.args[0].type;
    QStringList values;
    bool nullable = true;
    for (size_t i = 0; i < call.args.size(); ++i) {
        const auto next = type ? commonType(*type, call.args[i].type) : std::nullopt;
        if (!next || *next == ColumnType::Dynamic)
            return call.typeError(i, QStringLiteral("of the same type as the others"));
        type = next;
        values += plainExpr(call.args[i]).sql;
        nullable = nullable && call.args[i].nullable;
    }
    const QString function = call.expr.name == u"max_of" ? QStringLiteral("greatest(") : QStringLiteral("least(");
    return madeExpr(*type, u"CAST(" % function % values.join(u", ") % u") AS " % sqlTypeName(*type) % u')', nullable);
}

QString binSql(ColumnType type, const QString &value, const QString &step)
{
    if (type == ColumnType::DateTime)
        return u"make_timestamp(epoch_us(" % value % u") - (epoch_us(" % value % u") - " % firstMicrosecond % u") % " % step % u')';
    if (type == ColumnType::Real)
        return u"(floor(" % value % u" / " % step % u") * " % step % u')';
    return u'(' % value % u" - ((" % value % u" % " % step % u") + " % step % u") % " % step % u')';
}

/// The type of the result, or nothing when value and step do not go together.
std::optional<ColumnType> binType(ColumnType value, ColumnType step)
{
    const bool temporal = value == ColumnType::DateTime || value == ColumnType::TimeSpan;
    if (temporal)
        return step == ColumnType::TimeSpan ? std::optional(value) : std::nullopt;
    return isNumeric(value) && isNumeric(step) ? commonType(value, step) : std::nullopt;
}

} // namespace

BoundExpr bindBin(const FunctionCall &call)
{
    const BoundExpr &value = call.args[0];
    const BoundExpr &step = call.args[1];
    const auto type = binType(value.type, step.type);
    if (!type)
        return call.typeError(value.type == ColumnType::DateTime ? 1 : 0, QStringLiteral("binnable"));
    if (const auto folded = foldedBin(value, step))
        return *folded;
    const bool real = *type == ColumnType::Real;
    const QString left = real ? QString(u"CAST(" % value.sql % u" AS DOUBLE)") : value.sql;
    const QString right = real ? QString(u"CAST(" % step.sql % u" AS DOUBLE)") : step.sql;
    const QString sql = binSql(*type, left, right);
    if (isPositive(step))
        return madeExpr(*type, sql, value.nullable);
    return madeExpr(*type, u"CASE WHEN " % right % u" > 0 THEN " % sql % u" END", true);
}

/// bin_at(value, step, anchor): bins counted from the anchor.
BoundExpr bindBinAt(const FunctionCall &call)
{
    const auto type = binType(call.args[0].type, call.args[1].type);
    if (!type || !commonType(call.args[0].type, call.args[2].type))
        return call.typeError(type ? 2 : 1, QStringLiteral("binnable"));
    const bool time = *type == ColumnType::DateTime;
    const bool real = *type == ColumnType::Real || call.args[2].type == ColumnType::Real;
    const auto whole = [&](size_t index) -> QString {
        const QString &sql = call.args[index].sql;
        return call.args[index].type == ColumnType::DateTime ? QString(u"epoch_us(" % sql % u')') : real ? QString(u"CAST(" % sql % u" AS DOUBLE)") : sql;
    };
    const QString distance = u'(' % whole(0) % u" - " % whole(2) % u')';
    QString bin = real ? QString(whole(2) % u" + floor(" % distance % u" / " % whole(1) % u") * " % whole(1))
                       : QString(whole(0) % u" - ((" % distance % u" % " % whole(1) % u") + " % whole(1) % u") % " % whole(1));
    bin = time ? QString(u"make_timestamp(" % bin % u')') : bin;
    return madeExpr(real ? ColumnType::Real : *type, u"CASE WHEN " % whole(1) % u" > 0 THEN " % bin % u" END", true);
}

std::span<const FunctionEntry> mathFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"bin", 2, 2, bindBin}, {"floor", 2, 2, bindBin}, {"round", 1, 2, bindRound}, {"abs", 1, 1, bindAbs},
        {"sqrt", 1, 1, bindGuarded}, {"log", 1, 1, bindGuarded}, {"log10", 1, 1, bindGuarded}, {"log2", 1, 1, bindGuarded},
        {"exp", 1, 1, bindExp}, {"pow", 2, 2, bindPow}, {"sign", 1, 1, bindSign}, {"ceiling", 1, 1, bindCeiling},
        {"isnan", 1, 1, bindIsNan}, {"isinf", 1, 1, bindIsNan}, {"isfinite", 1, 1, bindIsNan},
        {"min_of", 2, 64, bindExtreme}, {"max_of", 2, 64, bindExtreme}, {"bin_at", 3, 3, bindBinAt},
        {"sin", 1, 1, bindSameName}, {"cos", 1, 1, bindSameName}, {"tan", 1, 1, bindSameName}, {"atan", 1, 1, bindSameName},
        {"radians", 1, 1, bindSameName}, {"degrees", 1, 1, bindSameName}, {"cot", 1, 1, bindSameName}, {"gamma", 1, 1, bindSameName}, {"asin", 1, 1, bindArc}, {"acos", 1, 1, bindArc},
        {"exp2", 1, 1, bindPower}, {"exp10", 1, 1, bindPower}, {"atan2", 2, 2, bindAtan2}, {"pi", 0, 0, bindPi},
        {"binary_and", 2, 2, bindBinary}, {"binary_or", 2, 2, bindBinary}, {"binary_xor", 2, 2, bindBinary}};
    return entries;
}

} // namespace qd::lab
