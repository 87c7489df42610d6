#include "mcp/mcpclientanswers.h"

#include "http/callstate.h"

#include <utility>

namespace qd {

void McpClientAnswers::elicitationDone(const McpServerId &, const QString &) {}

Call DecliningAnswers::listRoots(const McpServerId &, QObject *context, Completion<QList<McpRoot>> completion)
{
    const auto state = CallState<QList<McpRoot>>::create(context, std::move(completion));
    state->finish(QList<McpRoot>());
    return state->handle();
}

Call DecliningAnswers::sample(const McpSamplingRequest &, QObject *context, Completion<McpSamplingAnswer> completion)
{
    const auto state = CallState<McpSamplingAnswer>::create(context, std::move(completion));
    state->finish(Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("This client does not sample.")});
    return state->handle();
}

Call DecliningAnswers::elicit(const McpElicitation &, QObject *context, Completion<McpElicitationAnswer> completion)
{
    const auto state = CallState<McpElicitationAnswer>::create(context, std::move(completion));
    state->finish(McpElicitationAnswer{});
    return state->handle();
}

} // namespace qd
