#pragma once

#include "mcp/mcpclientanswers.h"

#include <memory>

namespace qd {

/// What a server gets when it asks during a run: as the collection's `answers` say, {"elicit": "accept", "content": {…},
/// "sample": "text", "roots": ["file:///…"]}; a sample may also be an object with `content`, `model`, `role` and `stopReason`,
/// a root one with `uri` and `name`. What is not in there is not offered to the server. GUI thread.
class CollectionAnswers final : public McpClientAnswers
{
public:
    /// `elicit` is stronger than the collection's own word; empty: that word.
    [[nodiscard]] static std::shared_ptr<CollectionAnswers> made(const QString &answers, const QString &elicit);

    [[nodiscard]] McpAbilities abilities() const override;
    Call listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion) override;
    Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) override;
    Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) override;

private:
    QString m_elicit;  ///< empty: not offered
    QString m_content; ///< JSON object; empty: what the schema names
    std::optional<McpSamplingAnswer> m_sample;
    std::optional<QList<McpRoot>> m_roots;
};

} // namespace qd
