#include "policy/script/types.h"

#include <cctype>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

namespace qd::lab::policy {

namespace {

const std::map<std::string, Kind> &plainTypes()
{
    static const std::map<std::string, Kind> names{
        {"void", Kind::Void}, {"object", Kind::Object}, {"Object", Kind::Object}, {"bool", Kind::Bool}, {"Boolean", Kind::Bool},
        {"char", Kind::Char}, {"Char", Kind::Char}, {"int", Kind::Int}, {"Int32", Kind::Int}, {"long", Kind::Long},
        {"Int64", Kind::Long}, {"double", Kind::Double}, {"Double", Kind::Double}, {"string", Kind::String},
        {"String", Kind::String}, {"JToken", Kind::Token}, {"JObject", Kind::JObject}, {"JArray", Kind::JArray},
        {"JProperty", Kind::JProperty}, {"JValue", Kind::JValue}, {"JTokenType", Kind::TokenType},
        {"StringComparison", Kind::Comparison}, {"StringSplitOptions", Kind::SplitOptions}, {"Formatting", Kind::Formatting},
        {"StringComparer", Kind::Comparer}, {"DateTime", Kind::DateTime}, {"TimeSpan", Kind::TimeSpan}, {"Guid", Kind::Guid},
        {"Random", Kind::Random}, {"Exception", Kind::Exception}, {"Convert", Kind::Convert}, {"Math", Kind::Math},
        {"JsonConvert", Kind::StringStatics}, {"Regex", Kind::Regex}, {"IProxyContext", Kind::Context},
        {"IContext", Kind::Context}, {"IRequest", Kind::Request}, {"IResponse", Kind::Response}, {"IUrl", Kind::Url},
        {"IHeaders", Kind::Headers}, {"IParameters", Kind::Parameters}, {"IMessageBody", Kind::Body},
        {"ISubscription", Kind::Subscription}, {"IApi", Kind::Api}, {"IProduct", Kind::Product},
        {"IOperation", Kind::Operation}, {"IDeployment", Kind::Deployment}, {"IUser", Kind::User},
        {"ILastError", Kind::LastError}, {"IVariables", Kind::Variables}};
    return names;
}

const std::map<std::string, Kind> &genericTypes()
{
    static const std::map<std::string, Kind> names{
        {"List", Kind::List}, {"IList", Kind::List}, {"HashSet", Kind::Set}, {"ISet", Kind::Set},
        {"Dictionary", Kind::Dictionary}, {"IDictionary", Kind::Dictionary}, {"IReadOnlyDictionary", Kind::Dictionary},
        {"IEnumerable", Kind::Enumerable}, {"KeyValuePair", Kind::Pair}, {"Func", Kind::Function}};
    return names;
}

/// Recursive reader of type texts.
class TypeReader
{
public:
    TypeReader(const std::string &text, bool placeholders) : m_text(text), m_placeholders(placeholders) {}
    Type readAll()
    {
        const Type type = read(0);
        skipSpace();
        return m_at == m_text.size() ? type : nullptr;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }
    bool take(char c)
    {
        skipSpace();
        const bool found = m_at < m_text.size() && m_text[m_at] == c;
        m_at += found ? 1 : 0;
        return found;
    }
    std::string name()
    {
        skipSpace();
        const size_t from = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) != 0 || m_text[m_at] == '_' || m_text[m_at] == '.'))
            ++m_at;
        std::string whole = m_text.substr(from, m_at - from);
        const size_t dot = whole.rfind('.');
        return dot == std::string::npos ? whole : whole.substr(dot + 1);
    }
    Type read(int depth)
    {
        if (depth > 8)
            return nullptr;
        const Type base = readBase(name(), depth);
        Type type = base;
        while (type && take('['))
            type = take(']') ? typeOf(Kind::Array, type) : nullptr;
        if (type && take('?') && isNullable(type)) // int? is beyond us
            return type;
        return type;
    }
    Type readBase(const std::string &called, int depth)
    {
        if (m_placeholders && called.size() == 1 && std::string("EKVTR").find(called) != std::string::npos)
            return typeOf(Kind::Placeholder, nullptr, nullptr, called[0]);
        const auto generic = genericTypes().find(called);
        if (generic != genericTypes().end() && take('<'))
            return readArguments(generic->second, depth);
        const auto plain = plainTypes().find(called);
        return plain == plainTypes().end() ? nullptr : typeOf(plain->second);
    }
    Type readArguments(Kind kind, int depth)
    {
        const Type first = read(depth + 1);
        const bool two = kind == Kind::Dictionary || kind == Kind::Pair || kind == Kind::Function;
        if (!first || (two && !take(',')))
            return nullptr;
        const Type second = two ? read(depth + 1) : nullptr;
        if ((two && !second) || !take('>'))
            return nullptr;
        return typeOf(kind, first, second);
    }

    const std::string &m_text;
    const bool m_placeholders;
    size_t m_at = 0;
};

std::string plainName(Kind kind)
{
    static const std::map<Kind, std::string> first = [] {
        std::map<Kind, std::string> made;
        for (const auto &[name, of] : plainTypes()) // lower case sorts last and wins: "string", not "String"
            made[of] = name;
        made[Kind::Context] = "IProxyContext";
        return made;
    }();
    const auto found = first.find(kind);
    return found == first.end() ? "<null>" : found->second;
}

int jsonCost(Type from, Type to)
{
    if (to->kind != Kind::Token)
        return -1;
    if (isJson(from))
        return 1;
    const bool scalar = isNumeric(from) || from->kind == Kind::String || from->kind == Kind::Bool || from->kind == Kind::Guid
        || from->kind == Kind::DateTime;
    return scalar ? 3 : -1;
}

} // namespace

Type typeOf(Kind kind, Type first, Type second, char letter)
{
    static std::mutex mutex;
    static std::map<std::tuple<Kind, Type, Type, char>, std::unique_ptr<TypeInfo>> all;
    const std::lock_guard lock(mutex);
    std::unique_ptr<TypeInfo> &type = all[{kind, first, second, letter}];
    if (!type)
        type = std::make_unique<TypeInfo>(TypeInfo{kind, first, second, letter});
    return type.get();
}

std::string typeName(Type type)
{
    if (!type)
        return "<unknown>";
    switch (type->kind) {
    case Kind::Array: return typeName(type->first) + "[]";
    case Kind::List: return "List<" + typeName(type->first) + ">";
    case Kind::Set: return "HashSet<" + typeName(type->first) + ">";
    case Kind::Enumerable: return "IEnumerable<" + typeName(type->first) + ">";
    case Kind::Dictionary: return "Dictionary<" + typeName(type->first) + ", " + typeName(type->second) + ">";
    case Kind::Pair: return "KeyValuePair<" + typeName(type->first) + ", " + typeName(type->second) + ">";
    case Kind::Function: return "lambda expression";
    case Kind::Placeholder: return std::string(1, type->letter);
    default: return plainName(type->kind);
    }
}

Type parseType(const std::string &text, bool placeholders) { return TypeReader(text, placeholders).readAll(); }

bool isTypeName(const std::string &name)
{
    return plainTypes().contains(name) || genericTypes().contains(name) || name == "System" || name == "Newtonsoft";
}

Type elementType(Type type)
{
    switch (type->kind) {
    case Kind::Array:
    case Kind::List:
    case Kind::Set:
    case Kind::Enumerable: return type->first;
    case Kind::Dictionary: return typeOf(Kind::Pair, type->first, type->second);
    case Kind::Headers: return typeOf(Kind::Pair, typeOf(Kind::String), typeOf(Kind::Array, typeOf(Kind::String)));
    case Kind::Variables: return typeOf(Kind::Pair, typeOf(Kind::String), typeOf(Kind::Object));
    case Kind::Parameters: return typeOf(Kind::Pair, typeOf(Kind::String), typeOf(Kind::String));
    case Kind::JObject: return typeOf(Kind::Pair, typeOf(Kind::String), typeOf(Kind::Token));
    case Kind::Token:
    case Kind::JArray:
    case Kind::JProperty: return typeOf(Kind::Token);
    case Kind::String: return typeOf(Kind::Char);
    default: return nullptr;
    }
}

bool isNumeric(Type type)
{
    return type->kind == Kind::Int || type->kind == Kind::Long || type->kind == Kind::Double || type->kind == Kind::Char;
}

bool isJson(Type type) { return type->kind >= Kind::Token && type->kind <= Kind::JValue; }

bool isNullable(Type type)
{
    const bool isEnumeration = type->kind >= Kind::TokenType && type->kind <= Kind::Formatting;
    const bool isStruct = type->kind == Kind::Bool || isNumeric(type) || type->kind == Kind::DateTime
        || type->kind == Kind::TimeSpan || type->kind == Kind::Guid || type->kind == Kind::Pair || type->kind == Kind::Void;
    return !isEnumeration && !isStruct;
}

int conversionCost(Type from, Type to)
{
    if (from == to)
        return 0;
    if (from->kind == Kind::Void || to->kind == Kind::Void)
        return -1;
    if (from->kind == Kind::Null)
        return isNullable(to) ? 1 : -1;
    if (to->kind == Kind::Object)
        return 4;
    if (isNumeric(from) && isNumeric(to) && to->kind != Kind::Char)
        return from->kind < to->kind ? 1 + (static_cast<int>(to->kind) - static_cast<int>(from->kind)) / 2 : -1;
    if (const int json = jsonCost(from, to); json >= 0)
        return json;
    if (to->kind == Kind::Enumerable) {
        const Type element = elementType(from);
        const int cost = element ? conversionCost(element, to->first) : -1;
        return cost < 0 || (cost > 0 && !isNullable(element)) ? -1 : 2 + cost;
    }
    return -1;
}

bool canCast(Type from, Type to)
{
    if (conversionCost(from, to) >= 0 || from->kind == Kind::Object)
        return to->kind != Kind::Void;
    if (isNumeric(from) && isNumeric(to))
        return true;
    if (isJson(from) && (isJson(to) || isNumeric(to) || to->kind == Kind::String || to->kind == Kind::Bool))
        return true;
    return from->kind == Kind::Enumerable && conversionCost(to, from) >= 0;
}

} // namespace qd::lab::policy
