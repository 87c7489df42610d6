#include "features/mcp/mcpsubjects.h"

#include "format.h"
#include "mcp/listing.h"
#include "mcp/schemaform.h"
#include "mcp/uritemplate.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd {

namespace {

constexpr double contextWindow = 200'000; ///< tokens, of the models that are common today

QString word(const char *text) { return QCoreApplication::translate("qd::McpSubjects", text); }

template<typename T>
const T *named(const QList<T> &list, QString T::*member, const QString &key)
{
    const auto found = std::find_if(list.cbegin(), list.cend(), [&](const T &item) { return item.*member == key; });
    return found == list.cend() ? nullptr : &*found;
}

QString hintWord(std::optional<bool> hint)
{
    if (!hint)
        return word("not said");
    return *hint ? word("yes") : word("no");
}

QString taskWord(McpTaskSupport support)
{
    switch (support) {
    case McpTaskSupport::Forbidden: return word("no");
    case McpTaskSupport::Optional: return word("may be");
    case McpTaskSupport::Required: break;
    }
    return word("must be");
}

void addReport(CallSubject &subject, const McpServerState &state, McpDefinition::Kind kind)
{
    if (!state.inspection)
        return;
    subject.isPinned = state.inspection->isPinned;
    subject.report = state.inspection->items.value(inspectionKey(kind, subject.name));
    if (subject.report.tokens > 0)
        subject.facts.append({word("Cost of listing it"),
                              word("%1 tokens (about), %2 of a window of 200k").arg(format::number(static_cast<double>(subject.report.tokens)),
                                                                                    format::percent(static_cast<double>(subject.report.tokens) / contextWindow, 2))});
    if (subject.report.bytes > 0)
        subject.facts.append({word("Size"), word("%1 bytes").arg(format::number(static_cast<double>(subject.report.bytes)))});
    subject.standing = offerStanding(state, subject.report);
}

CallSubject toolSubject(const McpServerState &state, const McpTool &tool)
{
    CallSubject subject{.kind = McpCallRecord::Kind::Tool, .name = tool.name, .title = tool.title, .description = tool.description,
                        .form = formOfSchema(tool.inputSchema.toUtf8()), .isReadOnly = tool.isReadOnly, .isDestructive = tool.isDestructive,
                        .taskSupport = tool.taskSupport, .inputSchema = tool.inputSchema, .outputSchema = tool.outputSchema, .definition = tool.raw};
    if (!tool.title.isEmpty())
        subject.facts.append({word("Title"), tool.title});
    subject.facts.append({word("Reads only"), hintWord(tool.isReadOnly)});
    subject.facts.append({word("Destructive"), hintWord(tool.isDestructive)});
    subject.facts.append({word("Same again does no more"), hintWord(tool.isIdempotent)});
    subject.facts.append({word("Reaches the open world"), hintWord(tool.isOpenWorld)});
    subject.facts.append({word("As a task"), taskWord(tool.taskSupport)});
    addReport(subject, state, McpDefinition::Kind::Tool);
    return subject;
}

CallSubject promptSubject(const McpServerState &state, const McpPrompt &prompt)
{
    CallSubject subject{.kind = McpCallRecord::Kind::Prompt, .name = prompt.name, .title = prompt.title, .description = prompt.description};
    for (const McpPromptArgument &argument : prompt.arguments)
        subject.form.fields.append({.path = u'/' + escapedStep(argument.name), .name = argument.name, .description = argument.description, .isRequired = argument.isRequired,
                                    .canComplete = state.info && state.info->hasCompletions});
    subject.definition = prompt.raw;
    addReport(subject, state, McpDefinition::Kind::Prompt);
    return subject;
}

CallSubject resourceSubject(const McpServerState &state, const McpResource &resource)
{
    CallSubject subject{.kind = McpCallRecord::Kind::Resource, .name = resource.uri, .title = resource.title.isEmpty() ? resource.name : resource.title,
                        .description = resource.description, .isTemplate = resource.isTemplate};
    subject.isSubscribable = !resource.isTemplate && state.info && state.info->hasSubscriptions;
    for (const QString &variable : uritemplate::variables(resource.isTemplate ? resource.uri : QString()))
        subject.form.fields.append({.path = u'/' + escapedStep(variable), .name = variable, .isRequired = true, .canComplete = state.info && state.info->hasCompletions});
    subject.facts.append({resource.isTemplate ? word("Template") : word("Address"), resource.uri});
    if (!resource.mimeType.isEmpty())
        subject.facts.append({word("Type"), resource.mimeType});
    subject.definition = resource.raw;
    addReport(subject, state, resource.isTemplate ? McpDefinition::Kind::Template : McpDefinition::Kind::Resource);
    return subject;
}

} // namespace

CallSubject subjectOfOffer(const McpServerState &state, McpCallRecord::Kind kind, const QString &key)
{
    switch (kind) {
    case McpCallRecord::Kind::Tool: {
        const McpTool *tool = named(state.tools, &McpTool::name, key);
        return tool ? toolSubject(state, *tool) : CallSubject{.kind = kind};
    }
    case McpCallRecord::Kind::Prompt: {
        const McpPrompt *prompt = named(state.prompts, &McpPrompt::name, key);
        return prompt ? promptSubject(state, *prompt) : CallSubject{.kind = kind};
    }
    case McpCallRecord::Kind::Resource: break;
    }
    const McpResource *resource = named(state.resources, &McpResource::uri, key);
    return resource ? resourceSubject(state, *resource) : CallSubject{.kind = kind};
}

} // namespace qd
