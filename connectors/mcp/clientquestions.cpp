#include "mcp/clientquestions.h"

#include "http/callstate.h"
#include "mcp/clientcodec.h"

#include <utility>

namespace qd {

namespace {

Call refusedQuestion(const Error &error, QObject *context, Completion<QByteArray> completion)
{
    const auto state = CallState<QByteArray>::create(context, std::move(completion));
    state->finish(error);
    return state->handle();
}

Error notDeclared(const QString &method)
{
    return {.kind = ErrorKind::Forbidden, .message = QStringLiteral("Method not found"), .detail = method};
}

} // namespace

void ClientQuestions::setAnswers(std::shared_ptr<McpClientAnswers> answers)
{
    m_answers = answers ? std::move(answers) : std::make_shared<DecliningAnswers>();
}

bool ClientQuestions::takesTasks() const
{
    const McpAbilities can = abilities();
    return can.hasSampling || can.hasForms || can.hasUrls;
}

Call ClientQuestions::ask(const QString &method, const QByteArray &params, QObject *context, Completion<QByteArray> completion, bool isRequired) const
{
    if (method == QLatin1String("roots/list") && abilities().hasRoots)
        return askRoots(context, std::move(completion));
    if (method == QLatin1String("sampling/createMessage") && abilities().hasSampling)
        return askSampling(params, context, std::move(completion));
    if (method == QLatin1String("elicitation/create") && (abilities().hasForms || abilities().hasUrls))
        return askElicitation(params, isRequired, context, std::move(completion));
    return refusedQuestion(notDeclared(method), context, std::move(completion));
}

Call ClientQuestions::askRoots(QObject *context, Completion<QByteArray> completion) const
{
    return m_answers->listRoots(m_server, context, [completion = std::move(completion)](const Result<QList<McpRoot>> &roots) {
        completion(roots ? Result<QByteArray>(clientcodec::encodeRoots(*roots)) : Result<QByteArray>(roots.error()));
    });
}

Call ClientQuestions::askSampling(const QByteArray &params, QObject *context, Completion<QByteArray> completion) const
{
    auto request = clientcodec::decodeSampling(params);
    if (!request)
        return refusedQuestion(request.error(), context, std::move(completion));
    if (!abilities().hasSamplingTools && !(request->tools.isEmpty() && request->toolChoice.isEmpty()))
        return refusedQuestion({.kind = ErrorKind::Decode, .message = QStringLiteral("Sampling with tools was not declared.")}, context, std::move(completion));
    request->server = m_server;
    return m_answers->sample(*request, context, [completion = std::move(completion)](const Result<McpSamplingAnswer> &answer) {
        completion(answer ? Result<QByteArray>(clientcodec::encodeSampling(*answer)) : Result<QByteArray>(answer.error()));
    });
}

Call ClientQuestions::askElicitation(const QByteArray &params, bool isRequired, QObject *context, Completion<QByteArray> completion) const
{
    auto asked = clientcodec::decodeElicitation(params);
    if (!asked)
        return refusedQuestion(asked.error(), context, std::move(completion));
    const bool isUrl = asked->mode == McpElicitation::Mode::Url;
    if (isUrl ? !abilities().hasUrls : !abilities().hasForms)
        return refusedQuestion({.kind = ErrorKind::Decode, .message = QStringLiteral("This mode of elicitation was not declared.")}, context, std::move(completion));
    asked->server = m_server;
    asked->isRequired = isUrl && isRequired;
    return m_answers->elicit(*asked, context, [completion = std::move(completion), form = *asked](const Result<McpElicitationAnswer> &answer) {
        completion(answer ? clientcodec::encodeElicitation(form, *answer) : Result<QByteArray>(answer.error()));
    });
}

Call ClientQuestions::visit(const QByteArray &params, QObject *context, Completion<McpElicitationAnswer> completion) const
{
    auto asked = clientcodec::decodeElicitation(params);
    if (asked && asked->mode == McpElicitation::Mode::Url) {
        asked->server = m_server;
        asked->isRequired = true;
        return m_answers->elicit(*asked, context, std::move(completion));
    }
    const auto state = CallState<McpElicitationAnswer>::create(context, std::move(completion));
    state->finish(asked ? Error{.kind = ErrorKind::Decode, .message = QStringLiteral("This is no page to visit.")} : asked.error());
    return state->handle();
}

} // namespace qd
