#include "kql/constantfold.h"

#include <cmath>

namespace qd::lab {

namespace {

constexpr qint64 firstInstant = -62135596800000000; ///< 0001-01-01, in microseconds since 1970
constexpr qint64 lastInstant = 253402300799999999;
constexpr double wholeLimit = 9.2e18;

/// A constant of the type that counts so much; nothing for a time outside the years 1 to 9999.
std::optional<BoundExpr> counted(ColumnType type, qint64 value)
{
    if (type == ColumnType::TimeSpan)
        return constantExpr(type, Microseconds(value));
    if (type != ColumnType::DateTime)
        return constantExpr(type, value);
    if (value < firstInstant || value > lastInstant)
        return std::nullopt;
    return constantExpr(type, Instant(Microseconds(value)));
}

/// The type of a sum or difference that is reckoned in whole numbers.
std::optional<ColumnType> sumType(bool plus, ColumnType left, ColumnType right)
{
    if (isIntegral(left) && isIntegral(right))
        return ColumnType::Long;
    if (right == ColumnType::TimeSpan && (left == ColumnType::DateTime || left == ColumnType::TimeSpan))
        return left;
    if (left == ColumnType::TimeSpan && right == ColumnType::DateTime && plus)
        return right;
    const bool areTimes = left == ColumnType::DateTime && right == ColumnType::DateTime;
    return areTimes && !plus ? std::optional(ColumnType::TimeSpan) : std::nullopt;
}

std::optional<BoundExpr> foldedSum(bool plus, const BoundExpr &left, const BoundExpr &right)
{
    const auto a = wholeConstant(left), b = wholeConstant(right);
    const auto type = sumType(plus, left.type, right.type);
    qint64 sum = 0;
    if (!a || !b || !type)
        return std::nullopt;
    const bool overflows = plus ? __builtin_add_overflow(*a, *b, &sum) : __builtin_sub_overflow(*a, *b, &sum);
    return overflows ? std::nullopt : counted(*type, sum);
}

std::optional<BoundExpr> foldedProduct(const BoundExpr &left, const BoundExpr &right)
{
    const auto a = wholeConstant(left), b = wholeConstant(right);
    qint64 product = 0;
    if (!a || !b || !isIntegral(left.type) || !isIntegral(right.type) || __builtin_mul_overflow(*a, *b, &product))
        return std::nullopt;
    return counted(ColumnType::Long, product);
}

std::optional<double> numberConstant(const BoundExpr &expr)
{
    if (const double *real = expr.constant ? std::get_if<double>(&*expr.constant) : nullptr)
        return *real;
    const auto whole = wholeConstant(expr);
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

/// A span made longer or shorter by a number.
std::optional<BoundExpr> foldedScale(bool times, const BoundExpr &left, const BoundExpr &right)
{
    const bool scaled = left.type == ColumnType::TimeSpan && isNumeric(right.type);
    const bool scaling = times && right.type == ColumnType::TimeSpan && isNumeric(left.type);
    const auto a = numberConstant(left), b = numberConstant(right);
    if (!a || !b || !(scaled || scaling))
        return std::nullopt;
    const double made = std::trunc(times ? *a * *b : *a / *b);
    return std::abs(made) < wholeLimit ? counted(ColumnType::TimeSpan, static_cast<qint64>(made)) : std::nullopt;
}

} // namespace

std::optional<qint64> wholeConstant(const BoundExpr &expr)
{
    if (!expr.constant)
        return std::nullopt;
    if (const auto *at = std::get_if<Instant>(&*expr.constant))
        return at->time_since_epoch().count();
    if (const auto *span = std::get_if<Microseconds>(&*expr.constant))
        return span->count();
    const auto *number = std::get_if<qint64>(&*expr.constant);
    return number != nullptr && isIntegral(expr.type) ? std::optional(*number) : std::nullopt;
}

bool isPositive(const BoundExpr &expr)
{
    const auto number = numberConstant(expr);
    return number && *number > 0;
}

std::optional<BoundExpr> foldedArithmetic(const QString &symbol, const BoundExpr &left, const BoundExpr &right)
{
    if (symbol == u"+" || symbol == u"-")
        return foldedSum(symbol == u"+", left, right);
    if (symbol != u"*" && symbol != u"/")
        return std::nullopt;
    const auto product = symbol == u"*" ? foldedProduct(left, right) : std::nullopt;
    return product ? product : foldedScale(symbol == u"*", left, right);
}

std::optional<BoundExpr> foldedBin(const BoundExpr &value, const BoundExpr &step)
{
    const auto at = wholeConstant(value), width = wholeConstant(step);
    const bool isTemporal = value.type == ColumnType::DateTime || value.type == ColumnType::TimeSpan;
    if (!at || !width || *width <= 0 || (step.type == ColumnType::TimeSpan) != isTemporal)
        return std::nullopt;
    const qint64 distance = value.type == ColumnType::DateTime ? *at - firstInstant : *at;
    const qint64 rest = distance % *width;
    qint64 bin = 0;
    if (__builtin_sub_overflow(*at, rest < 0 ? rest + *width : rest, &bin))
        return std::nullopt;
    return counted(isTemporal ? value.type : commonType(value.type, step.type).value_or(value.type), bin);
}

} // namespace qd::lab
