#include "collectionrequest.h"

#include "http/callstate.h"
#include "mcp/jsonslice.h"
#include "mcpcollections/answertext.h"

#include <memory>
#include <utility>

namespace qd {

namespace {

using collection::Answer;
using collection::Step;

/// A completion that turns a value into an answer.
template<typename T, typename Make>
Completion<T> answeredBy(const StepAnswered &answered, Make make)
{
    return [answered, make](const Result<T> &result) {
        if (result.has_value())
            answered(make(*result), std::nullopt);
        else
            answered(answers::ofError(result.error()), result.error());
    };
}

Call listStep(McpSession &session, const Step &step, QObject *context, const StepAnswered &answered)
{
    if (step.target == QStringLiteral("tools"))
        return session.listTools(context, answeredBy<QList<McpTool>>(answered, answers::ofTools));
    if (step.target == QStringLiteral("prompts"))
        return session.listPrompts(context, answeredBy<QList<McpPrompt>>(answered, answers::ofPrompts));
    return session.listResources(context, answeredBy<QList<McpResource>>(answered, answers::ofResources));
}

Call callStep(McpSession &session, const Step &step, QObject *context, const StepAnswered &answered)
{
    const auto told = std::make_shared<int>(0);
    return session.callTool(step.target, step.arguments.isEmpty() ? QStringLiteral("{}") : step.arguments, context,
                            answeredBy<McpCallResult>(answered,
                                                      [told](const McpCallResult &result) {
                                                          Answer answer = answers::ofCall(result);
                                                          answer.progress = *told;
                                                          return answer;
                                                      }),
                            [told](const McpProgress &) { ++*told; }, {.isTask = step.isTask, .taskTtl = {}, .meta = {}});
}

QString plainText(const QString &json) { return jsonslice::text(json.toUtf8()).value_or(json); }

Call getStep(McpSession &session, const Step &step, QObject *context, const StepAnswered &answered)
{
    QList<std::pair<QString, QString>> arguments;
    for (const auto &[name, json] : membersOfObject(step.arguments))
        arguments.append({name, plainText(json)});
    return session.getPrompt(step.target, arguments, context, answeredBy<QList<McpContent>>(answered, answers::ofMessages));
}

Call completeStep(McpSession &session, const Step &step, QObject *context, const StepAnswered &answered)
{
    McpCompletionQuery query{.name = step.target, .argument = {}, .value = {}, .context = {}};
    for (const auto &[name, json] : membersOfObject(step.arguments)) {
        if (name == QStringLiteral("resource"))
            query.of = McpCompletionQuery::Of::ResourceTemplate;
        else if (name == QStringLiteral("argument"))
            query.argument = plainText(json);
        else if (name == QStringLiteral("value"))
            query.value = plainText(json);
        else if (name == QStringLiteral("context"))
            for (const auto &[settled, value] : membersOfObject(json))
                query.context.append({settled, plainText(value)});
    }
    return session.complete(query, context, answeredBy<McpCompletions>(answered, answers::ofCompletions));
}

Completion<void> doneBy(const StepAnswered &answered)
{
    return [answered](const Result<void> &result) {
        if (result)
            answered(answers::ofNothing(), std::nullopt);
        else
            answered(answers::ofError(result.error()), result.error());
    };
}

Call refusedStep(const Error &error, QObject *context, const StepAnswered &answered)
{
    const auto state = CallState<bool>::create(context, answeredBy<bool>(answered, [](bool) { return Answer(); }));
    state->finish(error);
    return state->handle();
}

Call levelStep(McpSession &session, const Step &step, QObject *context, const StepAnswered &answered)
{
    static const QStringList levels{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("notice"), QStringLiteral("warning"),
                                    QStringLiteral("error"), QStringLiteral("critical"), QStringLiteral("alert"), QStringLiteral("emergency")};
    const qsizetype level = levels.indexOf(step.target);
    if (level >= 0)
        return session.setLogLevel(static_cast<McpLogLevel>(level), context, doneBy(answered));
    return refusedStep({.kind = ErrorKind::Invalid, .message = QStringLiteral("“%1” is none of %2").arg(step.target.left(80), levels.join(QStringLiteral(", ")))}, context, answered);
}

} // namespace

collection::Variables membersOfObject(const QString &json)
{
    collection::Variables made;
    const QByteArray bytes = json.toUtf8();
    for (const auto &[name, value] : jsonslice::members(bytes))
        made.append({jsonslice::text(name).value_or(QString()), QString::fromUtf8(value)});
    return made;
}

Call requestStep(McpSession &session, const Step &step, QObject *context, const StepAnswered &answered)
{
    using Kind = Step::Kind;
    switch (step.kind) {
    case Kind::List: return listStep(session, step, context, answered);
    case Kind::Call: return callStep(session, step, context, answered);
    case Kind::Read: return session.readResource(step.target, context, answeredBy<QList<McpContent>>(answered, answers::ofContents));
    case Kind::Get: return getStep(session, step, context, answered);
    case Kind::Complete: return completeStep(session, step, context, answered);
    case Kind::Subscribe: return session.subscribe(step.target, context, doneBy(answered));
    case Kind::Unsubscribe: return session.unsubscribe(step.target, context, doneBy(answered));
    case Kind::LogLevel: return levelStep(session, step, context, answered);
    case Kind::Ping: return session.ping(context, answeredBy<Milliseconds>(answered, [](Milliseconds) { return answers::ofNothing(); }));
    case Kind::CallEach:
    case Kind::Wait: break;
    }
    return refusedStep({.kind = ErrorKind::Internal, .message = QStringLiteral("This step is not a request.")}, context, answered);
}

} // namespace qd
