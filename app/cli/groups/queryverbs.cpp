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
    const auto text = [this, query](const char *name, const char *help, Verb verb) {
        CLI::App *command = query->add_subcommand(name, help);
        command->add_option("query", m_query, "@name, - for standard input, a file, or the text of the query")->required();
        command->callback([this, verb] { m_verb = verb; });
    };
    text("format", "Print the query laid out: an operator a line", Verb::Format);
    text("check", "Say what is wrong with the query, without running it", Verb::Check);
}

Result<VerbGroup::CommandMaker> QueryVerbs::prepare(const CliContext &context)
{
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
