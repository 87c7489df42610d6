#pragma once

#include "http/callstate.h"
#include "mcp/mcpclientanswers.h"

#include <optional>

namespace qd::test {

/// Answers that a test gives: at once what the members hold, or never when `isSilent`. Keeps what was asked.
class ScriptedAnswers final : public McpClientAnswers
{
public:
    McpAbilities can{.hasRoots = true, .hasSampling = true, .hasSamplingTools = true, .hasForms = true, .hasUrls = true};
    QList<McpRoot> roots{{.uri = QStringLiteral("file:///srv/demo"), .name = QStringLiteral("demo")}};
    Result<McpSamplingAnswer> sampling = McpSamplingAnswer{.text = QStringLiteral("four"), .model = QStringLiteral("stub")};
    McpElicitationAnswer elicitation{.action = McpElicitationAnswer::Action::Accept, .content = QStringLiteral(R"({"name":"Ann"})")};
    bool isSilent = false;
    int cancelled = 0;
    QList<McpSamplingRequest> sampled;
    QList<McpElicitation> elicited;
    QStringList done;

    [[nodiscard]] McpAbilities abilities() const override { return can; }
    Call listRoots(const McpServerId &, QObject *context, Completion<QList<McpRoot>> completion) override
    {
        return answer<QList<McpRoot>>(context, std::move(completion), roots);
    }
    Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) override
    {
        sampled.append(request);
        return answer<McpSamplingAnswer>(context, std::move(completion), sampling);
    }
    Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) override
    {
        elicited.append(request);
        return answer<McpElicitationAnswer>(context, std::move(completion), elicitation);
    }
    void elicitationDone(const McpServerId &, const QString &id) override { done << id; }

private:
    template<typename T>
    Call answer(QObject *context, Completion<T> completion, Result<T> result)
    {
        const auto state = CallState<T>::create(context, std::move(completion));
        state->setStop([this] { ++cancelled; });
        if (!isSilent)
            state->finish(std::move(result));
        return state->handle();
    }
};

} // namespace qd::test
