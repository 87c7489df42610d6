#include "policy/script/binder.h"

#include <algorithm>

namespace qd::lab::policy {

namespace {

const char *const nullReference = "Object reference not set to an instance of an object.";

bool holdsPlaceholder(Type type)
{
    return type && (type->kind == Kind::Placeholder || holdsPlaceholder(type->first) || holdsPlaceholder(type->second));
}

/// Conversion to a parameter's type; what is still open in it takes anything of the right shape.
int costTo(Type from, Type to)
{
    if (!holdsPlaceholder(to))
        return conversionCost(from, to);
    if (to->kind == Kind::Placeholder)
        return 0;
    return to->kind == Kind::Enumerable && elementType(from) && from->kind != Kind::String ? 1 : -1;
}

bool isPropertyName(const std::string &name) { return name.ends_with('\n'); }
std::string plain(const std::string &name) { return isPropertyName(name) ? name.substr(0, name.size() - 1) : name; }

Fault unknownMember(Type type, const std::string &name, bool isStatic, Place at)
{
    if (name == "[]")
        return {at, "Cannot apply indexing with [] to an expression of type '" + typeName(type) + "'", "CS0021", {}};
    if (isStatic)
        return {at, "'" + typeName(type) + "' does not contain a definition for '" + name + "'", "CS0117", {}};
    return {at, "'" + typeName(type) + "' does not contain a definition for '" + name + "' and no extension method '" + name
                    + "' accepting a first argument of type '" + typeName(type) + "' could be found", "CS1061", {}};
}

} // namespace

Type Binder::replaced(Type type, const Letters &letters)
{
    if (!type || !holdsPlaceholder(type))
        return type;
    if (type->kind == Kind::Placeholder) {
        const auto found = letters.find(type->letter);
        return found == letters.end() || !found->second ? type : found->second;
    }
    return typeOf(type->kind, replaced(type->first, letters), replaced(type->second, letters));
}

Binder::Letters Binder::lettersOf(Type type)
{
    Letters letters{{'E', elementType(type)}};
    if (type->kind == Kind::Dictionary || type->kind == Kind::Pair) {
        letters['K'] = type->first;
        letters['V'] = type->second;
    }
    return letters;
}

std::vector<Binder::Given> Binder::bindArguments(const Node &call, size_t from)
{
    std::vector<Given> given;
    for (size_t i = from; i < call.children.size(); ++i) {
        const Node &argument = call.child(i);
        Given made{&argument, std::nullopt};
        if (!argument.isOut && argument.child(0).syntax != Syntax::Lambda)
            made.bound = bindValue(argument.child(0));
        given.push_back(std::move(made));
    }
    return given;
}

/// The member with the arguments in their places, or nothing when it does not fit.
std::optional<Binder::Choice> Binder::fitted(const Member &member, Letters letters, const std::vector<Given> &given,
                                             const std::vector<Type> &typeArguments) const
{
    if (typeArguments.size() > (member.isGeneric ? 1U : 0U))
        return std::nullopt;
    if (member.isGeneric && !typeArguments.empty())
        letters['T'] = typeArguments.front();
    Choice choice{&member, {}, std::vector<int>(member.parameters.size(), -1), 0};
    for (size_t i = 0; i < given.size(); ++i) {
        const Node &node = *given[i].node;
        const bool isNamed = node.syntax == Syntax::Argument && !node.isOut && !node.text.empty();
        size_t place = std::min(i, member.parameters.empty() ? 0 : member.parameters.size() - 1);
        for (size_t p = 0; isNamed && p < member.parameters.size(); ++p)
            place = member.parameters[p].name == node.text ? p : place;
        if (place >= member.parameters.size() || (isNamed && member.parameters[place].name != node.text))
            return std::nullopt;
        const Parameter &parameter = member.parameters[place];
        if (!parameter.isRest && (choice.given[place] >= 0 || (i >= member.parameters.size() && !isNamed)))
            return std::nullopt;
        if (choice.given[place] < 0)
            choice.given[place] = static_cast<int>(i);
        const bool isLambda = !given[i].bound && !node.isOut;
        if (parameter.isOut != node.isOut || isLambda != (parameter.type->kind == Kind::Function))
            return std::nullopt;
        if (!given[i].bound)
            continue;
        if (member.isGeneric && parameter.type->kind == Kind::Placeholder && !letters['T'])
            letters['T'] = given[i].bound->type;
        int cost = costTo(given[i].bound->type, replaced(parameter.type, letters));
        const bool isList = given[i].bound->type->kind == Kind::Array && conversionCost(given[i].bound->type->first, parameter.type) >= 0;
        if (parameter.isRest && isList && given.size() == member.parameters.size())
            cost = 1;
        if (cost < 0)
            return std::nullopt;
        choice.cost += cost + (parameter.isRest ? 10 : 0);
    }
    for (size_t p = 0; p < member.parameters.size(); ++p)
        if (choice.given[p] < 0 && !member.parameters[p].isOptional && !member.parameters[p].isRest)
            return std::nullopt;
    choice.letters = std::move(letters);
    return choice;
}

Binder::Choice Binder::choose(const std::vector<const Member *> &candidates, Letters letters, const std::vector<Given> &given,
                              const std::vector<Type> &typeArguments, const std::string &name, Place at) const
{
    std::optional<Choice> best;
    for (const Member *member : candidates) {
        std::optional<Choice> choice = fitted(*member, letters, given, typeArguments);
        if (choice && (!best || choice->cost < best->cost))
            best = std::move(choice);
    }
    if (best && best->member->isGeneric && !best->letters['T'])
        throw Fault{at, "The type arguments for method '" + name + "' cannot be inferred from the usage", "CS0411", {}};
    if (best)
        return *std::move(best);
    const bool sameCount = std::any_of(candidates.begin(), candidates.end(), [&](const Member *member) { return member->parameters.size() == given.size(); });
    if (!sameCount || given.empty())
        throw Fault{at, "No overload for method '" + name + "' takes " + std::to_string(given.size()) + " arguments", "CS1501", {}};
    const Given &first = given.front();
    throw Fault{first.node->at, "Argument 1: cannot convert from '" + (first.bound ? typeName(first.bound->type) : "lambda expression")
                    + "' to what '" + name + "' takes", "CS1503", {}};
}

Bound Binder::callNamed(Bound receiver, const std::string &called, std::vector<Given> given, const std::vector<Type> &typeArguments, Place at, bool isConditional)
{
    const std::string name = plain(called);
    const bool isProperty = isPropertyName(called);
    std::vector<const Member *> candidates;
    if (!receiver.isStatic && receiver.type->kind == Kind::Null)
        throw Fault{at, "Operator '.' cannot be applied to operand of type '<null>'", "CS0023", {}};
    for (const Kind owner : ownersOf(receiver.type)) {
        for (const Member *member : membersOf(owner, name, receiver.isStatic)) {
            const bool isMethod = member->sort == Member::Sort::Method || member->sort == Member::Sort::StaticMethod;
            if (isMethod == isProperty)
                continue;
            candidates.push_back(member);
        }
        std::optional<Choice> fits;
        for (const Member *member : candidates)
            if (!fits)
                fits = fitted(*member, lettersOf(receiver.type), given, typeArguments);
        if (fits)
            break; // the nearest owner with a member that fits wins
    }
    if (candidates.empty())
        throw unknownMember(receiver.type, name, receiver.isStatic, at);
    const Choice choice = choose(candidates, lettersOf(receiver.type), given, typeArguments, name, at);
    return call(choice, std::move(receiver), given, at, isConditional);
}

Bound Binder::bindCall(const Node &node)
{
    const Node &callee = node.child(0);
    if (callee.syntax != Syntax::Member) {
        if (callee.syntax == Syntax::Name && !find(callee.text))
            throw Fault{callee.at, "The name '" + callee.text + "' does not exist in the current context", "CS0103", {}};
        throw Fault{node.at, "Method name expected", "CS0149", {}};
    }
    Bound receiver = bind(callee.child(0));
    return callNamed(std::move(receiver), callee.text, bindArguments(node, 1), callee.typeArguments, callee.at, callee.isConditional);
}

Script::Code Binder::bindLambda(const Node &node, Type function, Letters &letters)
{
    const Scope scope(*this);
    const size_t slot = declare(node.names.front(), replaced(function->first, letters), node.at);
    Bound body = bindValue(node.child(0));
    const Type wanted = function->second;
    if (wanted->kind == Kind::Placeholder) {
        letters[wanted->letter] = body.type;
    } else if (holdsPlaceholder(wanted)) {
        if (!elementType(body.type))
            throw Fault{node.at, "The type arguments cannot be inferred from the usage", "CS0411", {}};
        letters[wanted->first->letter] = elementType(body.type);
    } else {
        body.run = converted(std::move(body), wanted, node.child(0).at);
    }
    auto run = std::make_shared<const std::function<Value(Frame &, const Value &)>>([slot, code = std::move(body.run)](Frame &frame, const Value &value) {
        frame.locals[slot] = value;
        return code(frame);
    });
    return [made = Value{Kind::Function, FunctionRef(std::move(run))}](Frame &) { return made; };
}

Script::Code Binder::bindArgument(const Parameter &parameter, Letters &letters, Given &given, std::optional<size_t> &outSlot)
{
    const Type type = replaced(parameter.type, letters);
    if (given.node->isOut) {
        const Local *existing = given.node->children.empty() ? nullptr : find(given.node->child(0).text);
        if (!given.node->children.empty() && !existing)
            throw Fault{given.node->at, "The name '" + given.node->child(0).text + "' does not exist in the current context", "CS0103", {}};
        outSlot = existing ? existing->slot : declare(given.node->text, given.node->type ? given.node->type : type, given.node->at);
        return [](Frame &) { return Value{}; };
    }
    if (!given.bound)
        return bindLambda(given.node->child(0), type, letters);
    if (holdsPlaceholder(type))
        return given.bound->run;
    return converted(*std::move(given.bound), type, given.node->at);
}

Bound Binder::call(const Choice &choice, std::optional<Bound> receiver, std::vector<Given> &given, Place at, bool isConditional)
{
    Letters letters = choice.letters;
    std::vector<Script::Code> codes;
    std::vector<std::pair<size_t, size_t>> outs; ///< argument, slot
    for (size_t p = 0; p < choice.member->parameters.size(); ++p) {
        const Parameter &parameter = choice.member->parameters[p];
        if (parameter.isRest) {
            const bool isList = given.size() == p + 1 && given[p].bound && given[p].bound->type->kind == Kind::Array;
            if (isList && conversionCost(given[p].bound->type->first, parameter.type) >= 0) {
                codes.push_back(given[p].bound->run);
                continue;
            }
            std::vector<Script::Code> rest;
            for (size_t i = p; i < given.size(); ++i)
                rest.push_back(converted(*std::move(given[i].bound), parameter.type, given[i].node->at));
            codes.emplace_back([rest = std::move(rest), type = parameter.type](Frame &frame) {
                std::vector<Value> items;
                items.reserve(rest.size());
                for (const Script::Code &code : rest)
                    items.push_back(code(frame));
                return frame.list(Kind::Array, type, std::move(items));
            });
            continue;
        }
        if (choice.given[p] < 0) {
            codes.emplace_back([value = parameter.fallback](Frame &) { return value; });
            continue;
        }
        std::optional<size_t> slot;
        codes.push_back(bindArgument(parameter, letters, given[static_cast<size_t>(choice.given[p])], slot));
        if (slot)
            outs.emplace_back(p, *slot);
    }
    const Type result = replaced(choice.member->result, letters);
    if (holdsPlaceholder(result))
        throw Fault{at, "The type arguments for method '" + choice.member->name + "' cannot be inferred from the usage", "CS0411", {}};
    const bool hasReceiver = receiver && !receiver->isStatic;
    const bool isShort = isConditional || (hasReceiver && receiver->isShort);
    Script::Code run = [native = choice.member->run, codes = std::move(codes), outs = std::move(outs), hasReceiver, isShort, result,
                        typeArgument = letters['T'], self = hasReceiver ? std::move(receiver->run) : Script::Code()](Frame &frame) {
        frame.step();
        const Value object = hasReceiver ? self(frame) : Value{};
        if (hasReceiver && object.isNull()) {
            if (isShort)
                return Value{};
            throw ScriptFault{nullReference};
        }
        std::vector<Value> args;
        args.reserve(codes.size());
        for (const Script::Code &code : codes)
            args.push_back(code(frame));
        NativeCall native_call{frame, object, args, typeArgument, result};
        Value value = native(native_call);
        for (const auto &[argument, slot] : outs)
            frame.locals[slot] = args[argument];
        return value;
    };
    return {std::move(run), result, false, isShort};
}

Bound Binder::bindNew(const Node &node)
{
    const std::vector<const Member *> &candidates = constructorsOf(node.type->kind);
    if (candidates.empty())
        throw Fault{node.at, "An instance of '" + typeName(node.type) + "' cannot be made here", "CS0143", {}};
    std::vector<Given> given = bindArguments(node, 0);
    const Choice choice = choose(candidates, lettersOf(node.type), given, {}, typeName(node.type), node.at);
    return withEntries(node, call(choice, std::nullopt, given, node.at, false));
}

/// "new X { … }": every entry becomes a call of Add or of the indexer.
Bound Binder::withEntries(const Node &node, Bound made)
{
    if (node.more.empty())
        return made;
    const Scope scope(*this);
    const size_t slot = declare("\n" + std::to_string(m_slots), made.type, node.at);
    std::vector<Script::Code> adds;
    for (const NodeRef &entry : node.more) {
        Bound self{[slot](Frame &frame) { return frame.locals[slot]; }, made.type};
        std::vector<Given> given;
        for (const NodeRef &part : entry->children)
            given.push_back({part.get(), bindValue(*part)});
        const bool isIndexed = given.size() == 2;
        adds.push_back(callNamed(std::move(self), isIndexed ? "[]=" : "Add", std::move(given), {}, entry->at, false).run);
    }
    return {[slot, create = std::move(made.run), adds = std::move(adds)](Frame &frame) {
                Value value = create(frame);
                frame.locals[slot] = value;
                for (const Script::Code &add : adds)
                    (void)add(frame);
                return value;
            },
            made.type};
}

Bound Binder::bindNewArray(const Node &node)
{
    std::vector<Bound> items;
    for (const NodeRef &entry : node.more)
        items.push_back(bindValue(entry->child(0)));
    Type element = node.type;
    for (const Bound &item : items)
        if (!node.type)
            element = element ? commonType(element, item.type, node.at) : item.type;
    if (!element || element->kind == Kind::Null)
        throw Fault{node.at, "No best type found for implicitly-typed array", "CS0826", {}};
    std::vector<Script::Code> codes;
    for (size_t i = 0; i < items.size(); ++i)
        codes.push_back(converted(std::move(items[i]), element, node.more[i]->at));
    Script::Code size = node.children.empty() ? Script::Code() : converted(bindValue(node.child(0)), typeOf(Kind::Int), node.at);
    return {[codes = std::move(codes), size = std::move(size), element](Frame &frame) {
                std::vector<Value> values;
                for (const Script::Code &code : codes)
                    values.push_back(code(frame));
                const int64_t wanted = size ? size(frame).whole() : 0;
                if (wanted < 0 || wanted > 100'000)
                    throw ScriptFault{"Arithmetic operation resulted in an overflow."};
                while (static_cast<int64_t>(values.size()) < wanted)
                    values.push_back(isNullable(element) ? Value{} : Value::number(element->kind, 0));
                return frame.list(Kind::Array, element, std::move(values));
            },
            typeOf(Kind::Array, element)};
}

} // namespace qd::lab::policy
