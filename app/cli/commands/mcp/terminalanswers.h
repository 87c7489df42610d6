#pragma once

#include "clistreams.h"
#include "mcp/mcpclientanswers.h"
#include "mcp/toolform.h"

#include <memory>
#include <optional>

namespace qd {

/// Answers that ask the person at the terminal for what a server elicits, and leave the rest to `others`. The question is
/// shown as plain text with the server's name; no page is opened. At the end of the input everything is cancelled. Reading
/// blocks; for programs without a window.
class TerminalAnswers final : public McpClientAnswers
{
public:
    /// `server`: what people call it.
    TerminalAnswers(const CliStreams &streams, QString server, std::shared_ptr<McpClientAnswers> others);

    [[nodiscard]] McpAbilities abilities() const override;
    Call listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion) override;
    Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) override;
    Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) override;

private:
    [[nodiscard]] McpElicitationAnswer askPage(const McpElicitation &request) const;
    void showPage(const QString &url) const;
    [[nodiscard]] McpElicitationAnswer askForm(const McpElicitation &request) const;
    /// Asks until it can be sent. Nothing: the input is at its end, or it was tried too often.
    [[nodiscard]] std::optional<ToolValues> askField(const ToolField &field, const QString &initial) const;
    [[nodiscard]] McpElicitationAnswer acceptedForm(const ToolForm &form, const ToolValues &values) const;
    /// Nothing at the end of the input.
    [[nodiscard]] std::optional<QString> answerTo(const QString &question) const;

    const CliStreams m_streams;
    const QString m_server;
    std::shared_ptr<McpClientAnswers> m_others;
};

} // namespace qd
