#pragma once

#include "mcp/mcpclientanswers.h"
#include "sampling/modelendpoint.h"

#include <memory>

namespace qd {

/// Answers sampling by a model's endpoint and leaves everything else to other answers. GUI thread.
class EndpointAnswers final : public McpClientAnswers
{
public:
    /// `endpoint` and `others` are kept; neither is null.
    EndpointAnswers(std::shared_ptr<ModelEndpoint> endpoint, std::shared_ptr<McpClientAnswers> others);

    [[nodiscard]] McpAbilities abilities() const override;
    Call listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion) override;
    Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) override;
    Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) override;
    void elicitationDone(const McpServerId &server, const QString &id) override;

private:
    std::shared_ptr<ModelEndpoint> m_endpoint;
    std::shared_ptr<McpClientAnswers> m_others;
};

} // namespace qd
