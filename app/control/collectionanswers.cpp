#include "collectionanswers.h"

#include "collectionrequest.h"
#include "http/callstate.h"
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

QList<McpRoot> rootsOf(const QByteArray &list)
{
    QList<McpRoot> roots;
    for (const QByteArrayView one : jsonslice::elements(list))
        roots.append({.uri = jsonslice::text(one).value_or(QString()), .name = {}});
    return roots;
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
            made->m_sample = jsonslice::text(value);
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
    return answeredAtOnce<McpSamplingAnswer>(context, std::move(completion), McpSamplingAnswer{.text = *m_sample, .content = {}, .model = QStringLiteral("stub")});
}

/// A page that a server wants to be visited is never opened by a run: accepting says that one was.
Call CollectionAnswers::elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion)
{
    using Action = McpElicitationAnswer::Action;
    McpElicitationAnswer answer{.action = m_elicit == QStringLiteral("accept") ? Action::Accept : Action::Decline, .content = {}};
    if (m_elicit == QStringLiteral("cancel"))
        answer.action = Action::Cancel;
    answer.isDone = answer.action == Action::Accept && request.mode == McpElicitation::Mode::Url;
    if (answer.action == Action::Accept && request.mode == McpElicitation::Mode::Form)
        answer.content = m_content.isEmpty() ? sampleArguments(request.schema) : m_content;
    return answeredAtOnce<McpElicitationAnswer>(context, std::move(completion), answer);
}

} // namespace qd
