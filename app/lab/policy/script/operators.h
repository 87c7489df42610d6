#pragma once

#include "policy/script/script.h"

#include <string>

namespace qd::lab::policy {

/// An expression that is bound: what runs, its type, and whether a "?." before it may have made it null.
struct Bound {
    Script::Code run;
    Type type = nullptr;
    bool isStatic = false; ///< names a type, has no value
    bool isShort = false;
};

/// The operator on two bound operands; throws Fault (CS0019) when there is none.
Bound bindBinary(const std::string &mark, Bound left, Bound right, Place at);
/// "!x", "-x", "+x".
Bound bindUnary(const std::string &mark, Bound operand, Place at);
/// (type)operand, `operand as type`, `operand is type`; a null type asks for null.
Bound bindCast(Type type, Bound operand, Place at);
Bound bindAs(Type type, Bound operand);
Bound bindIs(Type type, const Bound &operand);
/// The implicit conversion; throws Fault (CS0029) when there is none.
Script::Code converted(Bound from, Type to, Place at);
/// Both sides of ?: or ??; throws Fault (CS0173) when neither converts to the other.
Type commonType(Type a, Type b, Place at);

} // namespace qd::lab::policy
