#include "policy/script/binder.h"

#include "policy/script/parser.h"

#include <charconv>

#include <QString>

namespace qd::lab::policy {

namespace {

const char *const notValue = "An expression with a value is expected here";

/// "System.Linq" and the like: names in front of a type.
bool isNamespacePart(const std::string &name)
{
    return name == "System" || name == "Newtonsoft" || name == "Linq" || name == "Json" || name == "Collections" || name == "Generic"
        || name == "Text" || name == "RegularExpressions";
}

/// True for "System.X.Y" made of nothing but namespace names.
bool isNamespace(const Node &node)
{
    if (node.syntax == Syntax::Name)
        return node.text == "System" || node.text == "Newtonsoft";
    return node.syntax == Syntax::Member && isNamespacePart(node.text) && isNamespace(node.child(0));
}

Bound constant(Value value, Kind kind)
{
    return {[value = std::move(value)](Frame &) { return value; }, typeOf(kind)};
}

} // namespace

size_t Binder::declare(const std::string &name, Type type, Place at)
{
    constexpr size_t mostSlots = 500;
    if (find(name) || name == "context")
        throw Fault{at, "A local variable named '" + name + "' is already defined in this scope", "CS0128", {}};
    if (m_slots >= mostSlots)
        throw Fault{at, "The expression has too many variables", "CS8078", {}};
    m_scopes.back()[name] = {m_slots, type};
    return m_slots++;
}

const Binder::Local *Binder::find(const std::string &name) const
{
    for (auto scope = m_scopes.rbegin(); scope != m_scopes.rend(); ++scope)
        if (const auto found = scope->find(name); found != scope->end())
            return &found->second;
    return nullptr;
}

Bound Binder::bindValue(const Node &node)
{
    Bound bound = bind(node);
    if (bound.isStatic)
        throw Fault{node.at, "'" + typeName(bound.type) + "' is a type, which is not valid in the given context", "CS0119", {}};
    if (bound.type->kind == Kind::Void)
        throw Fault{node.at, notValue, "CS0201", {}};
    return bound;
}

Script::Code Binder::boundTruth(const Node &node) { return converted(bindValue(node), typeOf(Kind::Bool), node.at); }

Bound Binder::bind(const Node &node)
{
    switch (node.syntax) {
    case Syntax::Name: return bindName(node);
    case Syntax::Member: return bindMember(node);
    case Syntax::Call: return bindCall(node);
    case Syntax::Index: return bindIndex(node);
    case Syntax::New: return bindNew(node);
    case Syntax::NewArray: return bindNewArray(node);
    case Syntax::Unary: return bindUnary(node.text, bindValue(node.child(0)), node.at);
    case Syntax::Binary: {
        Bound left = bindValue(node.child(0));
        return bindBinary(node.text, std::move(left), bindValue(node.child(1)), node.at);
    }
    case Syntax::Conditional: return bindConditional(node);
    case Syntax::Cast: return bindCast(node.type, bindValue(node.child(0)), node.at);
    case Syntax::As: return bindAs(node.type, bindValue(node.child(0)));
    case Syntax::Is: return node.text.empty() ? bindIs(node.type, bindValue(node.child(0))) : bindIsNamed(node);
    case Syntax::Interpolated: return bindInterpolated(node);
    case Syntax::Assign: return bindAssign(node);
    case Syntax::Increment: return bindIncrement(node);
    case Syntax::Lambda: throw Fault{node.at, "A lambda expression is not valid here", "CS1660", {}};
    default: return bindLiteral(node);
    }
}

Bound Binder::bindLiteral(const Node &node)
{
    switch (node.syntax) {
    case Syntax::True:
    case Syntax::False: return constant(Value::boolean(node.syntax == Syntax::True), Kind::Bool);
    case Syntax::Null: return constant({}, Kind::Null);
    case Syntax::String: return constant(Value::string(node.text), Kind::String);
    case Syntax::Character: return constant(Value::number(Kind::Char, QString::fromStdString(node.text).at(0).unicode()), Kind::Char);
    case Syntax::Real: return constant(Value::real(std::strtod(node.text.c_str(), nullptr)), Kind::Double);
    case Syntax::Integer:
    case Syntax::Long: {
        int64_t value = 0;
        const char *end = node.text.data() + node.text.size();
        if (std::from_chars(node.text.data(), end, value).ec != std::errc())
            throw Fault{node.at, "Integral constant is too large", "CS1021", {}};
        const bool isInt = node.syntax == Syntax::Integer && value <= INT32_MAX;
        return isInt ? constant(Value::integer(value), Kind::Int) : constant(Value::longInteger(value), Kind::Long);
    }
    default: throw Fault{node.at, notValue, "CS1525", {}};
    }
}

Bound Binder::bindName(const Node &node)
{
    if (const Local *local = find(node.text))
        return {[slot = local->slot](Frame &frame) { return frame.locals[slot]; }, local->type};
    if (node.text == "context")
        return constant(Value::number(Kind::Context, 0), Kind::Context);
    if (const Type type = parseType(node.text))
        return {nullptr, type, true};
    throw Fault{node.at, "The name '" + node.text + "' does not exist in the current context", "CS0103", {}};
}

Bound Binder::bindMember(const Node &node)
{
    if (isNamespace(node.child(0)) && !find("System")) {
        const Type type = parseType(node.text);
        if (!type)
            throw Fault{node.at, "The type or namespace name '" + node.text + "' could not be found", "CS0234", {}};
        return {nullptr, type, true};
    }
    Bound receiver = bind(node.child(0));
    if (receiver.isStatic) {
        Value value = enumerationValue(receiver.type->kind, node.text);
        if (!value.isNull())
            return constant(std::move(value), receiver.type->kind);
    }
    return callNamed(std::move(receiver), node.text + "\n", {}, {}, node.at, node.isConditional);
}

Bound Binder::bindIndex(const Node &node)
{
    Bound receiver = bindValue(node.child(0));
    std::vector<Given> given(1);
    given[0] = {&node.child(1), bindValue(node.child(1))};
    return callNamed(std::move(receiver), "[]", std::move(given), {}, node.at, node.isConditional);
}

Bound Binder::bindConditional(const Node &node)
{
    Script::Code condition = boundTruth(node.child(0));
    Bound then = bindValue(node.child(1));
    Bound otherwise = bindValue(node.child(2));
    const Type type = commonType(then.type, otherwise.type, node.at);
    Script::Code first = converted(std::move(then), type, node.child(1).at);
    Script::Code second = converted(std::move(otherwise), type, node.child(2).at);
    return {[condition = std::move(condition), first = std::move(first), second = std::move(second)](Frame &frame) {
                frame.step();
                return condition(frame).truth() ? first(frame) : second(frame);
            },
            type};
}

/// "x is Type name": tests and declares.
Bound Binder::bindIsNamed(const Node &node)
{
    Bound operand = bindValue(node.child(0));
    const size_t slot = declare(node.text, node.type, node.at);
    Bound held{[slot](Frame &frame) { return frame.locals[slot]; }, operand.type};
    Script::Code test = bindIs(node.type, held).run;
    return {[slot, code = std::move(operand.run), test = std::move(test)](Frame &frame) {
                frame.locals[slot] = code(frame);
                return test(frame);
            },
            typeOf(Kind::Bool)};
}

Bound Binder::bindInterpolated(const Node &node)
{
    std::vector<Script::Code> pieces;
    for (const NodeRef &child : node.children)
        pieces.push_back(bindValue(*child).run);
    return {[pieces = std::move(pieces)](Frame &frame) {
                std::string out;
                for (const Script::Code &piece : pieces) {
                    out += toText(piece(frame));
                    frame.step();
                }
                return frame.text(std::move(out));
            },
            typeOf(Kind::String)};
}

Bound Binder::bindAssign(const Node &node)
{
    Bound value = bindValue(node.child(1));
    if (node.text == "=")
        return assigned(node.child(0), std::move(value), node.at);
    const std::string mark = node.text.substr(0, node.text.size() - 1);
    return assigned(node.child(0), bindBinary(mark, bindValue(node.child(0)), std::move(value), node.at), node.at);
}

Bound Binder::bindIncrement(const Node &node)
{
    Bound before = bindValue(node.child(0));
    Bound one = constant(Value::integer(1), Kind::Int);
    Bound after = bindBinary(node.text.substr(0, 1), before, std::move(one), node.at);
    Bound stored = assigned(node.child(0), std::move(after), node.at);
    if (!node.isConditional)
        return stored;
    return {[old = before.run, store = std::move(stored.run)](Frame &frame) {
                Value value = old(frame);
                (void)store(frame);
                return value;
            },
            before.type};
}

Bound Binder::assigned(const Node &target, Bound value, Place at)
{
    if (target.syntax == Syntax::Name) {
        const Local *local = find(target.text);
        if (!local)
            throw Fault{target.at, "The name '" + target.text + "' does not exist in the current context", "CS0103", {}};
        Script::Code code = converted(std::move(value), local->type, at);
        return {[slot = local->slot, code = std::move(code)](Frame &frame) { return frame.locals[slot] = code(frame); }, local->type};
    }
    std::vector<Given> given;
    if (target.syntax == Syntax::Index)
        given.push_back({&target.child(1), bindValue(target.child(1))});
    else if (target.syntax != Syntax::Member)
        throw Fault{at, "The left-hand side of an assignment must be a variable, property or indexer", "CS0131", {}};
    const Type type = value.type;
    given.push_back({&target, std::move(value)});
    const std::string name = target.syntax == Syntax::Index ? "[]=" : target.text + "=";
    try {
        Bound stored = callNamed(bindValue(target.child(0)), name, std::move(given), {}, at, false);
        stored.type = type;
        return stored;
    } catch (Fault &fault) {
        if (fault.code == "CS1061" || fault.code == "CS0021")
            fault = {at, "Property or indexer cannot be assigned to: it is read only", "CS0200", {}};
        throw;
    }
}

std::variant<Value, ScriptFault> Script::run(ScriptContext &context, ScriptLimits limits) const
{
    Frame frame(context, m_slots, limits);
    try {
        return m_code(frame);
    } catch (const ScriptFault &fault) {
        return fault;
    }
}

std::variant<ScriptRef, Fault> compileScript(std::string_view text, Place start, Type wanted)
{
    try {
        const NodeRef tree = parseScript(text, start);
        Binder binder;
        Bound body = binder.bindBody(*tree, wanted);
        return std::make_shared<const Script>(std::move(body.run), body.type, binder.slotCount());
    } catch (const Fault &fault) {
        return fault;
    }
}

} // namespace qd::lab::policy
