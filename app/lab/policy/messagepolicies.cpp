#include "policy/policycompiler.h"

#include <algorithm>

namespace qd::lab::policy {

namespace {

using Pick = NameValues &(*)(Exchange &);

std::vector<PolicyText> valuesOf(PolicyCompiler &compiler, const PolicyNode &node, const char *name)
{
    std::vector<PolicyText> out;
    for (const PolicyNode &child : node.children)
        if (child.sort == PolicyNode::Sort::Element && child.name == name)
            out.push_back(compiler.content(child));
    return out;
}

/// A line end in a header would begin another header.
std::string headerSafe(std::string text)
{
    std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    return text;
}

/// set-header and set-query-parameter: the same rules on another list.
PolicyStep namedValuePolicy(PolicyCompiler &compiler, const PolicyNode &node, Pick pick)
{
    PolicyText name = compiler.attribute(node, "name");
    PolicyText action = compiler.attribute(node, "exists-action");
    std::vector<PolicyText> values = valuesOf(compiler, node, "value");
    return [=](Exchange &exchange) {
        NameValues &list = pick(exchange);
        const std::string key = headerSafe(name.text(exchange));
        const std::string what = action.isGiven ? action.text(exchange) : "override";
        if (what == "skip" && list.has(key))
            return true;
        if (what != "append")
            list.remove(key);
        if (what != "delete")
            for (const PolicyText &value : values)
                list.add(key, headerSafe(value.text(exchange)));
        return true;
    };
}

NameValues &responseHeaders(Exchange &exchange) { return exchange.context.response.headers; }
NameValues &requestHeaders(Exchange &exchange) { return exchange.context.request.headers; }
NameValues &requestQuery(Exchange &exchange) { return exchange.context.request.url.query; }

/// "origin" elements and the like below a list element.
std::vector<std::string> listOf(PolicyCompiler &compiler, const PolicyNode &node, const char *list)
{
    std::vector<std::string> out;
    const PolicyNode *holder = node.child(list);
    for (const PolicyNode &child : holder ? holder->children : std::vector<PolicyNode>{})
        if (child.sort == PolicyNode::Sort::Element)
            out.push_back(compiler.content(child).literal);
    return out;
}

std::string commaJoined(const std::vector<std::string> &items)
{
    std::string out;
    for (const std::string &item : items)
        out += (out.empty() ? "" : ",") + item;
    return out;
}

bool holds(const std::vector<std::string> &items, const std::string &item)
{
    return std::find(items.begin(), items.end(), item) != items.end() || std::find(items.begin(), items.end(), "*") != items.end();
}

} // namespace

PolicyStep makeSetHeader(PolicyCompiler &compiler, const PolicyNode &node, Section section)
{
    return namedValuePolicy(compiler, node, PolicyCompiler::changesResponse(section) ? &responseHeaders : &requestHeaders);
}

PolicyStep makeSetQueryParameter(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    return namedValuePolicy(compiler, node, &requestQuery);
}

PolicyStep makeSetBody(PolicyCompiler &compiler, const PolicyNode &node, Section section)
{
    if (node.attribute("template"))
        compiler.fault(node, node.attribute("template")->at, "Liquid templates are not supported by this gateway.");
    PolicyText text = compiler.content(node);
    return [text, toResponse = PolicyCompiler::changesResponse(section)](Exchange &exchange) {
        std::string made = text.text(exchange);
        BodyState &body = toResponse ? exchange.context.response.body : exchange.context.request.body;
        body.set(std::move(made));
        if (toResponse)
            exchange.context.response.headers.remove("Content-Length");
        return true;
    };
}

PolicyStep makeSetStatus(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText code = compiler.attribute(node, "code");
    PolicyText reason = compiler.attribute(node, "reason");
    return [code, reason](Exchange &exchange) {
        const double status = code.number(exchange);
        if (status < 100 || status > 999)
            throw PolicyAbort{500, "ExpressionValueEvaluationFailure", "The status code is out of range.", "set-status", {}};
        exchange.context.response.statusCode = static_cast<int>(status);
        exchange.context.response.reason = reason.isGiven ? headerSafe(reason.text(exchange)) : "";
        return true;
    };
}

PolicyStep makeSetMethod(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText text = compiler.content(node);
    return [text](Exchange &exchange) {
        std::string method = text.text(exchange);
        std::erase_if(method, [](unsigned char c) { return std::isalpha(c) == 0; });
        exchange.context.request.method = method;
        return true;
    };
}

PolicyStep makeSetBackendService(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText url = compiler.attribute(node, "base-url");
    PolicyText backend = compiler.attribute(node, "backend-id");
    if (!url.isGiven && !backend.isGiven)
        compiler.fault(node, node.at, "Either 'base-url' or 'backend-id' must be specified.");
    return [url, backend](Exchange &exchange) {
        if (url.isGiven) {
            exchange.backend = url.text(exchange);
            return true;
        }
        const std::string id = backend.text(exchange);
        exchange.backend = exchange.host->backendUrl(id);
        if (exchange.backend.empty())
            throw PolicyAbort{500, "BackendNotFound", "Backend with id '" + id + "' could not be found.", "set-backend-service", {}};
        return true;
    };
}

PolicyStep makeRewriteUri(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText target = compiler.attribute(node, "template");
    return [target](Exchange &exchange) {
        std::string path = headerSafe(target.text(exchange));
        std::erase(path, ' ');
        exchange.rewritten = path.starts_with('/') ? path : "/" + path;
        return true;
    };
}

PolicyStep makeFindAndReplace(PolicyCompiler &compiler, const PolicyNode &node, Section section)
{
    PolicyText from = compiler.attribute(node, "from");
    PolicyText to = compiler.attribute(node, "to");
    return [from, to, inResponse = PolicyCompiler::changesResponse(section)](Exchange &exchange) {
        BodyState &body = inResponse ? exchange.context.response.body : exchange.context.request.body;
        const std::string wanted = from.text(exchange);
        const std::string given = to.text(exchange);
        const std::string &text = body.read();
        std::string out;
        size_t at = 0;
        for (size_t found = wanted.empty() ? std::string::npos : text.find(wanted); found != std::string::npos && out.size() < (16U << 20U); found = text.find(wanted, at)) {
            out.append(text, at, found - at).append(given);
            at = found + wanted.size();
        }
        body.set(out.append(text, at));
        exchange.context.response.headers.remove("Content-Length");
        return true;
    };
}

PolicyStep makeCors(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const std::vector<std::string> origins = listOf(compiler, node, "allowed-origins");
    const std::vector<std::string> methods = listOf(compiler, node, "allowed-methods");
    const std::vector<std::string> headers = listOf(compiler, node, "allowed-headers");
    const bool credentials = compiler.literal(node, "allow-credentials") == "true";
    if (origins.empty())
        compiler.fault(node, node.at, "The element 'cors' has incomplete content. List of possible elements expected: 'allowed-origins'.");
    return [=](Exchange &exchange) {
        const RequestState &request = exchange.context.request;
        const std::string origin = request.headers.value("Origin");
        const bool isPreflight = request.method == "OPTIONS" && request.headers.has("Access-Control-Request-Method");
        if (origin.empty() || !holds(origins, origin)) {
            if (!isPreflight)
                return true;
            exchange.context.response.statusCode = 200; // without the headers: the browser refuses
            exchange.isAnswered = true;
            return false;
        }
        exchange.isCorsAllowed = true;
        if (!isPreflight)
            return true;
        NameValues &answer = exchange.context.response.headers;
        answer.add("Access-Control-Allow-Methods", methods.empty() ? "GET,POST" : commaJoined(methods));
        answer.add("Access-Control-Allow-Headers", headers.empty() ? "*" : commaJoined(headers));
        if (credentials)
            answer.add("Access-Control-Allow-Credentials", "true");
        exchange.context.response.statusCode = 200;
        exchange.isAnswered = true;
        exchange.decision = "cors";
        return false;
    };
}

} // namespace qd::lab::policy
