#include "policy/script/members.h"

#include <algorithm>

namespace qd::lab::policy {

namespace {

constexpr size_t mostTokens = 200'000;
constexpr const char *tooDeep = "The JSON nests too deep.";

void mustHold(bool done)
{
    if (!done)
        throw ScriptFault{tooDeep, true};
}

JsonRef parsedText(NativeCall &call, const std::string &text)
{
    std::string problem;
    call.frame.charge(text.size());
    JsonRef node = parseJson(text, mostTokens, problem);
    if (!node)
        throw ScriptFault{problem};
    call.frame.step(node->count());
    return node;
}

Value parsedAs(NativeCall &call, JsonType wanted)
{
    if (call.args[0].isNull())
        throw ScriptFault{"Value cannot be null. Parameter name: s"};
    JsonRef node = parsedText(call, call.text(0));
    if (wanted != JsonType::None && node->type() != wanted)
        throw ScriptFault{wanted == JsonType::Object ? "Error reading JObject from JsonReader. Current JsonReader item is not an object."
                                                     : "Error reading JArray from JsonReader. Current JsonReader item is not an array."};
    return Value::json(std::move(node));
}

/// A member or an item by key, as the indexer of JToken finds it.
JsonRef child(NativeCall &call, const JsonRef &node, const Value &key)
{
    if (key.kind == Kind::String) {
        if (node->type() != JsonType::Object)
            throw ScriptFault{"Cannot access child value on a token that is not an object."};
        call.frame.step(1 + node->items().size() / 8);
        return node->find(key.text());
    }
    if (node->type() != JsonType::Array)
        throw ScriptFault{"Accessed JObject values with invalid key value. Object property name expected."};
    const int64_t at = key.whole();
    if (at < 0 || at >= static_cast<int64_t>(node->items().size()))
        throw ScriptFault{"Index was out of range. Must be non-negative and less than the size of the collection."};
    return node->items()[static_cast<size_t>(at)];
}

Value tokenText(NativeCall &call, bool indented)
{
    const JsonRef &node = call.self.node();
    call.frame.step(node->count());
    const bool isScalar = node->type() >= JsonType::Integer;
    return call.frame.text(isScalar && indented ? toText(call.self) : node->write(indented));
}

/// Adds content to a new or existing container: a property to an object, items (lists are spread) to an array.
void addContent(NativeCall &call, const JsonRef &to, const Value &content)
{
    call.frame.step();
    const bool isList = content.kind == Kind::Array || content.kind == Kind::List || content.kind == Kind::Set || content.kind == Kind::Enumerable;
    if (isList) {
        for (const Value &item : content.items()->items)
            addContent(call, to, item);
        return;
    }
    const JsonRef node = toJson(content);
    call.frame.charge(64 * (node->parent() ? node->count() : 1));
    if (to->type() == JsonType::Array)
        return mustHold(to->append(node));
    if (node->type() != JsonType::Property)
        throw ScriptFault{"Can not add a token that is not a property to Newtonsoft.Json.Linq.JObject."};
    if (to->find(node->text()))
        throw ScriptFault{"Can not add property " + node->text() + " to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object."};
    mustHold(to->append(node));
}

Value filled(NativeCall &call, JsonType type)
{
    JsonRef made = JsonNode::make(type);
    for (const Value &item : itemsOf(call.args[0])) {
        if (type == JsonType::Object && item.kind == Kind::JObject) // a copy of another object
            for (const JsonRef &property : item.node()->items())
                addContent(call, made, Value::json(property));
        else
            addContent(call, made, item);
    }
    return Value::json(std::move(made));
}

Value listOf(NativeCall &call, const JsonRef &node, Kind kind, bool values)
{
    std::vector<Value> out;
    for (const JsonRef &item : node->items())
        out.push_back(Value::json(values && item->type() == JsonType::Property ? item->value() : item));
    return call.frame.list(Kind::Enumerable, typeOf(kind), std::move(out));
}

/// "a.b[0]" from the token down; null when a step leads nowhere.
JsonRef selected(JsonRef node, const std::string &path)
{
    size_t at = path.starts_with("$") ? 1 : 0;
    while (node && at < path.size()) {
        if (path[at] == '.') {
            ++at;
            continue;
        }
        if (path[at] == '[') {
            const size_t end = path.find(']', at);
            if (end == std::string::npos || end - at < 2 || end - at > 200)
                throw ScriptFault{"The path of SelectToken is not supported."};
            const std::string inner = path.substr(at + 1, end - at - 1);
            const bool quoted = inner.size() >= 2 && inner.front() == '\'' && inner.back() == '\'';
            const bool number = inner.find_first_not_of("0123456789") == std::string::npos && inner.size() < 9;
            if (!quoted && !number)
                throw ScriptFault{"The path of SelectToken is not supported."};
            if (quoted)
                node = node->type() == JsonType::Object ? node->find(inner.substr(1, inner.size() - 2)) : nullptr;
            else
                node = node->type() == JsonType::Array && std::stoul(inner) < node->items().size() ? node->items()[std::stoul(inner)] : nullptr;
            at = end + 1;
            continue;
        }
        const size_t end = std::min(path.find_first_of(".[", at), path.size());
        node = node->type() == JsonType::Object ? node->find(path.substr(at, end - at)) : nullptr;
        at = end;
    }
    return node;
}

Value removedItem(NativeCall &call)
{
    const JsonRef &array = call.self.node();
    const JsonRef wanted = toJson(call.args[0]);
    for (size_t i = 0; i < array->items().size(); ++i)
        if (array->items()[i] == wanted) { // tokens are found by reference, never by what they hold
            array->removeAt(i);
            return Value::boolean(true);
        }
    return Value::boolean(false);
}

Value typedChild(NativeCall &call)
{
    JsonRef node = call.args[0].isNull() ? call.self.node() : child(call, call.self.node(), call.args[0]);
    if (!node || (node->type() == JsonType::Null && !isJson(call.result)))
        return isNullable(call.result) ? Value{} : Value::number(call.result->kind, 0);
    return fromJson(node, call.result);
}

Value typedChildren(NativeCall &call)
{
    std::vector<Value> out;
    for (const JsonRef &item : call.self.node()->items())
        out.push_back(fromJson(item, call.typeArgument));
    return call.frame.list(Kind::Enumerable, call.typeArgument, std::move(out));
}

Value toObject(NativeCall &call)
{
    const Type wanted = call.typeArgument;
    const bool isList = wanted->kind == Kind::Array || wanted->kind == Kind::List || wanted->kind == Kind::Set || wanted->kind == Kind::Enumerable;
    if (!isList)
        return fromJson(call.self.node(), wanted);
    if (call.self.node()->type() != JsonType::Array)
        throw ScriptFault{"Cannot deserialize the current JSON object into type '" + typeName(wanted) + "'."};
    CollectionRef made = makeCollection(wanted->first);
    for (const JsonRef &item : call.self.node()->items()) {
        call.frame.step();
        if (wanted->kind == Kind::Set)
            addKeyed(*made, fromJson(item, wanted->first));
        else
            made->items.push_back(fromJson(item, wanted->first));
    }
    return Value::of(wanted->kind, std::move(made));
}

Value setIndexed(NativeCall &call)
{
    const JsonRef &node = call.self.node();
    const JsonRef value = toJson(call.args[1]);
    call.frame.step(1 + node->items().size() / 8);
    call.frame.charge(64 * (value->parent() ? value->count() : 1));
    if (call.args[0].kind == Kind::String && node->type() == JsonType::Object) {
        mustHold(node->setMember(call.text(0), value));
        return call.args[1];
    }
    if (!child(call, node, call.args[0]))
        return call.args[1];
    mustHold(node->setItem(static_cast<size_t>(call.number(0)), value));
    return call.args[1];
}

Value foundMember(NativeCall &call, bool ignoreCase)
{
    call.frame.step(1 + call.self.node()->items().size() / 8);
    return Value::json(call.self.node()->find(call.text(0), ignoreCase));
}

const MemberLine jsonTable[]{
    {"static JObject.Parse(string json):JObject", [](NativeCall &c) { return parsedAs(c, JsonType::Object); }},
    {"static JArray.Parse(string json):JArray", [](NativeCall &c) { return parsedAs(c, JsonType::Array); }},
    {"static JToken.Parse(string json):JToken", [](NativeCall &c) { return parsedAs(c, JsonType::None); }},
    {"static JToken.FromObject(object o):JToken", [](NativeCall &c) {
         JsonRef list = JsonNode::make(JsonType::Array);
         const bool isList = std::holds_alternative<CollectionRef>(c.args[0].data);
         if (!isList)
             return Value::json(toJson(c.args[0]));
         addContent(c, list, c.args[0]);
         return Value::json(std::move(list));
     }},
    {"static JArray.FromObject(object o):JArray", [](NativeCall &c) {
         JsonRef list = JsonNode::make(JsonType::Array);
         addContent(c, list, c.args[0]);
         return Value::json(std::move(list));
     }},
    {"static JToken.DeepEquals(JToken t1,JToken t2):bool", [](NativeCall &c) {
         if (c.args[0].isNull() || c.args[1].isNull())
             return Value::boolean(c.args[0].isNull() && c.args[1].isNull());
         c.frame.step(c.args[0].node()->count());
         return Value::boolean(c.args[0].node()->equals(*c.args[1].node()));
     }},
    {"new JObject(object... content):JObject", [](NativeCall &c) { return filled(c, JsonType::Object); }},
    {"new JArray(object... content):JArray", [](NativeCall &c) { return filled(c, JsonType::Array); }},
    {"new JValue(object value):JValue", [](NativeCall &c) { return Value::json(toJson(c.args[0])); }},
    {"new JProperty(string name,object content):JProperty", [](NativeCall &c) {
         const bool isList = std::holds_alternative<CollectionRef>(c.args[1].data);
         JsonRef value = isList ? JsonNode::make(JsonType::Array) : toJson(c.args[1]);
         if (isList)
             addContent(c, value, c.args[1]);
         c.frame.charge(64 * (value->parent() ? value->count() : 1));
         JsonRef made = JsonNode::property(c.text(0), std::move(value));
         mustHold(made != nullptr);
         return Value::json(std::move(made));
     }},
    {"JToken.Type:JTokenType", [](NativeCall &c) { return Value::number(Kind::TokenType, static_cast<int64_t>(c.self.node()->type())); }},
    {"JToken.HasValues:bool", [](NativeCall &c) { return Value::boolean(!c.self.node()->items().empty()); }},
    {"JToken.Parent:JToken", [](NativeCall &c) { return Value::json(c.self.node()->parent()); }},
    {"JToken.Path:string", [](NativeCall &c) { return c.frame.text(c.self.node()->path()); }},
    {"JToken.First:JToken", [](NativeCall &c) { return c.self.node()->items().empty() ? Value{} : Value::json(c.self.node()->items().front()); }},
    {"JToken.Last:JToken", [](NativeCall &c) { return c.self.node()->items().empty() ? Value{} : Value::json(c.self.node()->items().back()); }},
    {"JToken.[](object key):JToken", [](NativeCall &c) { return Value::json(child(c, c.self.node(), c.args[0])); }},
    {"JToken.[]=(object key,JToken value):JToken", [](NativeCall &c) { return setIndexed(c); }},
    {"JToken.Value<T>(object key=null):T", [](NativeCall &c) { return typedChild(c); }},
    {"JToken.Values<T>():IEnumerable<T>", [](NativeCall &c) { return typedChildren(c); }},
    {"JToken.ToObject<T>():T", [](NativeCall &c) { return toObject(c); }},
    {"JToken.ToString():string", [](NativeCall &c) { return tokenText(c, true); }},
    {"JToken.ToString(Formatting formatting):string", [](NativeCall &c) { return tokenText(c, c.number(0) == 1); }},
    {"JToken.DeepClone():JToken", [](NativeCall &c) {
         c.frame.step(c.self.node()->count());
         c.frame.charge(128 * c.self.node()->count());
         return Value::json(c.self.node()->clone());
     }},
    {"JToken.Children():IEnumerable<JToken>", [](NativeCall &c) { return listOf(c, c.self.node(), Kind::Token, false); }},
    {"JToken.SelectToken(string path):JToken", [](NativeCall &c) { return Value::json(selected(c.self.node(), c.text(0))); }},
    {"JToken.Remove():void", [](NativeCall &c) { c.self.node()->removeSelf(); return Value{}; }},
    {"JToken.Replace(JToken value):void", [](NativeCall &c) {
         const JsonRef parent = c.self.node()->parent();
         for (size_t i = 0; parent && i < parent->items().size(); ++i)
             if (parent->items()[i] == c.self.node())
                 mustHold(parent->setItem(i, toJson(c.args[0])));
         return Value{};
     }},
    {"JObject.Count:int", [](NativeCall &c) { return Value::integer(static_cast<int64_t>(c.self.node()->items().size())); }},
    {"JObject.ContainsKey(string propertyName):bool", [](NativeCall &c) { return Value::boolean(!foundMember(c, false).isNull()); }},
    {"JObject.Property(string name):JProperty", [](NativeCall &c) {
         for (const JsonRef &item : c.self.node()->items())
             if (item->text() == c.text(0))
                 return Value::json(item);
         return Value{};
     }},
    {"JObject.Properties():IEnumerable<JProperty>", [](NativeCall &c) { return listOf(c, c.self.node(), Kind::JProperty, false); }},
    {"JObject.PropertyValues():IEnumerable<JToken>", [](NativeCall &c) { return listOf(c, c.self.node(), Kind::Token, true); }},
    {"JObject.GetValue(string propertyName):JToken", [](NativeCall &c) { return foundMember(c, false); }},
    {"JObject.GetValue(string propertyName,StringComparison comparison):JToken", [](NativeCall &c) { return foundMember(c, c.number(1) % 2 == 1); }},
    {"JObject.TryGetValue(string propertyName,out JToken value):bool", [](NativeCall &c) {
         c.args[1] = foundMember(c, false);
         return Value::boolean(!c.args[1].isNull());
     }},
    {"JObject.Add(string propertyName,JToken value):void", [](NativeCall &c) {
         addContent(c, c.self.node(), Value::json(JsonNode::property(c.text(0), toJson(c.args[1]))));
         return Value{};
     }},
    {"JObject.Add(object content):void", [](NativeCall &c) { addContent(c, c.self.node(), c.args[0]); return Value{}; }},
    {"JObject.Remove(string propertyName):bool", [](NativeCall &c) { return Value::boolean(c.self.node()->removeMember(c.text(0))); }},
    {"JArray.Count:int", [](NativeCall &c) { return Value::integer(static_cast<int64_t>(c.self.node()->items().size())); }},
    {"JArray.Add(JToken item):void", [](NativeCall &c) { addContent(c, c.self.node(), Value::json(toJson(c.args[0]))); return Value{}; }},
    {"JArray.Remove(JToken item):bool", [](NativeCall &c) { return removedItem(c); }},
    {"JArray.Contains(JToken item):bool", [](NativeCall &c) {
         const auto &items = c.self.node()->items();
         const JsonRef wanted = toJson(c.args[0]);
         return Value::boolean(std::find(items.begin(), items.end(), wanted) != items.end());
     }},
    {"JArray.RemoveAt(int index):void", [](NativeCall &c) {
         (void)child(c, c.self.node(), c.args[0]);
         c.self.node()->removeAt(static_cast<size_t>(c.number(0)));
         return Value{};
     }},
    {"JArray.Clear():void", [](NativeCall &c) {
         while (!c.self.node()->items().empty())
             c.self.node()->removeAt(c.self.node()->items().size() - 1);
         return Value{};
     }},
    {"JProperty.Name:string", [](NativeCall &c) { return c.frame.text(c.self.node()->text()); }},
    {"JProperty.Value:JToken", [](NativeCall &c) { return Value::json(c.self.node()->value()); }},
    {"JProperty.Value=(JToken value):JToken", [](NativeCall &c) {
         mustHold(c.self.node()->setItem(0, toJson(c.args[0])));
         return c.args[0];
     }},
    {"JValue.Value:object", [](NativeCall &c) {
         const JsonRef &node = c.self.node();
         switch (node->type()) {
         case JsonType::String: return c.frame.text(node->text());
         case JsonType::Integer: return Value::longInteger(node->integerValue());
         case JsonType::Float: return Value::real(node->realValue());
         case JsonType::Boolean: return Value::boolean(node->booleanValue());
         default: return Value{};
         }
     }},
    {"static JsonConvert.SerializeObject(object value):string", [](NativeCall &c) { return c.frame.text(toJson(c.args[0])->write(false)); }},
    {"static JsonConvert.SerializeObject(object value,Formatting formatting):string",
     [](NativeCall &c) { return c.frame.text(toJson(c.args[0])->write(c.number(1) == 1)); }},
    {"static JsonConvert.DeserializeObject<T>(string value):T", [](NativeCall &c) { return fromJson(parsedText(c, c.text(0)), c.result); }},
};

} // namespace

std::span<const MemberLine> jsonMembers() { return jsonTable; }

} // namespace qd::lab::policy
