#include "groups/queryverbs.h"

#include "commands/query/querysource.h"

#include <CLI/CLI.hpp>

namespace qd {

void QueryVerbs::addTo(CLI::App &app)
{
    using Verb = QueryTextCommand::Verb;
    CLI::App *query = app.get_subcommand("query");
    CLI::App *list = query->add_subcommand("list", "The queries of the library and those that you saved");
    list->add_option("words", m_words, "Only those whose name, title, description or tags hold all words");
    list->callback([this] { m_verb = Verb::List; });
    CLI::App *library = query->add_subcommand("library", "The queries with a name");
    library->require_subcommand(1);
    CLI::App *show = library->add_subcommand("show", "One of them as it is written");
    show->add_option("name", m_query, "Its name, with or without @")->required();
    show->callback([this] { m_verb = Verb::Show; });
    addFileVerbs(*library);
    const auto text = [this, query](const char *name, const char *help, Verb verb) {
        CLI::App *command = query->add_subcommand(name, help);
        command->add_option("query", m_query, "@name, - for standard input, a file, or the text of the query")->required();
        command->callback([this, verb] { m_verb = verb; });
    };
    text("format", "Print the query laid out: an operator a line", Verb::Format);
    text("check", "Say what is wrong with the query, without running it", Verb::Check);
}

void QueryVerbs::addFileVerbs(CLI::App &library)
{
    using Verb = QueryFileCommand::Verb;
    const auto add = [this, &library](const char *name, const char *help, Verb verb, const char *first, const char *second) {
        CLI::App *command = library.add_subcommand(name, help);
        command->add_option(verb == Verb::Restore ? "trashed" : "name", m_query, first)->required();
        if (second)
            command->add_option(verb == Verb::Save ? "query" : "to", m_to, second)->required();
        command->callback([this, verb] { m_fileVerb = verb; });
    };
    add("save", "Save a query among your own, over the one of this name", Verb::Save, "Folders and name, like cost/by-team", "- for standard input, a file, or the text of the query");
    add("rename", "Give one of your own another name or folder", Verb::Rename, "Its name, with or without @", "The new name");
    add("delete", "Delete one of your own; it can be brought back", Verb::Delete, "Its name, with or without @", nullptr);
    add("restore", "Bring back what was deleted", Verb::Restore, "What `delete` called it", "The name it gets");
}

Result<VerbGroup::CommandMaker> QueryVerbs::prepareFile(const CliContext &context) const
{
    const auto nameOf = [](const std::string &given) {
        const QString name = QString::fromStdString(given);
        return name.startsWith(u'@') ? name.mid(1) : name;
    };
    QueryFileCommand::Order order{.verb = *m_fileVerb, .name = nameOf(m_query), .to = nameOf(m_to), .text = {}};
    if (order.verb == QueryFileCommand::Verb::Save) {
        const auto found = findQuery(QString::fromStdString(m_to), context.streams.in);
        if (!found)
            return found.error();
        order.text = found->text;
    }
    return CommandMaker([context, order](Session *) -> std::unique_ptr<Command> { return std::make_unique<QueryFileCommand>(context.options, context.streams, order); });
}

Result<VerbGroup::CommandMaker> QueryVerbs::prepare(const CliContext &context)
{
    if (m_fileVerb)
        return prepareFile(context);
    QStringList words;
    for (const std::string &word : m_words)
        words += QString::fromStdString(word);
    QString name = QString::fromStdString(m_query);
    if (*m_verb == QueryTextCommand::Verb::Show && !name.startsWith(u'@'))
        name.prepend(u'@');
    query::SavedQuery query;
    if (*m_verb != QueryTextCommand::Verb::List) {
        const auto found = findQuery(name, context.streams.in);
        if (!found)
            return found.error();
        query = *found;
    }
    return CommandMaker([context, verb = *m_verb, query, text = words.join(u' ')](Session *) -> std::unique_ptr<Command> {
        return std::make_unique<QueryTextCommand>(context.options, context.streams, verb, query, text);
    });
}

} // namespace qd
