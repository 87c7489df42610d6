#include "policy/policycompiler.h"

#include <algorithm>

namespace qd::lab::policy {

namespace {

struct Dimension {
    std::string name;
    PolicyText value;
};

std::vector<Dimension> dimensionsOf(PolicyCompiler &compiler, const PolicyNode &node)
{
    static constexpr const char *ready[] = {"API ID", "Operation ID", "Product ID", "User ID", "Subscription ID", "Location", "Gateway ID", "Backend ID"};
    std::vector<Dimension> out;
    for (const PolicyNode &child : node.children) {
        if (child.sort != PolicyNode::Sort::Element || child.name != "dimension")
            continue;
        Dimension made{compiler.literal(child, "name"), compiler.attribute(child, "value")};
        if (made.name.empty())
            compiler.fault(child, child.at, "The required attribute 'name' is missing.");
        const bool hasDefault = std::any_of(std::begin(ready), std::end(ready), [&](const char *one) { return made.name == one; });
        if (!made.value.isGiven && !hasDefault)
            compiler.fault(child, child.at, "Dimension '" + made.name + "' needs a value.");
        out.push_back(std::move(made));
    }
    if (out.empty() || out.size() > 5)
        compiler.fault(node, node.at, "A metric takes one to five dimensions.");
    return out;
}

std::string readyValue(const Exchange &exchange, const std::string &name)
{
    const ScriptContext &context = exchange.context;
    if (name == "API ID")
        return context.api.id;
    if (name == "Subscription ID")
        return context.subscription ? context.subscription->id : "";
    if (name == "Operation ID")
        return context.operation ? context.operation->id : "";
    if (name == "Location")
        return context.deployment.detail;
    return name == "Gateway ID" ? "managed" : "";
}

PolicyMetric metricOf(Exchange &exchange, const std::string &space, const std::vector<Dimension> &dimensions)
{
    PolicyMetric made;
    made.space = space;
    for (const Dimension &one : dimensions)
        made.dimensions.emplace_back(one.name, one.value.isGiven ? one.value.text(exchange) : readyValue(exchange, one.name));
    return made;
}

} // namespace

PolicyStep makeEmitMetric(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const std::string name = compiler.literal(node, "name");
    const std::string space = compiler.literal(node, "namespace", "API Management");
    PolicyText value = compiler.attribute(node, "value");
    const std::vector<Dimension> dimensions = dimensionsOf(compiler, node);
    return [=](Exchange &exchange) {
        PolicyMetric metric = metricOf(exchange, space, dimensions);
        metric.name = name;
        metric.value = value.isGiven ? value.number(exchange) : 1;
        exchange.metrics.push_back(std::move(metric));
        return true;
    };
}

PolicyStep makeEmitTokenMetric(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const std::string space = compiler.literal(node, "namespace", "API Management");
    const std::vector<Dimension> dimensions = dimensionsOf(compiler, node);
    return [=](Exchange &exchange) {
        exchange.tokenMetrics.push_back(metricOf(exchange, space, dimensions));
        return true;
    };
}

PolicyStep makeManagedIdentity(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText resource = compiler.attribute(node, "resource");
    const std::string variable = compiler.literal(node, "output-token-variable-name");
    return [=](Exchange &exchange) {
        const std::string token = exchange.host->identityToken(resource.text(exchange));
        if (!variable.empty()) {
            exchange.context.variables[variable] = Value::string(token);
            return true;
        }
        exchange.context.request.headers.remove("Authorization");
        exchange.context.request.headers.add("Authorization", "Bearer " + token);
        return true;
    };
}

PolicyStep makeCacheLookupValue(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText key = compiler.attribute(node, "key");
    PolicyText fallback = compiler.attribute(node, "default-value");
    const std::string variable = compiler.literal(node, "variable-name");
    return [=](Exchange &exchange) {
        const std::optional<Value> held = exchange.host->stored(key.text(exchange));
        if (held)
            exchange.context.variables[variable] = *held;
        else if (fallback.isGiven)
            exchange.context.variables[variable] = fallback.value(exchange);
        return true;
    };
}

PolicyStep makeCacheStoreValue(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText key = compiler.attribute(node, "key");
    PolicyText value = compiler.attribute(node, "value");
    PolicyText duration = compiler.attribute(node, "duration");
    return [=](Exchange &exchange) {
        // Only texts are kept: trees of one request must not be seen by another.
        exchange.host->store(key.text(exchange), Value::string(value.text(exchange)), duration.number(exchange));
        return true;
    };
}

PolicyStep makeCacheRemoveValue(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText key = compiler.attribute(node, "key");
    return [=](Exchange &exchange) {
        exchange.host->remove(key.text(exchange));
        return true;
    };
}

} // namespace qd::lab::policy
