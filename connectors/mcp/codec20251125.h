#pragma once

#include "mcp/mcpcodec.h"

namespace qd {

/// Revision 2025-11-25, which reads the results of 2025-06-18, 2025-03-26 and 2024-11-05 too: they lack members only.
class Codec20251125 : public McpCodec
{
public:
    [[nodiscard]] McpRequest listTools(const QString &cursor) const override;
    [[nodiscard]] McpRequest listPrompts(const QString &cursor) const override;
    [[nodiscard]] McpRequest listResources(const QString &cursor) const override;
    [[nodiscard]] McpRequest listResourceTemplates(const QString &cursor) const override;
    [[nodiscard]] McpRequest callTool(const QString &name, const QByteArray &arguments, const McpCallOptions &options) const override;
    [[nodiscard]] McpRequest readResource(const QString &uri) const override;
    [[nodiscard]] McpRequest getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments) const override;
    [[nodiscard]] McpRequest complete(const McpCompletionQuery &query) const override;
    [[nodiscard]] McpRequest subscribe(const QString &uri) const override;
    [[nodiscard]] McpRequest unsubscribe(const QString &uri) const override;
    [[nodiscard]] McpRequest setLogLevel(McpLogLevel level) const override;
    [[nodiscard]] McpRequest ping() const override;
    [[nodiscard]] McpRequest listTasks(const QString &cursor) const override;
    [[nodiscard]] McpRequest readTask(const QString &id) const override;
    [[nodiscard]] McpRequest taskResult(const QString &id) const override;
    [[nodiscard]] McpRequest cancelTask(const QString &id) const override;
    [[nodiscard]] McpRequest sealed(McpRequest request, qint64 progressToken) const override;
    [[nodiscard]] Result<McpVerdict> verdictOf(const QByteArray &result) const override;
    [[nodiscard]] bool isModern() const override { return false; }

    [[nodiscard]] Result<McpPage<McpTool>> decodeTools(const QByteArray &result) const override;
    [[nodiscard]] Result<McpPage<McpPrompt>> decodePrompts(const QByteArray &result) const override;
    [[nodiscard]] Result<McpPage<McpResource>> decodeResources(const QByteArray &result) const override;
    [[nodiscard]] Result<McpPage<McpResource>> decodeResourceTemplates(const QByteArray &result) const override;
    [[nodiscard]] Result<McpCallResult> decodeCallResult(const QByteArray &result) const override;
    [[nodiscard]] Result<QList<McpContent>> decodeResource(const QByteArray &result) const override;
    [[nodiscard]] Result<QList<McpContent>> decodePrompt(const QByteArray &result) const override;
    [[nodiscard]] Result<McpCompletions> decodeCompletions(const QByteArray &result) const override;
    [[nodiscard]] Result<McpPage<McpTask>> decodeTasks(const QByteArray &result) const override;
    [[nodiscard]] Result<McpTask> decodeTask(const QByteArray &result) const override;
};

} // namespace qd
