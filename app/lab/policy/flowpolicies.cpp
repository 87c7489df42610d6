#include "policy/policycompiler.h"

#include <algorithm>
#include <cmath>

namespace qd::lab::policy {

PolicyStep makeBase(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    if (compiler.world().isGlobal)
        compiler.fault(node, node.at, "Element 'base' is not allowed in a policy of the global scope.");
    return [](Exchange &exchange) { return exchange.runBase(); };
}

PolicyStep makeChoose(PolicyCompiler &compiler, const PolicyNode &node, Section section)
{
    struct Branch {
        PolicyText condition;
        PolicyStep run;
    };
    std::vector<Branch> branches;
    PolicyStep otherwise;
    for (const PolicyNode &child : node.children) {
        if (child.sort != PolicyNode::Sort::Element)
            continue;
        if (child.name == "otherwise") {
            if (otherwise)
                compiler.fault(child, child.at, "The element 'choose' may hold one 'otherwise'.");
            otherwise = compiler.sequence(child, section);
            continue;
        }
        if (child.name != "when")
            continue;
        if (otherwise)
            compiler.fault(child, child.at, "'when' must stand before 'otherwise'.");
        if (!child.attribute("condition"))
            compiler.fault(child, child.at, "The required attribute 'condition' is missing.");
        PolicyText condition = compiler.attribute(child, "condition", typeOf(Kind::Bool));
        branches.push_back({std::move(condition), compiler.sequence(child, section)});
    }
    if (branches.empty())
        compiler.fault(node, node.at, "The element 'choose' has incomplete content. List of possible elements expected: 'when'.");
    return [branches = std::move(branches), otherwise = std::move(otherwise)](Exchange &exchange) {
        for (const auto &[condition, run] : branches)
            if (condition.truth(exchange))
                return run(exchange);
        return otherwise ? otherwise(exchange) : true;
    };
}

PolicyStep makeReturnResponse(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    if (node.attribute("response-variable-name"))
        compiler.fault(node, node.at, "The attribute 'response-variable-name' is not supported by this gateway.");
    PolicyStep fill = compiler.sequence(node, Section::OnError); // its children speak of the response, in every section
    return [fill = std::move(fill)](Exchange &exchange) {
        if (exchange.context.response.body.load)
            exchange.context.response.body.set({});
        exchange.context.response.headers.lines.clear();
        exchange.context.response.statusCode = 200;
        exchange.context.response.reason.clear();
        exchange.context.response.body.set({});
        (void)fill(exchange);
        exchange.isAnswered = true;
        exchange.decision = "return-response";
        return false;
    };
}

PolicyStep makeMockResponse(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const std::string code = compiler.literal(node, "status-code", "200");
    const std::string type = compiler.literal(node, "content-type");
    return [status = std::atoi(code.c_str()), type](Exchange &exchange) {
        ResponseState &response = exchange.context.response;
        response.body.set({});
        response.headers.lines.clear();
        response.statusCode = status;
        if (!type.empty())
            response.headers.add("Content-Type", type);
        exchange.isAnswered = true;
        exchange.decision = "mock-response";
        return false;
    };
}

PolicyStep makeRetry(PolicyCompiler &compiler, const PolicyNode &node, Section section)
{
    constexpr double longest = 30; // seconds in all: a caller does not wait longer anyway
    PolicyText condition = compiler.attribute(node, "condition", typeOf(Kind::Bool));
    PolicyText count = compiler.attribute(node, "count");
    PolicyText interval = compiler.attribute(node, "interval");
    PolicyText most = compiler.attribute(node, "max-interval");
    PolicyText delta = compiler.attribute(node, "delta");
    PolicyText fast = compiler.attribute(node, "first-fast-retry");
    PolicyStep body = compiler.sequence(node, section);
    return [=](Exchange &exchange) {
        const double times = std::min(count.number(exchange), 50.0);
        double waited = 0;
        for (int round = 0;; ++round) {
            exchange.isForwarded = false;
            if (!body(exchange))
                return false;
            if (round >= static_cast<int>(times) || !condition.truth(exchange))
                return true;
            double pause = interval.isGiven ? interval.number(exchange) : 0;
            if (delta.isGiven)
                pause += delta.number(exchange) * (most.isGiven ? std::exp2(round) - 1 : round);
            if (most.isGiven)
                pause = std::min(pause, most.number(exchange));
            if (round == 0 && fast.isGiven && fast.truth(exchange))
                pause = 0;
            waited += pause;
            if (waited > longest || !exchange.host->pause(pause))
                return true;
        }
    };
}

PolicyStep makeForwardRequest(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText seconds = compiler.attribute(node, "timeout");
    PolicyText milliseconds = compiler.attribute(node, "timeout-ms");
    const bool failOnError = compiler.literal(node, "fail-on-error-status-code") == "true";
    return [=](Exchange &exchange) {
        const double timeout = seconds.isGiven ? seconds.number(exchange) : milliseconds.isGiven ? milliseconds.number(exchange) / 1000 : 300;
        exchange.isForwarded = true;
        exchange.host->forward(exchange, timeout);
        const int status = exchange.context.response.statusCode;
        if (failOnError && status >= 400)
            throw PolicyAbort{status, "BackendErrorStatus", "The backend answered " + std::to_string(status) + ".", "forward-request", {}};
        return true;
    };
}

PolicyStep makeIncludeFragment(PolicyCompiler &compiler, const PolicyNode &node, Section section) { return compiler.fragment(node, section); }

PolicyStep makeSetVariable(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const std::string name = compiler.literal(node, "name");
    PolicyText value = compiler.attribute(node, "value");
    return [name, value](Exchange &exchange) {
        exchange.context.variables[name] = value.value(exchange);
        return true;
    };
}

PolicyStep makeTrace(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const std::string source = compiler.literal(node, "source");
    std::vector<PolicyText> messages;
    for (const PolicyNode &child : node.children)
        if (child.name == "message")
            messages.push_back(compiler.content(child));
    if (messages.empty())
        compiler.fault(node, node.at, "The element 'trace' has incomplete content. List of possible elements expected: 'message'.");
    return [source, messages](Exchange &exchange) {
        for (const PolicyText &message : messages)
            exchange.context.traces.push_back(source + ": " + message.text(exchange));
        return true;
    };
}

PolicyStep makeNothing(PolicyCompiler & /*compiler*/, const PolicyNode & /*node*/, Section /*section*/)
{
    return [](Exchange &) { return true; };
}

} // namespace qd::lab::policy
