#pragma once

#include "policy/place.h"
#include "policy/script/types.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace qd::lab::policy {

struct Node;
using NodeRef = std::unique_ptr<Node>;

/// Kinds of syntax; the comment says what `text` and the children are.
enum class Syntax : uint8_t {
    // expressions
    Integer, Long, Real, String, Character, True, False, Null, // text
    Name,         ///< text
    Member,       ///< text; receiver. `isConditional`: ?.
    Call,         ///< callee (Name or Member), arguments
    Index,        ///< receiver, index. `isConditional`: ?[
    New,          ///< type; arguments; then initialiser entries (Entry)
    NewArray,     ///< type or null (element); size or none; then items in `more`
    Entry,        ///< key, value (of { k, v } and [k] = v) or value alone
    Unary,        ///< text; operand
    Binary,       ///< text; left, right
    Conditional,  ///< condition, then, else
    Cast,         ///< type; operand
    As,           ///< type; operand
    Is,           ///< type; operand; text: name of a variable or empty
    TypeOf,
    Lambda,       ///< names; body
    Interpolated, ///< pieces: String or expression
    Argument,     ///< text: name or empty; value. `isOut`: text declares a variable of `type` or of var
    Assign,       ///< text: operator; target, value
    Increment,    ///< text; target. `isConditional`: postfix
    StaticType,   ///< type
    // statements
    Block, Declare, ExpressionStatement, If, Foreach, For, While, Return, Break, Continue, Try, Throw
};

/// One node of the syntax tree of an expression.
struct Node {
    Syntax syntax = Syntax::Null;
    Place at;
    std::string text;
    Type type = nullptr;
    std::vector<Type> typeArguments;
    std::vector<std::string> names;
    std::vector<NodeRef> children;
    std::vector<NodeRef> more;
    bool isConditional = false;
    bool isOut = false;

    [[nodiscard]] const Node &child(size_t i) const { return *children[i]; }
};

} // namespace qd::lab::policy
