#include "policy/script/members.h"

namespace qd::lab::policy {

namespace {

constexpr size_t mostBodyTokens = 400'000;

/// Which set of names a Headers, Url or Body value stands for is in its number.
constexpr int64_t ofRequest = 0;
constexpr int64_t ofResponse = 1;
constexpr int64_t ofQuery = 2;
constexpr int64_t ofOriginal = 3;

const NameValues &namesOf(NativeCall &call)
{
    ScriptContext &context = call.frame.context;
    switch (call.self.whole()) {
    case ofResponse: return context.response.headers;
    case ofQuery: return context.request.url.query;
    case ofOriginal: return context.request.originalUrl.query;
    default: return context.request.headers;
    }
}

Value textOr(NativeCall &call, const std::string &fallback)
{
    const NameValues &names = namesOf(call);
    return call.frame.text(names.has(call.text(0)) ? names.value(call.text(0)) : fallback);
}

Value texts(NativeCall &call, const std::vector<std::string> &from)
{
    std::vector<Value> items;
    for (const std::string &text : from)
        items.push_back(call.frame.text(text));
    return call.frame.list(Kind::Array, typeOf(Kind::String), std::move(items));
}

Value headerValues(NativeCall &call)
{
    if (!namesOf(call).has(call.text(0)))
        throw ScriptFault{"The given key was not present in the dictionary."};
    return texts(call, namesOf(call).values(call.text(0)));
}

Value distinctNames(NativeCall &call, const NameValues &names)
{
    Collection seen;
    seen.ignoreCase = true;
    for (const auto &[name, value] : names.lines)
        addKeyed(seen, Value::string(name));
    return call.frame.list(Kind::Enumerable, typeOf(Kind::String), std::move(seen.items));
}

const UrlState &urlOf(NativeCall &call)
{
    return call.self.whole() == ofOriginal ? call.frame.context.request.originalUrl : call.frame.context.request.url;
}

std::string queryText(const UrlState &url)
{
    std::string out;
    for (const auto &[name, value] : url.query.lines)
        out += (out.empty() ? "?" : "&") + name + "=" + value;
    return out;
}

std::string urlText(const UrlState &url)
{
    const bool plain = (url.scheme == "https" && url.port == 443) || (url.scheme == "http" && url.port == 80);
    return url.scheme + "://" + url.host + (plain ? "" : ":" + std::to_string(url.port)) + url.path + queryText(url);
}

/// The body as text, JSON or bytes. Without preserveContent it is gone afterwards, also for the backend.
Value bodyAs(NativeCall &call)
{
    ScriptContext &context = call.frame.context;
    BodyState &body = call.self.whole() == ofResponse ? context.response.body : context.request.body;
    if (body.isConsumed)
        throw ScriptFault{"The message body has already been read. Set preserveContent to read it more than once."};
    const bool preserve = call.args[0].truth();
    const std::string text = body.read();
    call.frame.charge(text.size());
    if (!preserve) {
        body.isConsumed = true;
        body.isChanged = true;
        body.bytes.clear();
    }
    if (call.typeArgument->kind == Kind::String)
        return Value::string(text);
    if (text.empty())
        return {};
    JsonRef node = body.parsed;
    if (!node) {
        std::string problem;
        node = parseJson(text, mostBodyTokens, problem);
        if (!node)
            throw ScriptFault{problem};
        call.frame.step(text.size() / 64);
        body.parsed = preserve ? node : nullptr;
    }
    return fromJson(preserve ? node->clone() : node, call.typeArgument);
}

template<std::optional<NamedPart> ScriptContext::*part, std::string NamedPart::*field>
Value optionalField(NativeCall &call)
{
    return call.frame.text((*(call.frame.context.*part)).*field);
}

template<std::string NamedPart::*field>
Value apiField(NativeCall &call)
{
    return call.frame.text(call.frame.context.api.*field);
}

template<std::string LastErrorState::*field>
Value errorField(NativeCall &call)
{
    return call.frame.text((*call.frame.context.lastError).*field);
}

template<Kind kind, std::optional<NamedPart> ScriptContext::*part>
Value optionalPart(NativeCall &call)
{
    return (call.frame.context.*part) ? Value::number(kind, 0) : Value{};
}

Value variableOr(NativeCall &call, const Value &fallback)
{
    const auto found = call.frame.context.variables.find(call.text(0));
    if (found == call.frame.context.variables.end())
        return fallback;
    if (std::holds_alternative<JsonRef>(found->second.data))
        return fromJson(found->second.node(), call.typeArgument);
    const bool fits = found->second.isNull() || call.typeArgument->kind == Kind::Object || found->second.kind == call.typeArgument->kind;
    if (!fits)
        throw ScriptFault{"Specified cast is not valid."};
    return found->second;
}

Value defaultOf(Type type) { return isNullable(type) ? Value{} : Value::number(type->kind, 0); }

Value variable(NativeCall &call)
{
    const auto found = call.frame.context.variables.find(call.text(0));
    if (found == call.frame.context.variables.end())
        throw ScriptFault{"The given key was not present in the dictionary."};
    return found->second;
}

const MemberLine contextTable[]{
    {"IContext.Request:IRequest", [](NativeCall &) { return Value::number(Kind::Request, 0); }},
    {"IContext.Response:IResponse", [](NativeCall &) { return Value::number(Kind::Response, 0); }},
    {"IContext.Variables:IVariables", [](NativeCall &) { return Value::number(Kind::Variables, 0); }},
    {"IContext.Subscription:ISubscription", optionalPart<Kind::Subscription, &ScriptContext::subscription>},
    {"IContext.Product:IProduct", optionalPart<Kind::Product, &ScriptContext::product>},
    {"IContext.Operation:IOperation", optionalPart<Kind::Operation, &ScriptContext::operation>},
    {"IContext.User:IUser", optionalPart<Kind::User, &ScriptContext::user>},
    {"IContext.Api:IApi", [](NativeCall &) { return Value::number(Kind::Api, 0); }},
    {"IContext.Deployment:IDeployment", [](NativeCall &) { return Value::number(Kind::Deployment, 0); }},
    {"IContext.LastError:ILastError", [](NativeCall &c) { return c.frame.context.lastError ? Value::number(Kind::LastError, 0) : Value{}; }},
    {"IContext.RequestId:Guid", [](NativeCall &c) { return Value{Kind::Guid, std::make_shared<const std::string>(c.frame.context.requestId)}; }},
    {"IContext.Timestamp:DateTime", [](NativeCall &c) { return Value::number(Kind::DateTime, c.frame.context.timestamp.time_since_epoch().count()); }},
    {"IContext.Tracing:bool", [](NativeCall &) { return Value::boolean(false); }},
    {"IContext.Trace(string message):void", [](NativeCall &c) {
         c.frame.charge(c.text(0).size());
         c.frame.context.traces.push_back(c.text(0));
         return Value{};
     }},
    {"IRequest.Method:string", [](NativeCall &c) { return Value::string(c.frame.context.request.method); }},
    {"IRequest.Url:IUrl", [](NativeCall &) { return Value::number(Kind::Url, ofRequest); }},
    {"IRequest.OriginalUrl:IUrl", [](NativeCall &) { return Value::number(Kind::Url, ofOriginal); }},
    {"IRequest.Headers:IHeaders", [](NativeCall &) { return Value::number(Kind::Headers, ofRequest); }},
    {"IRequest.Body:IMessageBody", [](NativeCall &c) { // a request without a body has none
         const BodyState &body = c.frame.context.request.body;
         const bool isThere = !body.bytes.empty() || body.load || body.isConsumed;
         return isThere ? Value::number(Kind::Body, ofRequest) : Value{};
     }},
    {"IRequest.IpAddress:string", [](NativeCall &c) { return Value::string(c.frame.context.request.ipAddress); }},
    {"IRequest.MatchedParameters:IParameters", [](NativeCall &) { return Value::number(Kind::Parameters, 0); }},
    {"IResponse.StatusCode:int", [](NativeCall &c) { return Value::integer(c.frame.context.response.statusCode); }},
    {"IResponse.StatusReason:string", [](NativeCall &c) { return Value::string(c.frame.context.response.reason); }},
    {"IResponse.Headers:IHeaders", [](NativeCall &) { return Value::number(Kind::Headers, ofResponse); }},
    {"IResponse.Body:IMessageBody", [](NativeCall &) { return Value::number(Kind::Body, ofResponse); }},
    {"IMessageBody.As<T>(bool preserveContent=false):T", bodyAs},
    {"IUrl.Path:string", [](NativeCall &c) { return Value::string(urlOf(c).path); }},
    {"IUrl.Host:string", [](NativeCall &c) { return Value::string(urlOf(c).host); }},
    {"IUrl.Port:int", [](NativeCall &c) { return Value::integer(urlOf(c).port); }},
    {"IUrl.Scheme:string", [](NativeCall &c) { return Value::string(urlOf(c).scheme); }},
    {"IUrl.Query:IHeaders", [](NativeCall &c) { return Value::number(Kind::Headers, c.self.whole() == ofOriginal ? ofOriginal : ofQuery); }},
    {"IUrl.QueryString:string", [](NativeCall &c) { return c.frame.text(queryText(urlOf(c))); }},
    {"IUrl.ToString():string", [](NativeCall &c) { return c.frame.text(urlText(urlOf(c))); }},
    {"IHeaders.GetValueOrDefault(string headerName,string defaultValue=):string", [](NativeCall &c) { return textOr(c, c.text(1)); }},
    {"IHeaders.ContainsKey(string key):bool", [](NativeCall &c) { return Value::boolean(namesOf(c).has(c.text(0))); }},
    {"IHeaders.[](string key):string[]", headerValues},
    {"IHeaders.TryGetValue(string key,out string[] value):bool", [](NativeCall &c) {
         const bool has = namesOf(c).has(c.text(0));
         c.args[1] = has ? texts(c, namesOf(c).values(c.text(0))) : Value{};
         return Value::boolean(has);
     }},
    {"IHeaders.Keys:IEnumerable<string>", [](NativeCall &c) { return distinctNames(c, namesOf(c)); }},
    {"IHeaders.Count:int", [](NativeCall &c) { return Value::integer(static_cast<int64_t>(distinctNames(c, namesOf(c)).items()->items.size())); }},
    {"IParameters.[](string key):string", [](NativeCall &c) { return c.frame.text(c.frame.context.request.matchedParameters.value(c.text(0))); }},
    {"IParameters.ContainsKey(string key):bool", [](NativeCall &c) { return Value::boolean(c.frame.context.request.matchedParameters.has(c.text(0))); }},
    {"IParameters.GetValueOrDefault(string key,string defaultValue=):string", [](NativeCall &c) {
         const NameValues &names = c.frame.context.request.matchedParameters;
         return c.frame.text(names.has(c.text(0)) ? names.value(c.text(0)) : c.text(1));
     }},
    {"IVariables.[](string key):object", variable},
    {"IVariables.ContainsKey(string key):bool", [](NativeCall &c) { return Value::boolean(c.frame.context.variables.contains(c.text(0))); }},
    {"IVariables.GetValueOrDefault<T>(string key):T", [](NativeCall &c) { return variableOr(c, defaultOf(c.typeArgument)); }},
    {"IVariables.GetValueOrDefault<T>(string key,T defaultValue):T", [](NativeCall &c) { return variableOr(c, c.args[1]); }},
    {"ISubscription.Id:string", optionalField<&ScriptContext::subscription, &NamedPart::id>},
    {"ISubscription.Name:string", optionalField<&ScriptContext::subscription, &NamedPart::name>},
    {"ISubscription.Key:string", optionalField<&ScriptContext::subscription, &NamedPart::key>},
    {"IProduct.Id:string", optionalField<&ScriptContext::product, &NamedPart::id>},
    {"IProduct.Name:string", optionalField<&ScriptContext::product, &NamedPart::name>},
    {"IOperation.Id:string", optionalField<&ScriptContext::operation, &NamedPart::id>},
    {"IOperation.Name:string", optionalField<&ScriptContext::operation, &NamedPart::name>},
    {"IOperation.UrlTemplate:string", optionalField<&ScriptContext::operation, &NamedPart::path>},
    {"IOperation.Method:string", optionalField<&ScriptContext::operation, &NamedPart::detail>},
    {"IUser.Id:string", optionalField<&ScriptContext::user, &NamedPart::id>},
    {"IUser.Email:string", optionalField<&ScriptContext::user, &NamedPart::name>},
    {"IApi.Id:string", apiField<&NamedPart::id>},
    {"IApi.Name:string", apiField<&NamedPart::name>},
    {"IApi.Path:string", apiField<&NamedPart::path>},
    {"IApi.Revision:string", [](NativeCall &) { return Value::string("1"); }},
    {"IDeployment.ServiceName:string", [](NativeCall &c) { return c.frame.text(c.frame.context.deployment.name); }},
    {"IDeployment.ServiceId:string", [](NativeCall &c) { return c.frame.text(c.frame.context.deployment.name); }},
    {"IDeployment.GatewayId:string", [](NativeCall &) { return Value::string("managed"); }},
    {"IDeployment.Region:string", [](NativeCall &c) { return c.frame.text(c.frame.context.deployment.detail); }},
    {"ILastError.Source:string", errorField<&LastErrorState::source>},
    {"ILastError.Reason:string", errorField<&LastErrorState::reason>},
    {"ILastError.Message:string", errorField<&LastErrorState::message>},
    {"ILastError.Scope:string", errorField<&LastErrorState::scope>},
    {"ILastError.Section:string", errorField<&LastErrorState::section>},
    {"ILastError.Path:string", errorField<&LastErrorState::path>},
    {"ILastError.PolicyId:string", errorField<&LastErrorState::policyId>},
};

} // namespace

std::span<const MemberLine> contextMembers() { return contextTable; }

} // namespace qd::lab::policy
