#pragma once

#include <cstdint>
#include <string>

namespace qd::lab::policy {

/// The types that expressions know. Element types of the generic ones are in TypeInfo.
enum class Kind : uint8_t {
    Void, Null, Object, Bool, Char, Int, Long, Double, String,
    Array, List, Set, Dictionary, Enumerable, Pair,
    Token, JObject, JArray, JProperty, JValue,
    TokenType, Comparison, SplitOptions, Formatting, // enumerations: a number with a type
    Comparer, DateTime, TimeSpan, Guid, Random, Exception, Convert, Math, StringStatics, Regex,
    Context, Request, Response, Url, Headers, Parameters, Body, Subscription, Api, Product, Operation, Deployment, User,
    LastError, Variables, Function, Placeholder
};

/// One type; every type exists once, so that pointers compare. `first` and `second` are the arguments of generics:
/// element; key and value; parameter and result of a function. A placeholder has its letter in `letter`.
struct TypeInfo {
    Kind kind = Kind::Void;
    const TypeInfo *first = nullptr;
    const TypeInfo *second = nullptr;
    char letter = 0;
};
using Type = const TypeInfo *;

/// The one object for this type. Any thread.
Type typeOf(Kind kind, Type first = nullptr, Type second = nullptr, char letter = 0);

/// "List<string>", as the compiler writes it.
std::string typeName(Type type);

/// Reads a C# type such as "Dictionary<string, JToken[]>"; null when it is unknown. With `placeholders`, single letters
/// E K V T R stand for type variables of a signature.
Type parseType(const std::string &text, bool placeholders = false);

/// True for a name that begins a type: keyword, known class or known namespace.
bool isTypeName(const std::string &name);

/// What a foreach over a value of the type yields; null when it cannot be iterated.
Type elementType(Type type);

bool isNumeric(Type type);
bool isJson(Type type);
/// True when null is a value of the type.
bool isNullable(Type type);

/// Cost of the implicit conversion, 0 for the same type; -1 when there is none.
int conversionCost(Type from, Type to);
/// True when a cast expression may turn `from` into `to`.
bool canCast(Type from, Type to);

} // namespace qd::lab::policy
