#include "commands/mcp/terminalanswers.h"

#include "http/callstate.h"
#include "interrupts.h"
#include "mcp/jsonslice.h"
#include "mcp/schemaform.h"
#include "mcp/webaddress.h"
#include "printabletext.h"

#include <utility>

namespace qd {

namespace {

using ElicitAction = McpElicitationAnswer::Action;

constexpr qint64 longestAnswer = 64 * 1024;
constexpr int maxFieldTries = 5;

McpElicitationAnswer answerOf(ElicitAction action)
{
    McpElicitationAnswer answer;
    answer.action = action;
    return answer;
}

/// "Red (#f00), blue": titles are for people, values are what is typed.
QString shownChoices(const ToolField &field)
{
    QStringList shown;
    for (qsizetype i = 0; i < field.choices.size(); ++i) {
        const QString value = field.choices.at(i);
        const QString title = field.choiceTitles.value(i);
        shown << (title.isEmpty() || title == value ? value : QStringLiteral("%1 (%2)").arg(title, value));
    }
    return shown.join(QStringLiteral(", "));
}

QString fieldQuestion(const ToolField &field, const QString &initial)
{
    QString text = QStringLiteral("  ") + printableText(field.title.isEmpty() ? field.name : field.title);
    if (!field.choices.isEmpty())
        text += QStringLiteral(" [%1]").arg(printableText(shownChoices(field)));
    if (field.kind == ToolField::Kind::Flag)
        text += QStringLiteral(" [y/n]");
    if (!initial.isEmpty())
        text += QStringLiteral(" (%1)").arg(printableText(initial));
    return text + (field.isRequired ? QStringLiteral(" *: ") : QStringLiteral(": "));
}

QString flagTyped(const QString &typed)
{
    const QString word = typed.toLower();
    if (word == QLatin1String("y") || word == QLatin1String("yes") || word == QLatin1String("true"))
        return QStringLiteral("true");
    return word == QLatin1String("n") || word == QLatin1String("no") || word == QLatin1String("false") ? QStringLiteral("false") : typed;
}

QString choicesTyped(const QString &typed)
{
    QByteArrayList chosen;
    for (const QString &one : typed.split(u','))
        chosen << jsonslice::quoted(one.trimmed());
    return QString::fromUtf8('[' + chosen.join(',') + ']');
}

/// What was typed as the form has it. Nothing typed is not sent, but where the field is needed and has a default.
ToolValues fieldValues(const ToolField &field, const QString &typed, const QString &initial)
{
    if (typed.isEmpty())
        return field.isRequired && !initial.isEmpty() ? ToolValues{{field.path, initial}} : ToolValues();
    if (field.kind == ToolField::Kind::Flag)
        return {{field.path, flagTyped(typed)}};
    return {{field.path, field.kind == ToolField::Kind::Choices ? choicesTyped(typed) : typed}};
}

/// Why this cannot be sent, or nothing.
QString fieldProblem(const ToolField &field, const ToolValues &values, const QString &typed)
{
    if (field.kind == ToolField::Kind::Choices && !typed.isEmpty() && field.areChoicesText)
        for (const QString &one : typed.split(u','))
            if (!field.choices.contains(one.trimmed()))
                return QStringLiteral("%1: \"%2\" is none of the choices.").arg(fieldWords(field.path), one.trimmed().left(40));
    const QList<ToolProblem> problems = problemsOf({.fields = {field}, .initial = {}}, values);
    return problems.isEmpty() ? QString() : problems.first().message;
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
    const PlainInterrupts plain;
    const QByteArray line = m_streams.in.readLine(longestAnswer);
    return line.isEmpty() ? std::nullopt : std::optional(QString::fromUtf8(line).trimmed());
}

/// Where it really goes, and what speaks against it: the same that the console says.
void TerminalAnswers::showPage(const QString &url) const
{
    const WebAddress address = webAddressOf(url);
    m_streams.complain(QStringLiteral("  ") + printableText(url));
    if (address.isOpenable && address.host != address.shownHost)
        m_streams.complain(QStringLiteral("  The page is at %1 (%2).").arg(printableText(address.host), printableText(address.shownHost)));
    for (const QString &warning : address.warnings)
        m_streams.complain(QStringLiteral("  Warning: ") + printableText(warning));
}

McpElicitationAnswer TerminalAnswers::askPage(const McpElicitation &request) const
{
    showPage(request.url);
    const auto answer = answerTo(QStringLiteral("Open it yourself if you trust it. Visited? yes, no, or nothing to cancel: "));
    if (!answer || answer->isEmpty())
        return answerOf(ElicitAction::Cancel);
    McpElicitationAnswer made = answerOf(*answer == QStringLiteral("yes") ? ElicitAction::Accept : ElicitAction::Decline);
    made.isDone = made.action == ElicitAction::Accept;
    return made;
}

std::optional<ToolValues> TerminalAnswers::askField(const ToolField &field, const QString &initial) const
{
    for (int tries = 0; tries < maxFieldTries; ++tries) {
        const auto typed = answerTo(fieldQuestion(field, initial));
        if (!typed)
            return std::nullopt;
        const ToolValues values = fieldValues(field, *typed, initial);
        const QString why = fieldProblem(field, values, *typed);
        if (why.isEmpty())
            return values;
        m_streams.complain(QStringLiteral("  ") + printableText(why));
    }
    return std::nullopt;
}

/// Field by field; what is left empty is not sent, and the schema's default takes its place.
McpElicitationAnswer TerminalAnswers::askForm(const McpElicitation &request) const
{
    const ToolForm form = formOfSchema(request.schema.toUtf8());
    ToolValues values;
    for (const ToolField &field : form.fields) {
        const auto typed = askField(field, form.initial.value(field.path));
        if (!typed)
            return answerOf(ElicitAction::Cancel);
        values.insert(*typed);
    }
    const auto agreed = answerTo(QStringLiteral("Send this? yes, no, or nothing to cancel: "));
    if (!agreed || agreed->isEmpty())
        return answerOf(ElicitAction::Cancel);
    return *agreed == QStringLiteral("yes") ? acceptedForm(form, values) : answerOf(ElicitAction::Decline);
}

McpElicitationAnswer TerminalAnswers::acceptedForm(const ToolForm &form, const ToolValues &values) const
{
    const Result<QString> content = argumentsOf(form, values);
    if (!content) {
        m_streams.complain(printableText(content.error().message));
        return answerOf(ElicitAction::Cancel);
    }
    McpElicitationAnswer made = answerOf(ElicitAction::Accept);
    made.content = *content;
    return made;
}

} // namespace qd
