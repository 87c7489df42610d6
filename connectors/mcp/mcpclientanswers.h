#pragma once

#include "http/call.h"
#include "mcp/mcpoperations.h"

class QObject;

namespace qd {

/// Who answers what servers ask of their client: the person at the window, the options of a program, a script. Every
/// method obeys the Call contract; the session cancels a question whose server is gone or has withdrawn it, so an answer
/// may take as long as a person does. GUI thread.
class McpClientAnswers
{
public:
    virtual ~McpClientAnswers() = default;

    /// Told to every server at the start; it must not ask for the rest.
    [[nodiscard]] virtual McpAbilities abilities() const = 0;
    virtual Call listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion) = 0;
    /// An Error becomes the server's answer: ErrorKind::Cancelled is the user's refusal.
    virtual Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) = 0;
    virtual Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) = 0;
    /// The page of an elicitation by URL was done with (legacy; `id` is the elicitation's).
    virtual void elicitationDone(const McpServerId &server, const QString &id);
};

/// Declares nothing, has no roots, and declines what is asked all the same.
class DecliningAnswers final : public McpClientAnswers
{
public:
    [[nodiscard]] McpAbilities abilities() const override { return {}; }
    Call listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion) override;
    Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) override;
    Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) override;
};

} // namespace qd
