#pragma once

#include "http/callstate.h"
#include "mcp/mcpsession.h"

#include <functional>
#include <optional>

namespace qd::test {

/// McpSessions whose server is two functions: the tools it lists and what it answers to raw messages. Everything else
/// fails with Protocol.
class FakeMcpConnector final : public McpConnector
{
public:
    std::function<Result<QList<McpTool>>(const McpServerConfig &)> tools;
    std::function<Result<QByteArray>(const McpServerConfig &, const QByteArray &)> raw;
    std::optional<Error> refusal;   ///< of open()
    QList<McpServerConfig> made;
    QList<QByteArray> sent;

    std::unique_ptr<McpSession> makeSession(const McpServerConfig &config) override
    {
        made.append(config);
        return std::make_unique<Session>(*this, config);
    }

private:
    class Session final : public McpSession
    {
    public:
        Session(FakeMcpConnector &owner, McpServerConfig config) : m_owner(owner), m_config(std::move(config)) {}

        Call open(QObject *context, Completion<McpServerInfo> completion) override
        {
            m_info = McpServerInfo{.name = QStringLiteral("fake"), .protocolVersion = QStringLiteral("2025-11-25"), .hasTools = true};
            return answer<McpServerInfo>(context, std::move(completion), m_owner.refusal ? Result<McpServerInfo>(*m_owner.refusal) : Result<McpServerInfo>(*m_info));
        }
        void setAnswers(std::shared_ptr<McpClientAnswers>) override {}
        void close() override { m_info.reset(); }
        [[nodiscard]] const McpServerConfig &config() const override { return m_config; }
        [[nodiscard]] const std::optional<McpServerInfo> &info() const override { return m_info; }
        Call listTools(QObject *context, Completion<QList<McpTool>> completion) override
        {
            return answer<QList<McpTool>>(context, std::move(completion), m_owner.tools ? m_owner.tools(m_config) : Result<QList<McpTool>>(none()));
        }
        Call listPrompts(QObject *context, Completion<QList<McpPrompt>> completion) override { return answer<QList<McpPrompt>>(context, std::move(completion), none()); }
        Call listResources(QObject *context, Completion<QList<McpResource>> completion) override { return answer<QList<McpResource>>(context, std::move(completion), none()); }
        Call callTool(const QString &, const QString &, QObject *context, Completion<McpCallResult> completion, std::function<void(const McpProgress &)>,
                      const McpCallOptions &) override
        {
            return answer<McpCallResult>(context, std::move(completion), none());
        }
        Call readResource(const QString &, QObject *context, Completion<QList<McpContent>> completion) override { return answer<QList<McpContent>>(context, std::move(completion), none()); }
        Call getPrompt(const QString &, const QList<std::pair<QString, QString>> &, QObject *context, Completion<QList<McpContent>> completion) override
        {
            return answer<QList<McpContent>>(context, std::move(completion), none());
        }
        Call complete(const McpCompletionQuery &, QObject *context, Completion<McpCompletions> completion) override { return answer<McpCompletions>(context, std::move(completion), none()); }
        Call subscribe(const QString &, QObject *context, Completion<void> completion) override { return answer<void>(context, std::move(completion), none()); }
        Call unsubscribe(const QString &, QObject *context, Completion<void> completion) override { return answer<void>(context, std::move(completion), none()); }
        Call setLogLevel(McpLogLevel, QObject *context, Completion<void> completion) override { return answer<void>(context, std::move(completion), none()); }
        Call ping(QObject *context, Completion<Milliseconds> completion) override { return answer<Milliseconds>(context, std::move(completion), none()); }
        Call listTasks(QObject *context, Completion<QList<McpTask>> completion) override { return answer<QList<McpTask>>(context, std::move(completion), none()); }
        Call readTask(const QString &, QObject *context, Completion<McpTask> completion) override { return answer<McpTask>(context, std::move(completion), none()); }
        Call taskResult(const QString &, QObject *context, Completion<McpCallResult> completion) override { return answer<McpCallResult>(context, std::move(completion), none()); }
        Call cancelTask(const QString &, QObject *context, Completion<void> completion) override { return answer<void>(context, std::move(completion), none()); }
        Call sendRaw(const QByteArray &message, QObject *context, Completion<QByteArray> completion) override
        {
            m_owner.sent.append(message);
            return answer<QByteArray>(context, std::move(completion), m_owner.raw ? m_owner.raw(m_config, message) : Result<QByteArray>(none()));
        }

    private:
        static Error none() { return {.kind = ErrorKind::Protocol, .message = QStringLiteral("The fake does not do this")}; }
        template<typename T>
        Call answer(QObject *context, Completion<T> completion, Result<T> result)
        {
            const auto state = CallState<T>::create(context, std::move(completion));
            state->finish(std::move(result));
            return state->handle();
        }
        FakeMcpConnector &m_owner;
        const McpServerConfig m_config;
        std::optional<McpServerInfo> m_info;
    };
};

} // namespace qd::test
