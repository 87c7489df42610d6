#include "commands/mcp/terminalanswers.h"

#include "http/callstate.h"
#include "mcp/jsonslice.h"
#include "mcp/schemaform.h"
#include "printabletext.h"

#include <utility>

namespace qd {

namespace {

using ElicitAction = McpElicitationAnswer::Action;

constexpr qint64 longestAnswer = 64 * 1024;
constexpr int maxFormTries = 5;

McpElicitationAnswer answerOf(ElicitAction action)
{
    McpElicitationAnswer answer;
    answer.action = action;
    return answer;
}

QString fieldQuestion(const ToolField &field, const QString &initial)
{
    QString text = QStringLiteral("  ") + printableText(field.title.isEmpty() ? field.name : field.title);
    if (!field.choices.isEmpty())
        text += QStringLiteral(" [%1]").arg(printableText(field.choices.join(QStringLiteral(", "))));
    if (!initial.isEmpty())
        text += QStringLiteral(" (%1)").arg(printableText(initial));
    return text + (field.isRequired ? QStringLiteral(" *: ") : QStringLiteral(": "));
}

/// What was typed as the form has it: several choices are typed with commas between them.
QString fieldValue(const ToolField &field, const QString &typed)
{
    if (field.kind != ToolField::Kind::Choices)
        return typed;
    QByteArrayList chosen;
    for (const QString &one : typed.split(u','))
        chosen << jsonslice::quoted(one.trimmed());
    return QString::fromUtf8('[' + chosen.join(',') + ']');
}

} // namespace

TerminalAnswers::TerminalAnswers(const CliStreams &streams, QString server, std::shared_ptr<McpClientAnswers> others) : m_streams(streams), m_server(std::move(server)), m_others(std::move(others)) {}

McpAbilities TerminalAnswers::abilities() const
{
    McpAbilities abilities = m_others->abilities();
    abilities.hasForms = abilities.hasUrls = true;
    return abilities;
}

Call TerminalAnswers::listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion)
{
    return m_others->listRoots(server, context, std::move(completion));
}

Call TerminalAnswers::sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion)
{
    return m_others->sample(request, context, std::move(completion));
}

Call TerminalAnswers::elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion)
{
    const auto state = CallState<McpElicitationAnswer>::create(context, std::move(completion));
    m_streams.complain(QStringLiteral("%1 asks: %2").arg(printableText(m_server), printableText(request.message)));
    state->finish(request.mode == McpElicitation::Mode::Url ? askPage(request) : askForm(request));
    return state->handle();
}

std::optional<QString> TerminalAnswers::answerTo(const QString &question) const
{
    m_streams.err.write(question.toUtf8());
    if (auto *file = qobject_cast<QFileDevice *>(&m_streams.err))
        file->flush();
    const QByteArray line = m_streams.in.readLine(longestAnswer);
    return line.isEmpty() ? std::nullopt : std::optional(QString::fromUtf8(line).trimmed());
}

McpElicitationAnswer TerminalAnswers::askPage(const McpElicitation &request) const
{
    m_streams.complain(QStringLiteral("  ") + printableText(request.url));
    const auto answer = answerTo(QStringLiteral("Open it yourself if you trust it. Visited? yes, no, or nothing to cancel: "));
    if (!answer || answer->isEmpty())
        return answerOf(ElicitAction::Cancel);
    McpElicitationAnswer made = answerOf(*answer == QStringLiteral("yes") ? ElicitAction::Accept : ElicitAction::Decline);
    made.isDone = made.action == ElicitAction::Accept;
    return made;
}

/// Field by field; what is left empty is not sent, and the schema's default takes its place.
McpElicitationAnswer TerminalAnswers::askForm(const McpElicitation &request) const
{
    const ToolForm form = formOfSchema(request.schema.toUtf8());
    for (int tries = 0; tries < maxFormTries; ++tries) {
        ToolValues values;
        for (const ToolField &field : form.fields) {
            const auto typed = answerTo(fieldQuestion(field, form.initial.value(field.path)));
            if (!typed)
                return answerOf(ElicitAction::Cancel);
            if (!typed->isEmpty())
                values.insert(field.path, fieldValue(field, *typed));
        }
        const auto agreed = answerTo(QStringLiteral("Send this? yes, no, or nothing to cancel: "));
        if (!agreed || agreed->isEmpty())
            return answerOf(ElicitAction::Cancel);
        if (*agreed != QStringLiteral("yes"))
            return answerOf(ElicitAction::Decline);
        const Result<QString> content = argumentsOf(form, values);
        if (content) {
            McpElicitationAnswer made = answerOf(ElicitAction::Accept);
            made.content = *content;
            return made;
        }
        m_streams.complain(content.error().message);
    }
    return answerOf(ElicitAction::Cancel);
}

} // namespace qd
