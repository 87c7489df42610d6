#pragma once

#include "clock.h"
#include "policy/script/jsonnode.h"
#include "policy/script/types.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace qd::lab::policy {

struct Value;
class Frame;

/// Items of an array, list, set, dictionary or any enumerable; sets and dictionaries find by key. One thread.
struct Collection {
    Type element = nullptr;  ///< of a dictionary: the value's type
    bool ignoreCase = false; ///< keys compare without case
    std::vector<Value> items;
    std::vector<Value> keys; ///< of a dictionary, beside `items`
    std::unordered_map<std::string, size_t> index;
};
using CollectionRef = std::shared_ptr<Collection>;
using TextRef = std::shared_ptr<const std::string>;
using FunctionRef = std::shared_ptr<const std::function<Value(Frame &, const Value &)>>;

/// One value at run time: what it is, and its data. Strings and JSON tokens are shared; a null has Kind::Null.
struct Value {
    Kind kind = Kind::Null;
    std::variant<std::monostate, int64_t, double, TextRef, JsonRef, CollectionRef, FunctionRef> data;

    static Value boolean(bool value) { return {Kind::Bool, int64_t(value)}; }
    static Value integer(int64_t value) { return {Kind::Int, value}; }
    static Value longInteger(int64_t value) { return {Kind::Long, value}; }
    static Value real(double value) { return {Kind::Double, value}; }
    static Value string(std::string value) { return {Kind::String, std::make_shared<const std::string>(std::move(value))}; }
    static Value number(Kind kind, int64_t value) { return {kind, value}; }
    static Value json(JsonRef node);
    static Value of(Kind kind, CollectionRef items) { return {kind, std::move(items)}; }

    [[nodiscard]] bool isNull() const { return kind == Kind::Null; }
    [[nodiscard]] bool truth() const { return kind == Kind::Bool && std::get<int64_t>(data) != 0; }
    [[nodiscard]] int64_t whole() const;
    [[nodiscard]] double floating() const;
    [[nodiscard]] const std::string &text() const; ///< empty for a null
    [[nodiscard]] const JsonRef &node() const { return std::get<JsonRef>(data); }
    [[nodiscard]] const CollectionRef &items() const { return std::get<CollectionRef>(data); }
};

/// What ends an expression early: an exception of the language, or a limit (which no catch block may take).
struct ScriptFault {
    std::string message;
    bool isLimit = false;
};

/// The text of a value, as ToString() makes it.
std::string toText(const Value &value);
/// A token from a value: itself, a new scalar, or a copy of a collection. `depth` is for its own use.
JsonRef toJson(const Value &value, int depth = 0);
/// A value of the wanted type out of a token, as explicit conversions do; throws ScriptFault.
Value fromJson(const JsonRef &node, Type wanted);
/// The key under which a set or a dictionary keeps the value.
std::string keyOf(const Value &value, bool ignoreCase);
/// Reference equality for objects, value equality for the rest.
bool sameValue(const Value &a, const Value &b);
/// Equals(): also compares what JSON tokens hold and strings by their characters.
bool equalValues(const Value &a, const Value &b);
int compareValues(const Value &a, const Value &b);
/// Upper case as ordinal comparisons without case use it: one code unit for another.
std::string ordinalUpper(const std::string &text);
/// Items of anything that can be iterated.
std::vector<Value> itemsOf(const Value &value);
/// "2026-11-21T12:00:00.0000000Z".
std::string timeText(int64_t microseconds);

CollectionRef makeCollection(Type element, std::vector<Value> items = {});
/// Adds to a set or sets in a dictionary; false when the key was there.
bool addKeyed(Collection &to, const Value &key, const Value *value = nullptr);
/// Position of the key or -1.
int64_t findKey(const Collection &in, const Value &key);
bool removeKey(Collection &from, const Value &key);

} // namespace qd::lab::policy
