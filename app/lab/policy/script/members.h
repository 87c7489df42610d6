#pragma once

#include "policy/script/frame.h"

#include <span>
#include <string>
#include <vector>

namespace qd::lab::policy {

/// What a native member gets: receiver (null for static members and constructors), arguments, the explicit or inferred type
/// argument, and the type the call was bound to.
struct NativeCall {
    Frame &frame;
    const Value &self;
    std::span<Value> args;
    Type typeArgument;
    Type result;

    [[nodiscard]] const std::string &text(size_t i) const { return args[i].text(); }
    [[nodiscard]] int64_t number(size_t i) const { return args[i].whole(); }
    /// Runs a lambda argument on one value.
    [[nodiscard]] Value apply(size_t i, const Value &value) const
    {
        frame.step();
        return (*std::get<FunctionRef>(args[i].data))(frame, value);
    }
};
using Native = Value (*)(NativeCall &);

/// One line of a member table: a signature such as "string.Contains(string value):bool", with "static " or "new " in front
/// for what has no receiver, and what runs.
struct MemberLine {
    const char *signature;
    Native run;
};

struct Parameter {
    Type type = nullptr;
    std::string name;
    bool isOptional = false;
    bool isRest = false;
    bool isOut = false;
    Value fallback;
};

struct Member {
    enum class Sort { Property, Method, StaticProperty, StaticMethod, Constructor };
    Sort sort = Sort::Method;
    Kind owner = Kind::Object;
    std::string name; ///< of a constructor: empty; of an indexer: "[]"
    std::vector<Parameter> parameters;
    Type result = nullptr;
    bool isGeneric = false; ///< takes <T>
    Native run = nullptr;
};

/// Members of exactly this owner with this name; never null.
const std::vector<const Member *> &membersOf(Kind owner, const std::string &name, bool isStatic);
const std::vector<const Member *> &constructorsOf(Kind owner);
/// Owners whose members a value of the type has, nearest first.
std::vector<Kind> ownersOf(Type type);
/// The value of an enumeration's name, e.g. StringComparison.Ordinal; null kind when there is none.
Value enumerationValue(Kind kind, const std::string &name);

// The tables, one file each.
std::span<const MemberLine> textMembers();
std::span<const MemberLine> jsonMembers();
std::span<const MemberLine> collectionMembers();
std::span<const MemberLine> staticMembers();
std::span<const MemberLine> contextMembers();

} // namespace qd::lab::policy
