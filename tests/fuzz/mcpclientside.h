#pragma once

#include "http/callstate.h"
#include "http/timers.h"
#include "mcp/jsonslice.h"
#include "mcp/mcpclientanswers.h"
#include "mcpfuzz.h"
#include "sampling/chatcodec.h"

#include <QCoreApplication>
#include <QPointer>

#include <functional>
#include <utility>
#include <vector>

/// Whom servers ask in fuzz_mcpanswers, and its time.
namespace qd::fuzz {

/// Says yes to everything, with what a person might write.
class WillingAnswers final : public McpClientAnswers
{
public:
    [[nodiscard]] McpAbilities abilities() const override { return {.hasRoots = true, .hasSampling = true, .hasSamplingTools = true, .hasForms = true, .hasUrls = true}; }
    Call listRoots(const McpServerId &, QObject *context, Completion<QList<McpRoot>> completion) override
    {
        return answered(QList<McpRoot>{{.uri = QStringLiteral("file:///a"), .name = {}}}, context, std::move(completion));
    }
    Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) override
    {
        const auto chat = chatcodec::encodeChat(request, QStringLiteral("m"));
        require(request.maxTokens >= 0 && chat && jsonslice::isObject(*chat));
        return answered(McpSamplingAnswer{.text = request.systemPrompt}, context, std::move(completion));
    }
    Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) override
    {
        require(request.mode == McpElicitation::Mode::Form ? jsonslice::isObject(request.schema.toUtf8()) : request.url.startsWith(QLatin1String("http"), Qt::CaseInsensitive));
        return answered(McpElicitationAnswer{.action = McpElicitationAnswer::Action::Accept, .content = QStringLiteral("{}")}, context, std::move(completion));
    }

private:
    template<typename T>
    static Call answered(const T &answer, QObject *context, Completion<T> completion)
    {
        const auto state = CallState<T>::create(context, std::move(completion));
        state->finish(answer);
        return state->handle();
    }
};

/// Time that passes by hand.
class HandTimers final : public Timers, public Clock
{
public:
    [[nodiscard]] Microseconds monotonic() const override { return {}; }
    [[nodiscard]] Instant now() const override { return Instant(Seconds(1795262400)); }
    void after(Milliseconds, QObject *context, std::function<void()> action) override { m_actions.emplace_back(context, std::move(action)); }
    void pass()
    {
        for (auto &[context, action] : std::exchange(m_actions, {}))
            if (context)
                action();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

private:
    std::vector<std::pair<QPointer<QObject>, std::function<void()>>> m_actions;
};

} // namespace qd::fuzz
