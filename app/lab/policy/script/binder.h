#pragma once

#include "policy/script/ast.h"
#include "policy/script/members.h"
#include "policy/script/operators.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qd::lab::policy {

/// Turns a syntax tree into code, resolving every name. Throws Fault. One use.
class Binder
{
public:
    /// The body: a block that must return on every path, or one Return. With `wanted`, what it returns must convert to it.
    Bound bindBody(const Node &body, Type wanted);
    [[nodiscard]] size_t slotCount() const { return m_slots; }

private:
    enum class Flow { Next, Break, Continue, Return };
    using Step = std::function<Flow(Frame &)>;
    struct Local {
        size_t slot = 0;
        Type type = nullptr;
    };
    /// Types that stand for the letters of a signature.
    using Letters = std::map<char, Type>;
    /// An argument of a call, before its parameter is known.
    struct Given {
        const Node *node = nullptr;
        std::optional<Bound> bound; ///< empty for a lambda and for out
    };
    /// A member that fits a call, with its parameters in place.
    struct Choice {
        const Member *member = nullptr;
        Letters letters;
        std::vector<int> given; ///< per parameter: which argument, -1 the default; rest parameters follow
        int cost = 0;
    };

    // statements
    Step bindStatement(const Node &node);
    Step bindBlock(const Node &node);
    Step bindDeclaration(const Node &node);
    Step bindIf(const Node &node);
    Step bindForeach(const Node &node);
    Step bindLoop(const Node &condition, const Node &body, const Node *step);
    Step bindTry(const Node &node);
    Step bindReturn(const Node &node);
    Step bindThrow(const Node &node);
    static bool alwaysEnds(const Node &node);

    // expressions
    Bound bind(const Node &node);
    Bound bindValue(const Node &node); ///< bind(), and not a type or nothing
    Bound bindLiteral(const Node &node);
    Bound bindName(const Node &node);
    Bound bindMember(const Node &node);
    Bound bindIndex(const Node &node);
    Bound bindConditional(const Node &node);
    Bound bindIsNamed(const Node &node);
    Bound bindInterpolated(const Node &node);
    Bound bindAssign(const Node &node);
    Bound bindIncrement(const Node &node);
    Bound assigned(const Node &target, Bound value, Place at);
    Script::Code boundTruth(const Node &node);

    // calls
    Bound bindCall(const Node &node);
    Bound bindNew(const Node &node);
    Bound bindNewArray(const Node &node);
    Bound withEntries(const Node &node, Bound made);
    Bound call(const Choice &choice, std::optional<Bound> receiver, std::vector<Given> &given, Place at, bool isConditional);
    std::vector<Given> bindArguments(const Node &call, size_t from);
    Choice choose(const std::vector<const Member *> &candidates, Letters letters, const std::vector<Given> &given,
                  const std::vector<Type> &typeArguments, const std::string &name, Place at) const;
    Bound callNamed(Bound receiver, const std::string &name, std::vector<Given> given, const std::vector<Type> &typeArguments, Place at, bool isConditional);
    std::optional<Choice> fitted(const Member &member, Letters letters, const std::vector<Given> &given, const std::vector<Type> &typeArguments) const;
    Script::Code bindArgument(const Parameter &parameter, Letters &letters, Given &given, std::optional<size_t> &outSlot);
    Script::Code bindLambda(const Node &node, Type function, Letters &letters);
    static Type replaced(Type type, const Letters &letters);
    static Letters lettersOf(Type type);

    // names
    size_t declare(const std::string &name, Type type, Place at);
    [[nodiscard]] const Local *find(const std::string &name) const;
    /// Counts a scope as long as it lives.
    class Scope
    {
    public:
        explicit Scope(Binder &binder) : m_binder(binder) { m_binder.m_scopes.emplace_back(); }
        ~Scope() { m_binder.m_scopes.pop_back(); }
        Scope(const Scope &) = delete;
        Scope &operator=(const Scope &) = delete;

    private:
        Binder &m_binder;
    };

    std::vector<std::map<std::string, Local>> m_scopes;
    size_t m_slots = 0;
    Type m_wanted = nullptr;
    Type m_result = nullptr;
};

} // namespace qd::lab::policy
