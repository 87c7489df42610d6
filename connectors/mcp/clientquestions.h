#pragma once

#include "mcp/mcpclientanswers.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace qd {

/// Puts what a server asks (roots/list, sampling/createMessage, elicitation/create), as messages of their own or inside a
/// result, to an McpClientAnswers, and gives the answer as JSON. GUI thread.
class ClientQuestions
{
public:
    explicit ClientQuestions(McpServerId server) : m_server(std::move(server)), m_answers(std::make_shared<DecliningAnswers>()) {}

    void setAnswers(std::shared_ptr<McpClientAnswers> answers);
    [[nodiscard]] McpClientAnswers &answers() const { return *m_answers; }
    [[nodiscard]] McpAbilities abilities() const { return m_answers->abilities(); }
    /// Questions may come as tasks where there is somebody to put them to.
    [[nodiscard]] bool takesTasks() const;

    /// Errors: Forbidden (not declared, or unknown), Decode (a question that makes no sense), Cancelled (refused by the user).
    /// `isRequired`: a request of ours waits for the answer, and is sent again with it.
    Call ask(const QString &method, const QByteArray &params, QObject *context, Completion<QByteArray> completion, bool isRequired = false) const;
    /// A page that must be visited before a request is sent again (-32042); the same errors.
    Call visit(const QByteArray &params, QObject *context, Completion<McpElicitationAnswer> completion) const;

private:
    Call askRoots(QObject *context, Completion<QByteArray> completion) const;
    Call askSampling(const QByteArray &params, QObject *context, Completion<QByteArray> completion) const;
    Call askElicitation(const QByteArray &params, bool isRequired, QObject *context, Completion<QByteArray> completion) const;

    McpServerId m_server;
    std::shared_ptr<McpClientAnswers> m_answers; ///< never null
};

} // namespace qd
