#include "collectionanswers.h"

#include "collectionrequest.h"
#include "http/callstate.h"
#include "mcp/clientcodec.h"
#include "mcp/jsonslice.h"
#include "policy/sampleargs.h"

namespace qd {

namespace {

template<typename T>
Call answeredAtOnce(QObject *context, Completion<T> completion, Result<T> result)
{
    const auto state = CallState<T>::create(context, std::move(completion));
    state->finish(std::move(result));
    return state->handle();
}

QString answerText(QByteArrayView object, const char *name, const QString &otherwise)
{
    const auto value = jsonslice::member(object, name);
    return value ? jsonslice::text(*value).value_or(otherwise) : otherwise;
}

QList<McpRoot> rootsOf(const QByteArray &list)
{
    QList<McpRoot> roots;
    for (const QByteArrayView one : jsonslice::elements(list))
        roots.append({.uri = jsonslice::text(one).value_or(answerText(one, "uri", {})), .name = answerText(one, "name", {})});
    return roots;
}

McpSamplingAnswer sampleOf(const QByteArray &given)
{
    if (const auto text = jsonslice::text(given))
        return {.text = *text, .content = {}, .model = QStringLiteral("stub")};
    McpSamplingAnswer made{.text = {}, .content = QString::fromUtf8(jsonslice::member(given, "content").value_or(QByteArrayView())), .model = answerText(given, "model", QStringLiteral("stub"))};
    made.role = answerText(given, "role", made.role);
    made.stopReason = answerText(given, "stopReason", made.stopReason);
    return made;
}

/// What the collection does not say is made up; where that does not fit the form, the server learns why.
Result<McpElicitationAnswer> madeUp(const McpElicitation &request, McpElicitationAnswer answer)
{
    answer.content = sampleArguments(request.schema);
    const auto encoded = clientcodec::encodeElicitation(request, answer);
    if (encoded)
        return answer;
    return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The collection accepts the form and has no “content” for it. ") + encoded.error().message};
}

} // namespace

std::shared_ptr<CollectionAnswers> CollectionAnswers::made(const QString &answers, const QString &elicit)
{
    auto made = std::make_shared<CollectionAnswers>();
    for (const auto &[name, json] : membersOfObject(answers)) {
        const QByteArray value = json.toUtf8();
        if (name == QStringLiteral("elicit"))
            made->m_elicit = jsonslice::text(value).value_or(QString());
        else if (name == QStringLiteral("content"))
            made->m_content = json;
        else if (name == QStringLiteral("sample"))
            made->m_sample = sampleOf(value);
        else if (name == QStringLiteral("roots"))
            made->m_roots = rootsOf(value);
    }
    if (!elicit.isEmpty())
        made->m_elicit = elicit;
    return made;
}

McpAbilities CollectionAnswers::abilities() const
{
    return {.hasRoots = m_roots.has_value(), .hasSampling = m_sample.has_value(), .hasForms = !m_elicit.isEmpty(), .hasUrls = !m_elicit.isEmpty()};
}

Call CollectionAnswers::listRoots(const McpServerId &, QObject *context, Completion<QList<McpRoot>> completion)
{
    return answeredAtOnce<QList<McpRoot>>(context, std::move(completion), m_roots.value_or(QList<McpRoot>()));
}

Call CollectionAnswers::sample(const McpSamplingRequest &, QObject *context, Completion<McpSamplingAnswer> completion)
{
    if (!m_sample)
        return answeredAtOnce<McpSamplingAnswer>(context, std::move(completion), cancelledError());
    return answeredAtOnce<McpSamplingAnswer>(context, std::move(completion), *m_sample);
}

/// A page that a server wants to be visited is never opened by a run: accepting says that one was.
Call CollectionAnswers::elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion)
{
    using Action = McpElicitationAnswer::Action;
    McpElicitationAnswer answer{.action = m_elicit == QStringLiteral("accept") ? Action::Accept : Action::Decline, .content = {}};
    if (m_elicit == QStringLiteral("cancel"))
        answer.action = Action::Cancel;
    answer.isDone = answer.action == Action::Accept && request.mode == McpElicitation::Mode::Url;
    if (answer.action == Action::Accept && request.mode == McpElicitation::Mode::Form && m_content.isEmpty())
        return answeredAtOnce(context, std::move(completion), madeUp(request, answer));
    answer.content = answer.action == Action::Accept && request.mode == McpElicitation::Mode::Form ? m_content : QString();
    return answeredAtOnce<McpElicitationAnswer>(context, std::move(completion), answer);
}

} // namespace qd
