#include "policy/script/value.h"

#include <QString>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>

namespace qd::lab::policy {

namespace {

std::string doubleText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    char text[40];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string durationText(int64_t microseconds)
{
    const int64_t seconds = std::abs(microseconds) / 1'000'000;
    const int64_t rest = std::abs(microseconds) % 1'000'000;
    std::array<char, 64> text{};
    const int64_t days = seconds / 86400;
    const int size = std::snprintf(text.data(), text.size(), "%s%02d:%02d:%02d", microseconds < 0 ? "-" : "",
                                   static_cast<int>(seconds / 3600 % 24), static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    std::string out(text.data(), static_cast<size_t>(size));
    if (days > 0)
        out = (microseconds < 0 ? "-" : "") + std::to_string(days) + "." + out.substr(microseconds < 0 ? 1 : 0);
    if (rest > 0)
        out += "." + std::to_string(rest + 1'000'000).substr(1) + "0";
    return out;
}

std::string characterText(int64_t unit)
{
    return QString(QChar(static_cast<char16_t>(unit))).toStdString();
}

const char *tokenTypeName(int64_t value)
{
    static const std::array<const char *, 19> names{"None", "Object", "Array", "Constructor", "Property", "Comment", "Integer", "Float",
                                                    "String", "Boolean", "Null", "Undefined", "Date", "Raw", "Bytes", "Guid", "Uri", "TimeSpan", ""};
    return names[static_cast<size_t>(std::clamp<int64_t>(value, 0, 18))];
}

std::string jsonText(const JsonNode &node)
{
    switch (node.type()) {
    case JsonType::String: return node.text();
    case JsonType::Null: return {};
    case JsonType::Boolean: return node.booleanValue() ? "True" : "False";
    case JsonType::Float: return doubleText(node.realValue());
    default: return node.write(true);
    }
}

[[noreturn]] void cannotConvert(const JsonRef &node, Type wanted)
{
    throw ScriptFault{std::string("Can not convert ") + tokenTypeName(static_cast<int64_t>(node->type())) + " to " + typeName(wanted) + "."};
}

Value numberFrom(const JsonRef &node, Type wanted)
{
    double value = 0;
    switch (node->type()) {
    case JsonType::Integer:
        if (wanted->kind != Kind::Double) {
            if (wanted->kind == Kind::Int && node->integerValue() != static_cast<int32_t>(node->integerValue()))
                throw ScriptFault{"Value was either too large or too small for an Int32."};
            return Value::number(wanted->kind, node->integerValue());
        }
        value = static_cast<double>(node->integerValue());
        break;
    case JsonType::Float: value = node->realValue(); break;
    case JsonType::Boolean: value = node->booleanValue() ? 1 : 0; break;
    case JsonType::String: {
        const std::string &text = node->text();
        if (std::from_chars(text.data(), text.data() + text.size(), value).ptr != text.data() + text.size() || text.empty())
            throw ScriptFault{"Input string was not in a correct format."};
        break;
    }
    default: cannotConvert(node, wanted);
    }
    if (wanted->kind == Kind::Double)
        return Value::real(value);
    if (!(std::abs(value) < 9e18))
        throw ScriptFault{"Value was either too large or too small for an Int64."};
    return Value::number(wanted->kind, static_cast<int64_t>(std::nearbyint(value)));
}

Value booleanFrom(const JsonRef &node, Type wanted)
{
    if (node->type() == JsonType::Boolean)
        return Value::boolean(node->booleanValue());
    if (node->type() == JsonType::Integer)
        return Value::boolean(node->integerValue() != 0);
    if (node->type() == JsonType::String && (node->text() == "true" || node->text() == "True"))
        return Value::boolean(true);
    if (node->type() == JsonType::String && (node->text() == "false" || node->text() == "False"))
        return Value::boolean(false);
    cannotConvert(node, wanted);
}

JsonRef collectionJson(const Value &value, int depth)
{
    constexpr int mostDepth = 32;
    const Collection &from = *value.items();
    const bool isObject = value.kind == Kind::Dictionary;
    JsonRef made = JsonNode::make(isObject ? JsonType::Object : JsonType::Array);
    for (size_t i = 0; i < from.items.size(); ++i) {
        JsonRef item = depth < mostDepth ? toJson(from.items[i], depth + 1) : nullptr;
        if (!item || !(isObject ? made->append(JsonNode::property(toText(from.keys[i]), item)) : made->append(item)))
            throw ScriptFault{"The collection nests too deep.", true};
    }
    return made;
}

Value nodeAs(const JsonRef &node, Type wanted)
{
    const JsonType type = node->type();
    const bool fits = wanted->kind == Kind::Token || (wanted->kind == Kind::JObject && type == JsonType::Object)
        || (wanted->kind == Kind::JArray && type == JsonType::Array) || (wanted->kind == Kind::JProperty && type == JsonType::Property)
        || (wanted->kind == Kind::JValue && type >= JsonType::Integer);
    if (!fits)
        throw ScriptFault{"Unable to cast a token of type '" + std::string(tokenTypeName(static_cast<int64_t>(type))) + "' to type '"
                          + typeName(wanted) + "'."};
    return Value::json(node);
}

} // namespace

Value Value::json(JsonRef node)
{
    if (!node)
        return {};
    Kind kind = Kind::JValue;
    switch (node->type()) {
    case JsonType::Object: kind = Kind::JObject; break;
    case JsonType::Array: kind = Kind::JArray; break;
    case JsonType::Property: kind = Kind::JProperty; break;
    default: break;
    }
    return {kind, std::move(node)};
}

int64_t Value::whole() const
{
    if (const auto *real = std::get_if<double>(&data))
        return std::abs(*real) < 9e18 ? static_cast<int64_t>(*real) : 0;
    const auto *number = std::get_if<int64_t>(&data);
    return number ? *number : 0;
}

double Value::floating() const
{
    const auto *real = std::get_if<double>(&data);
    return real ? *real : static_cast<double>(whole());
}

const std::string &Value::text() const
{
    static const std::string nothing;
    const auto *held = std::get_if<TextRef>(&data);
    return held && *held ? **held : nothing;
}

std::string toText(const Value &value)
{
    switch (value.kind) {
    case Kind::Null: return {};
    case Kind::String:
    case Kind::Guid: return value.text();
    case Kind::Bool: return value.truth() ? "True" : "False";
    case Kind::Char: return characterText(value.whole());
    case Kind::Double: return doubleText(value.floating());
    case Kind::TokenType: return tokenTypeName(value.whole());
    case Kind::DateTime: return timeText(value.whole());
    case Kind::TimeSpan: return durationText(value.whole());
    case Kind::JObject:
    case Kind::JArray:
    case Kind::JProperty:
    case Kind::JValue: return jsonText(*value.node());
    default: break;
    }
    if (std::holds_alternative<int64_t>(value.data))
        return std::to_string(value.whole());
    return typeName(typeOf(value.kind, typeOf(Kind::Object), typeOf(Kind::Object)));
}

JsonRef toJson(const Value &value, int depth)
{
    switch (value.kind) {
    case Kind::Array:
    case Kind::List:
    case Kind::Set:
    case Kind::Enumerable:
    case Kind::Dictionary: return collectionJson(value, depth);
    case Kind::Null: return JsonNode::null();
    case Kind::JObject:
    case Kind::JArray:
    case Kind::JProperty:
    case Kind::JValue: return value.node();
    case Kind::Bool: return JsonNode::boolean(value.truth());
    case Kind::Int:
    case Kind::Long: return JsonNode::integer(value.whole());
    case Kind::Double: return JsonNode::real(value.floating());
    default: return JsonNode::string(toText(value));
    }
}

Value fromJson(const JsonRef &node, Type wanted)
{
    if (!node || (node->type() == JsonType::Null && isNullable(wanted) && !isJson(wanted)))
        return {};
    switch (wanted->kind) {
    case Kind::Object: return Value::json(node);
    case Kind::String:
        if (node->type() == JsonType::Object || node->type() == JsonType::Array || node->type() == JsonType::Property)
            cannotConvert(node, wanted);
        return Value::string(node->type() == JsonType::Integer ? std::to_string(node->integerValue()) : jsonText(*node));
    case Kind::Int:
    case Kind::Long:
    case Kind::Double: return numberFrom(node, wanted);
    case Kind::Bool: return booleanFrom(node, wanted);
    default: break;
    }
    if (isJson(wanted))
        return nodeAs(node, wanted);
    cannotConvert(node, wanted);
}

std::string keyOf(const Value &value, bool ignoreCase)
{
    if (value.kind == Kind::String)
        return ignoreCase ? ordinalUpper(value.text()) : value.text();
    return std::to_string(static_cast<int>(value.kind)) + '\n' + toText(value);
}

bool sameValue(const Value &a, const Value &b)
{
    if (a.isNull() || b.isNull())
        return a.isNull() && b.isNull();
    const bool numbers = std::holds_alternative<int64_t>(a.data) || std::holds_alternative<double>(a.data);
    const bool others = std::holds_alternative<int64_t>(b.data) || std::holds_alternative<double>(b.data);
    if (numbers && others)
        return std::holds_alternative<double>(a.data) || std::holds_alternative<double>(b.data) ? a.floating() == b.floating()
                                                                                              : a.whole() == b.whole();
    return a.data == b.data;
}

bool equalValues(const Value &a, const Value &b)
{
    if (!a.isNull() && !b.isNull() && a.kind == Kind::String && b.kind == Kind::String)
        return a.text() == b.text();
    if (std::holds_alternative<JsonRef>(a.data) && std::holds_alternative<JsonRef>(b.data))
        return a.node()->equals(*b.node());
    if (a.kind == Kind::Guid && b.kind == Kind::Guid)
        return a.text() == b.text();
    return a.kind == b.kind && sameValue(a, b);
}

int compareValues(const Value &a, const Value &b)
{
    if (std::holds_alternative<TextRef>(a.data) && std::holds_alternative<TextRef>(b.data)) {
        const int order = a.text().compare(b.text());
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    if (std::holds_alternative<JsonRef>(a.data) && std::holds_alternative<JsonRef>(b.data))
        return toText(a).compare(toText(b));
    const double left = a.floating();
    const double right = b.floating();
    return left < right ? -1 : left > right ? 1 : 0;
}

std::string ordinalUpper(const std::string &text)
{
    std::string out = text;
    bool plain = true;
    for (char &c : out) {
        plain = plain && static_cast<unsigned char>(c) < 0x80;
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    if (plain)
        return out;
    QString wide = QString::fromStdString(text);
    for (QChar &c : wide)
        if (c.unicode() != 0x131 && c.unicode() != 0x17F) // these two stay what they are in the invariant culture
            c = c.toUpper();
    return wide.toStdString();
}

std::vector<Value> itemsOf(const Value &value)
{
    if (value.isNull())
        throw ScriptFault{"Value cannot be null. Parameter name: source"};
    if (const auto *node = std::get_if<JsonRef>(&value.data)) {
        std::vector<Value> out;
        for (const JsonRef &item : (*node)->items()) {
            if ((*node)->type() != JsonType::Object) {
                out.push_back(Value::json(item));
                continue;
            }
            CollectionRef pair = makeCollection(typeOf(Kind::Object), {Value::string(item->text()), Value::json(item->value())});
            out.push_back(Value::of(Kind::Pair, std::move(pair)));
        }
        return out;
    }
    if (value.kind == Kind::String) {
        std::vector<Value> out;
        for (const QChar c : QString::fromStdString(value.text()))
            out.push_back(Value::number(Kind::Char, c.unicode()));
        return out;
    }
    const auto *held = std::get_if<CollectionRef>(&value.data);
    if (!held)
        throw ScriptFault{"The value cannot be iterated."};
    if (value.kind != Kind::Dictionary)
        return (*held)->items;
    std::vector<Value> out;
    for (size_t i = 0; i < (*held)->items.size(); ++i)
        out.push_back(Value::of(Kind::Pair, makeCollection((*held)->element, {(*held)->keys[i], (*held)->items[i]})));
    return out;
}

std::string timeText(int64_t microseconds)
{
    const std::time_t seconds = static_cast<std::time_t>(std::floor(static_cast<double>(microseconds) / 1e6));
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 80> text{};
    const int size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%06d0Z", parts.tm_year + 1900, parts.tm_mon + 1,
                                   parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                                   static_cast<int>(microseconds - int64_t(seconds) * 1'000'000));
    return {text.data(), static_cast<size_t>(size)};
}

CollectionRef makeCollection(Type element, std::vector<Value> items)
{
    auto made = std::make_shared<Collection>();
    made->element = element;
    made->items = std::move(items);
    return made;
}

bool addKeyed(Collection &to, const Value &key, const Value *value)
{
    const auto [at, isNew] = to.index.emplace(keyOf(key, to.ignoreCase), to.items.size());
    if (isNew) {
        to.items.push_back(value ? *value : key);
        if (value)
            to.keys.push_back(key);
    } else if (value) {
        to.items[at->second] = *value;
    }
    return isNew;
}

int64_t findKey(const Collection &in, const Value &key)
{
    const auto found = in.index.find(keyOf(key, in.ignoreCase));
    return found == in.index.end() ? -1 : static_cast<int64_t>(found->second);
}

bool removeKey(Collection &from, const Value &key)
{
    const int64_t at = findKey(from, key);
    if (at < 0)
        return false;
    from.items.erase(from.items.begin() + at);
    if (!from.keys.empty())
        from.keys.erase(from.keys.begin() + at);
    from.index.erase(keyOf(key, from.ignoreCase));
    for (auto &[name, position] : from.index)
        position -= position > static_cast<size_t>(at) ? 1U : 0U;
    return true;
}

} // namespace qd::lab::policy
