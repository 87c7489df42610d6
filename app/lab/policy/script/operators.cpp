#include "policy/script/operators.h"

#include <cmath>

namespace qd::lab::policy {

namespace {

using Code = Script::Code;

[[noreturn]] void badOperands(const std::string &mark, Type a, Type b, Place at)
{
    throw Fault{at, "Operator '" + mark + "' cannot be applied to operands of type '" + typeName(a) + "' and '" + typeName(b) + "'", "CS0019", {}};
}

Value wholeResult(Kind kind, int64_t value)
{
    return kind == Kind::Int ? Value::integer(static_cast<int32_t>(static_cast<uint64_t>(value))) : Value::longInteger(value);
}

int64_t wholeOperation(char mark, int64_t a, int64_t b)
{
    const auto x = static_cast<uint64_t>(a);
    const auto y = static_cast<uint64_t>(b);
    switch (mark) {
    case '+': return static_cast<int64_t>(x + y);
    case '-': return static_cast<int64_t>(x - y);
    case '*': return static_cast<int64_t>(x * y);
    case '&': return a & b;
    case '|': return a | b;
    case '^': return a ^ b;
    default: break;
    }
    if (b == 0)
        throw ScriptFault{"Attempted to divide by zero."};
    if (b == -1)
        return mark == '/' ? static_cast<int64_t>(0 - x) : 0;
    return mark == '/' ? a / b : a % b;
}

double realOperation(char mark, double a, double b)
{
    switch (mark) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    default: return std::fmod(a, b);
    }
}

Bound arithmetic(char mark, const Bound &left, const Bound &right)
{
    const bool isReal = left.type->kind == Kind::Double || right.type->kind == Kind::Double;
    const bool isLong = left.type->kind == Kind::Long || right.type->kind == Kind::Long;
    const Kind kind = isReal ? Kind::Double : isLong ? Kind::Long : Kind::Int;
    Code code = [mark, kind, a = left.run, b = right.run](Frame &frame) {
        frame.step();
        const Value x = a(frame);
        const Value y = b(frame);
        if (kind == Kind::Double)
            return Value::real(realOperation(mark, x.floating(), y.floating()));
        return wholeResult(kind, wholeOperation(mark, x.whole(), y.whole()));
    };
    return {std::move(code), typeOf(kind)};
}

Bound timeArithmetic(char mark, const Bound &left, const Bound &right, Place at)
{
    const bool bothTimes = left.type->kind == Kind::DateTime && right.type->kind == Kind::DateTime;
    if (right.type->kind != Kind::TimeSpan && !(bothTimes && mark == '-'))
        badOperands(std::string(1, mark), left.type, right.type, at);
    const Kind kind = bothTimes ? Kind::TimeSpan : left.type->kind;
    Code code = [mark, kind, a = left.run, b = right.run](Frame &frame) {
        const int64_t x = a(frame).whole();
        return Value::number(kind, wholeOperation(mark, x, b(frame).whole()));
    };
    return {std::move(code), typeOf(kind)};
}

Bound joinedText(const Bound &left, const Bound &right)
{
    Code code = [a = left.run, b = right.run](Frame &frame) {
        frame.step();
        std::string text = toText(a(frame));
        text += toText(b(frame));
        return frame.text(std::move(text));
    };
    return {std::move(code), typeOf(Kind::String)};
}

/// True when == of the two types compares what they hold and not which object they are.
bool comparesValues(Type a, Type b)
{
    if (a->kind == Kind::Null || b->kind == Kind::Null)
        return false;
    return (a->kind == Kind::String && b->kind == Kind::String) || (a->kind == Kind::Guid && b->kind == Kind::Guid);
}

bool canCompare(Type a, Type b)
{
    if (a == b || (isNumeric(a) && isNumeric(b)))
        return a->kind != Kind::Void;
    const bool references = isNullable(a) && isNullable(b);
    if (a->kind == Kind::Null || b->kind == Kind::Null)
        return references;
    return references && (a->kind == Kind::Object || b->kind == Kind::Object || conversionCost(a, b) >= 0 || conversionCost(b, a) >= 0);
}

Bound equality(bool wanted, Bound left, Bound right, Place at)
{
    const bool nullCheck = (left.isShort && right.type->kind == Kind::Null) || (right.isShort && left.type->kind == Kind::Null);
    if (!canCompare(left.type, right.type) && !nullCheck)
        badOperands(wanted ? "==" : "!=", left.type, right.type, at);
    const bool values = comparesValues(left.type, right.type);
    Code code = [wanted, values, a = std::move(left.run), b = std::move(right.run)](Frame &frame) {
        frame.step();
        const Value x = a(frame);
        const Value y = b(frame);
        const bool both = !x.isNull() && !y.isNull();
        return Value::boolean((values && both ? x.text() == y.text() : sameValue(x, y)) == wanted);
    };
    return {std::move(code), typeOf(Kind::Bool)};
}

bool isOrdered(Type type) { return isNumeric(type) || type->kind == Kind::DateTime || type->kind == Kind::TimeSpan; }

Bound ordering(const std::string &mark, const Bound &left, const Bound &right, Place at)
{
    const bool fit = isOrdered(left.type) && isOrdered(right.type) && (left.type == right.type || (isNumeric(left.type) && isNumeric(right.type)));
    if (!fit)
        badOperands(mark, left.type, right.type, at);
    const bool isReal = left.type->kind == Kind::Double || right.type->kind == Kind::Double;
    Code code = [mark, isReal, a = left.run, b = right.run](Frame &frame) {
        frame.step();
        const Value x = a(frame);
        const Value y = b(frame);
        const bool less = isReal ? x.floating() < y.floating() : x.whole() < y.whole();
        const bool more = isReal ? x.floating() > y.floating() : x.whole() > y.whole();
        if (x.isNull() || y.isNull())
            return Value::boolean(false);
        const bool same = isReal ? x.floating() == y.floating() : !less && !more;
        return Value::boolean((mark[0] == '<' ? less : more) || (mark.size() == 2 && same));
    };
    return {std::move(code), typeOf(Kind::Bool)};
}

Bound logical(const std::string &mark, const Bound &left, const Bound &right)
{
    const bool isAnd = mark[0] == '&';
    Code code = [isAnd, a = left.run, b = right.run](Frame &frame) {
        frame.step();
        const bool first = a(frame).truth();
        return first == isAnd ? b(frame) : Value::boolean(first);
    };
    return {std::move(code), typeOf(Kind::Bool)};
}

Bound bitwise(const std::string &mark, const Bound &left, const Bound &right)
{
    if (left.type->kind != Kind::Bool)
        return arithmetic(mark[0], left, right);
    Code code = [mark = mark[0], a = left.run, b = right.run](Frame &frame) {
        const int64_t x = a(frame).truth() ? 1 : 0;
        return Value::boolean(wholeOperation(mark, x, b(frame).truth() ? 1 : 0) != 0);
    };
    return {std::move(code), typeOf(Kind::Bool)};
}

Bound coalesced(Bound left, Bound right, Place at)
{
    if (!isNullable(left.type) && !left.isShort)
        badOperands("??", left.type, right.type, at);
    const Type type = commonType(left.type, right.type, at);
    Code first = converted(std::move(left), type, at);
    Code second = converted(std::move(right), type, at);
    Code code = [a = std::move(first), b = std::move(second)](Frame &frame) {
        Value value = a(frame);
        return value.isNull() ? b(frame) : value;
    };
    return {std::move(code), type};
}

bool valueIs(const Value &value, Type type)
{
    if (value.isNull())
        return false;
    if (type->kind == Kind::Object || value.kind == type->kind)
        return true;
    return type->kind == Kind::Token ? std::holds_alternative<JsonRef>(value.data)
                                     : type->kind == Kind::Enumerable && std::holds_alternative<CollectionRef>(value.data);
}

[[noreturn]] void badCast(const Value &value, Type to)
{
    throw ScriptFault{"Unable to cast object of type '" + typeName(typeOf(value.kind, typeOf(Kind::Object), typeOf(Kind::Object)))
                      + "' to type '" + typeName(to) + "'."};
}

Value castValue(const Value &value, Type from, Type to)
{
    if (value.isNull()) {
        if (isNullable(to))
            return value;
        throw ScriptFault{"Object reference not set to an instance of an object."};
    }
    if (to->kind == Kind::Object || valueIs(value, to))
        return value;
    if (isJson(from) && std::holds_alternative<JsonRef>(value.data))
        return fromJson(value.node(), to);
    if (isNumeric(from) && isNumeric(to)) {
        if (to->kind == Kind::Double)
            return Value::real(value.floating());
        return to->kind == Kind::Long ? Value::longInteger(value.whole())
             : to->kind == Kind::Char ? Value::number(Kind::Char, static_cast<uint16_t>(value.whole()))
                                      : wholeResult(Kind::Int, value.whole());
    }
    if (to->kind == Kind::Token && from->kind != Kind::Object)
        return Value::json(toJson(value));
    badCast(value, to);
}

} // namespace

Type commonType(Type a, Type b, Place at)
{
    if (conversionCost(b, a) >= 0)
        return a;
    if (conversionCost(a, b) >= 0)
        return b;
    throw Fault{at, "Type of conditional expression cannot be determined because there is no implicit conversion between '" + typeName(a)
                        + "' and '" + typeName(b) + "'", "CS0173", {}};
}

Script::Code converted(Bound from, Type to, Place at)
{
    const int cost = conversionCost(from.type, to);
    if (cost < 0)
        throw Fault{at, "Cannot implicitly convert type '" + typeName(from.type) + "' to '" + typeName(to) + "'", "CS0029", {}};
    const bool changes = cost > 0 && ((isNumeric(from.type) && isNumeric(to)) || (to->kind == Kind::Token && !isJson(from.type) && from.type->kind != Kind::Null));
    if (!changes)
        return std::move(from.run);
    return [code = std::move(from.run), source = from.type, to](Frame &frame) {
        const Value value = code(frame);
        return to->kind == Kind::Token ? Value::json(toJson(value)) : castValue(value, source, to);
    };
}

Bound bindBinary(const std::string &mark, Bound left, Bound right, Place at)
{
    if (mark == "??")
        return coalesced(std::move(left), std::move(right), at);
    if (mark == "==" || mark == "!=")
        return equality(mark == "==", std::move(left), std::move(right), at);
    const bool truths = left.type->kind == Kind::Bool && right.type->kind == Kind::Bool;
    if (mark == "&&" || mark == "||") {
        if (!truths)
            badOperands(mark, left.type, right.type, at);
        return logical(mark, left, right);
    }
    if (mark[0] == '<' || mark[0] == '>')
        return ordering(mark, left, right, at);
    const bool text = left.type->kind == Kind::String || right.type->kind == Kind::String;
    if (mark == "+" && text && left.type->kind != Kind::Void && right.type->kind != Kind::Void)
        return joinedText(left, right);
    const bool isTime = left.type->kind == Kind::DateTime || left.type->kind == Kind::TimeSpan;
    if ((mark == "+" || mark == "-") && isTime)
        return timeArithmetic(mark[0], left, right, at);
    const bool isBits = mark == "&" || mark == "|" || mark == "^";
    const bool wholes = left.type->kind != Kind::Double && right.type->kind != Kind::Double;
    if (isBits && truths)
        return bitwise(mark, left, right);
    if (!isNumeric(left.type) || !isNumeric(right.type) || (isBits && !wholes))
        badOperands(mark, left.type, right.type, at);
    return arithmetic(mark[0], left, right);
}

Bound bindUnary(const std::string &mark, Bound operand, Place at)
{
    const bool fits = mark == "!" ? operand.type->kind == Kind::Bool : isNumeric(operand.type);
    if (!fits)
        throw Fault{at, "Operator '" + mark + "' cannot be applied to operand of type '" + typeName(operand.type) + "'", "CS0023", {}};
    if (mark == "!")
        return {[code = std::move(operand.run)](Frame &frame) { return Value::boolean(!code(frame).truth()); }, typeOf(Kind::Bool)};
    if (mark == "+")
        return operand;
    Bound zero{[](Frame &) { return Value::integer(0); }, typeOf(Kind::Int)};
    return arithmetic('-', zero, operand);
}

Bound bindCast(Type type, Bound operand, Place at)
{
    if (!canCast(operand.type, type))
        throw Fault{at, "Cannot convert type '" + typeName(operand.type) + "' to '" + typeName(type) + "'", "CS0030", {}};
    Code code = [inner = std::move(operand.run), from = operand.type, type](Frame &frame) {
        frame.step();
        return castValue(inner(frame), from, type);
    };
    return {std::move(code), type};
}

Bound bindAs(Type type, Bound operand)
{
    Code code = [inner = std::move(operand.run), type](Frame &frame) {
        Value value = inner(frame);
        return valueIs(value, type) ? value : Value{};
    };
    return {std::move(code), type};
}

Bound bindIs(Type type, const Bound &operand)
{
    Code code = [inner = operand.run, type](Frame &frame) {
        const Value value = inner(frame);
        return Value::boolean(type ? valueIs(value, type) : value.isNull());
    };
    return {std::move(code), typeOf(Kind::Bool)};
}

} // namespace qd::lab::policy
