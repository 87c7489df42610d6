#include "mcpcallaction.h"

#include "mcp/jsontext.h"

#include <QCoreApplication>

namespace qd {

namespace {

QString mcpActionText(const char *text) { return QCoreApplication::translate("qd::McpCallAction", text); }

} // namespace

WriteAction mcpCallAction(const McpServerId &server, const QString &tool, const QString &arguments)
{
    return {.verb = QStringLiteral("mcp.call"),
            .target = server.value + u'/' + tool,
            .title = mcpActionText("Call the tool %1 of %2 through the gateway").arg(tool, server.value),
            .before = {},
            .after = indentedJson(arguments),
            .effects = {mcpActionText("The tool is not annotated as read-only: it may change what it works on.")}};
}

WriteOutcome mcpCallOutcome(const Result<McpCallResult> &result)
{
    if (result)
        return {.status = result->isError ? WriteOutcome::Status::Failed : WriteOutcome::Status::Succeeded,
                .detail = result->isError ? QStringLiteral("the tool reports a failure") : QString()};
    const ErrorKind kind = result.error().kind;
    const bool isUnclear = kind == ErrorKind::Timeout || kind == ErrorKind::Network || kind == ErrorKind::Cancelled || kind == ErrorKind::Protocol;
    return {.status = isUnclear ? WriteOutcome::Status::Unknown : WriteOutcome::Status::Failed, .detail = result.error().message};
}

} // namespace qd
