#include "policy/script/binder.h"

namespace qd::lab::policy {

Bound Binder::bindBody(const Node &body, Type wanted)
{
    const Scope scope(*this);
    m_wanted = wanted;
    Step run = bindStatement(body);
    if (!alwaysEnds(body))
        throw Fault{body.at, "Not all code paths return a value", "CS0161", {}};
    Script::Code code = [run = std::move(run)](Frame &frame) {
        (void)run(frame);
        return frame.result;
    };
    return {std::move(code), m_result ? m_result : typeOf(Kind::Null)};
}

bool Binder::alwaysEnds(const Node &node)
{
    switch (node.syntax) {
    case Syntax::Return:
    case Syntax::Throw: return true;
    case Syntax::Block:
        for (const NodeRef &child : node.children)
            if (alwaysEnds(*child))
                return true;
        return false;
    case Syntax::If: return node.children.size() == 3 && alwaysEnds(node.child(1)) && alwaysEnds(node.child(2));
    case Syntax::Try: return alwaysEnds(node.child(0)) && alwaysEnds(node.child(1));
    default: return false;
    }
}

Binder::Step Binder::bindStatement(const Node &node)
{
    switch (node.syntax) {
    case Syntax::Block: return bindBlock(node);
    case Syntax::Declare: return bindDeclaration(node);
    case Syntax::If: return bindIf(node);
    case Syntax::Foreach: return bindForeach(node);
    case Syntax::While: return bindLoop(node.child(0), node.child(1), nullptr);
    case Syntax::For: {
        const Scope scope(*this);
        Step begin = bindStatement(node.child(0));
        Step loop = bindLoop(node.child(1), node.child(2), &node.child(3));
        return [begin = std::move(begin), loop = std::move(loop)](Frame &frame) {
            (void)begin(frame);
            return loop(frame);
        };
    }
    case Syntax::Try: return bindTry(node);
    case Syntax::Return: return bindReturn(node);
    case Syntax::Throw: return bindThrow(node);
    case Syntax::Break: return [](Frame &) { return Flow::Break; };
    case Syntax::Continue: return [](Frame &) { return Flow::Continue; };
    default: break;
    }
    const Syntax what = node.child(0).syntax;
    if (what != Syntax::Call && what != Syntax::Assign && what != Syntax::Increment && what != Syntax::New)
        throw Fault{node.at, "Only assignment, call, increment, decrement, and new object expressions can be used as a statement", "CS0201", {}};
    return [code = bind(node.child(0)).run](Frame &frame) {
        frame.step();
        (void)code(frame);
        return Flow::Next;
    };
}

Binder::Step Binder::bindBlock(const Node &node)
{
    const Scope scope(*this);
    std::vector<Step> steps;
    for (const NodeRef &child : node.children)
        steps.push_back(bindStatement(*child));
    return [steps = std::move(steps)](Frame &frame) {
        for (const Step &step : steps)
            if (const Flow flow = step(frame); flow != Flow::Next)
                return flow;
        return Flow::Next;
    };
}

Binder::Step Binder::bindDeclaration(const Node &node)
{
    if (node.children.empty()) {
        const size_t slot = declare(node.text, node.type, node.at);
        const Value initial = isNullable(node.type) ? Value{} : Value::number(node.type->kind, 0);
        return [slot, initial](Frame &frame) {
            frame.locals[slot] = initial;
            return Flow::Next;
        };
    }
    Bound value = bindValue(node.child(0));
    if (!node.type && value.type->kind == Kind::Null)
        throw Fault{node.at, "Cannot assign <null> to an implicitly-typed variable", "CS0815", {}};
    const Type type = node.type ? node.type : value.type;
    Script::Code code = converted(std::move(value), type, node.at);
    const size_t slot = declare(node.text, type, node.at);
    return [slot, code = std::move(code)](Frame &frame) {
        frame.step();
        frame.locals[slot] = code(frame);
        return Flow::Next;
    };
}

Binder::Step Binder::bindIf(const Node &node)
{
    const Scope scope(*this); // an "is" pattern's variable lives here
    Script::Code condition = boundTruth(node.child(0));
    Step then = bindStatement(node.child(1));
    Step otherwise = node.children.size() > 2 ? bindStatement(node.child(2)) : Step([](Frame &) { return Flow::Next; });
    return [condition = std::move(condition), then = std::move(then), otherwise = std::move(otherwise)](Frame &frame) {
        frame.step();
        return condition(frame).truth() ? then(frame) : otherwise(frame);
    };
}

Binder::Step Binder::bindForeach(const Node &node)
{
    const Scope scope(*this);
    Bound list = bindValue(node.child(0));
    const Type element = elementType(list.type);
    if (!element)
        throw Fault{node.child(0).at, "foreach statement cannot operate on variables of type '" + typeName(list.type) + "'", "CS1579", {}};
    const Type type = node.type ? node.type : element;
    const size_t slot = declare(node.text, type, node.at);
    Bound item{[slot](Frame &frame) { return frame.locals[slot]; }, element};
    Script::Code cast = bindCast(type, std::move(item), node.at).run;
    Step body = bindStatement(node.child(1));
    return [slot, list = std::move(list.run), cast = std::move(cast), body = std::move(body)](Frame &frame) {
        for (Value &value : itemsOf(list(frame))) {
            frame.step();
            frame.locals[slot] = std::move(value);
            frame.locals[slot] = cast(frame);
            const Flow flow = body(frame);
            if (flow == Flow::Return)
                return flow;
            if (flow == Flow::Break)
                break;
        }
        return Flow::Next;
    };
}

Binder::Step Binder::bindLoop(const Node &condition, const Node &body, const Node *step)
{
    Script::Code test = boundTruth(condition);
    Step run = bindStatement(body);
    Step next = step ? bindStatement(*step) : Step([](Frame &) { return Flow::Next; });
    return [test = std::move(test), run = std::move(run), next = std::move(next)](Frame &frame) {
        for (frame.step(); test(frame).truth(); frame.step()) {
            const Flow flow = run(frame);
            if (flow == Flow::Return)
                return flow;
            if (flow == Flow::Break)
                break;
            (void)next(frame);
        }
        return Flow::Next;
    };
}

Binder::Step Binder::bindTry(const Node &node)
{
    Step body = bindStatement(node.child(0));
    const Scope scope(*this);
    const std::optional<size_t> slot = node.text.empty() ? std::nullopt : std::optional(declare(node.text, typeOf(Kind::Exception), node.at));
    Step handler = bindStatement(node.child(1));
    return [slot, body = std::move(body), handler = std::move(handler)](Frame &frame) {
        try {
            return body(frame);
        } catch (const ScriptFault &fault) {
            if (fault.isLimit)
                throw;
            if (slot)
                frame.locals[*slot] = {Kind::Exception, std::make_shared<const std::string>(fault.message)};
        }
        return handler(frame);
    };
}

Binder::Step Binder::bindReturn(const Node &node)
{
    if (node.children.empty())
        throw Fault{node.at, "An object of a type convertible to 'object' is required", "CS0126", {}};
    Bound value = bindValue(node.child(0));
    if (m_wanted) {
        m_result = m_wanted;
    } else if (!m_result || m_result->kind == Kind::Null) {
        m_result = value.type;
    } else if (m_result != value.type && conversionCost(value.type, m_result) < 0) {
        m_result = typeOf(Kind::Object);
    }
    Script::Code code = m_wanted ? converted(std::move(value), m_wanted, node.child(0).at) : std::move(value.run);
    return [code = std::move(code)](Frame &frame) {
        frame.result = code(frame);
        return Flow::Return;
    };
}

Binder::Step Binder::bindThrow(const Node &node)
{
    if (node.children.empty())
        throw Fault{node.at, "A throw statement with no arguments is not supported here", "CS0156", {}};
    Bound value = bindValue(node.child(0));
    if (value.type->kind != Kind::Exception)
        throw Fault{node.at, "The type caught or thrown must be derived from System.Exception", "CS0155", {}};
    return [code = std::move(value.run)](Frame &frame) -> Flow { throw ScriptFault{code(frame).text()}; };
}

} // namespace qd::lab::policy
