#include "trace/spanrole.h"

#include "trace/span.h"

#include <array>

namespace qd {

namespace {

struct RoleOfOperation { QLatin1String operation; SpanRole role; };

constexpr std::array<RoleOfOperation, 13> operationRoles{{
    {QLatin1String("invoke_agent"), SpanRole::Agent}, {QLatin1String("create_agent"), SpanRole::Agent},
    {QLatin1String("invoke_workflow"), SpanRole::Agent}, {QLatin1String("plan"), SpanRole::Agent},
    {QLatin1String("chat"), SpanRole::Model}, {QLatin1String("generate_content"), SpanRole::Model},
    {QLatin1String("text_completion"), SpanRole::Model}, {QLatin1String("embeddings"), SpanRole::Model},
    {QLatin1String("fetch_response"), SpanRole::Model}, {QLatin1String("execute_tool"), SpanRole::Tool},
    {QLatin1String("retrieval"), SpanRole::Tool}, {QLatin1String("apply_guardrail"), SpanRole::Evaluation},
    {QLatin1String("evaluate"), SpanRole::Evaluation}}};

std::optional<SpanRole> roleOfOperation(const QString &operation)
{
    for (const RoleOfOperation &known : operationRoles)
        if (operation == known.operation)
            return known.role;
    return std::nullopt;
}

/// A call that the AI gateway answers: by its host, or by the paths under which it publishes models and MCP servers.
bool isGatewayCall(const Span &span)
{
    if (!span.attribute(u"gateway.request_id").isEmpty() || !span.attribute(u"apim.request_id").isEmpty())
        return true;
    if (span.type.compare(QLatin1String("http"), Qt::CaseInsensitive) != 0)
        return false;
    return span.target.contains(QLatin1String(".azure-api.net")) || span.data.contains(QLatin1String(".azure-api.net/"))
        || span.data.contains(QLatin1String("/openai/deployments/"));
}

} // namespace

QString spanRoleWord(SpanRole role)
{
    static constexpr std::array words{"agent", "model", "tool", "gateway", "policy", "eval", "dep", "other"};
    return QLatin1String(words[static_cast<size_t>(role)]);
}

SpanRole roleOfSpan(const Span &span)
{
    if (span.kind == Span::Kind::Evaluation)
        return SpanRole::Evaluation;
    if (span.kind == Span::Kind::Missing)
        return SpanRole::Other;
    if (!span.attribute(u"gateway.policy").isEmpty())
        return SpanRole::Policy;
    if (!span.attribute(u"mcp.method.name").isEmpty())
        return SpanRole::Tool;
    if (const auto role = roleOfOperation(span.attribute(u"gen_ai.operation.name")))
        return *role;
    if (isGatewayCall(span))
        return SpanRole::Gateway;
    if (span.kind == Span::Kind::Request)
        return span.attribute(u"agent").isEmpty() ? SpanRole::Other : SpanRole::Agent;
    const bool isInside = span.type.isEmpty() || span.type == QLatin1String("InProc");
    return isInside ? SpanRole::Other : SpanRole::Dependency;
}

} // namespace qd
