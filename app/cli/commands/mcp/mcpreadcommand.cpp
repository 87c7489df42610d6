#include "commands/mcp/mcpreadcommand.h"

#include "commands/mcp/mcpcontenttext.h"
#include "mcp/jsontext.h"
#include "mcpcollections/answertext.h"
#include "printabletext.h"

#include <utility>

namespace qd {

namespace {

/// What was sent, for programs; every number and member as it was.
QByteArray sentText(const collection::Answer &answer)
{
    return indentedJson(QString::fromUtf8(answer.result), answer.result.size() * 8).toUtf8() + '\n';
}

QByteArray shownContents(const QList<McpContent> &contents)
{
    QString text;
    for (const McpContent &part : contents)
        text += (part.role.isEmpty() ? QString() : printableText(part.role) + QStringLiteral(": ")) + contentText(part) + u'\n';
    return text.toUtf8();
}

QString abilities(const McpServerInfo &info)
{
    QStringList names;
    for (const auto &[has, name] : {std::pair(info.hasTools, "tools"), std::pair(info.hasPrompts, "prompts"), std::pair(info.hasResources, "resources"),
                                    std::pair(info.hasSubscriptions, "subscriptions"), std::pair(info.hasCompletions, "completions"),
                                    std::pair(info.hasLogging, "logging"), std::pair(info.hasTasks, "tasks")})
        if (has)
            names << QString::fromLatin1(name);
    return names.join(QStringLiteral(", "));
}

} // namespace

McpReadCommand::McpReadCommand(const CliContext &context, const McpPlace &place, QString uri) : McpCommand(context, place), m_uri(std::move(uri)) {}

void McpReadCommand::run()
{
    session().readResource(m_uri, this, [this](const Result<QList<McpContent>> &contents) {
        if (!contents)
            return fail(contents.error());
        streams().print(isJson() ? sentText(answers::ofContents(*contents)) : shownContents(*contents));
        end(ExitCode::Healthy);
    });
}

McpGetCommand::McpGetCommand(const CliContext &context, const McpPlace &place, QString prompt, QList<std::pair<QString, QString>> arguments)
    : McpCommand(context, place), m_prompt(std::move(prompt)), m_arguments(std::move(arguments))
{
}

void McpGetCommand::run()
{
    session().getPrompt(m_prompt, m_arguments, this, [this](const Result<QList<McpContent>> &messages) {
        if (!messages)
            return fail(messages.error());
        streams().print(isJson() ? sentText(answers::ofMessages(*messages)) : shownContents(*messages));
        end(ExitCode::Healthy);
    });
}

void McpDiscoverCommand::run()
{
    const McpServerInfo &info = *session().info();
    if (isJson()) {
        streams().print(indentedJson(info.raw, info.raw.size() * 8).toUtf8() + '\n');
        return end(ExitCode::Healthy);
    }
    streams().print(printableText(QStringLiteral("%1 %2").arg(info.name, info.version)) + u'\n');
    streams().print(QStringLiteral("revision      %1 (%2)\n").arg(printableText(info.protocolVersion), info.isModern ? QStringLiteral("modern") : QStringLiteral("legacy")));
    streams().print(QStringLiteral("offers        %1\n").arg(abilities(info)));
    if (!info.instructions.isEmpty())
        streams().print(u'\n' + printableLines(info.instructions) + u'\n');
    end(ExitCode::Healthy);
}

} // namespace qd
