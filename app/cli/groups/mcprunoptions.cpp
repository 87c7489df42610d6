#include "groups/mcprunoptions.h"

#include "commands/mcp/mcpruncommand.h"
#include "groups/mcpsigninoptions.h"
#include "groups/mcptargetoptions.h"
#include "mcp/jsonslice.h"
#include "mcpcollections/collectionfiles.h"

#include <CLI/CLI.hpp>

#include <QFileInfo>

namespace qd {

namespace {

/// A value that is JSON keeps its type; anything else is text.
Result<collection::Variables> typedVariables(const std::vector<std::string> &typed)
{
    collection::Variables made;
    for (const std::string &one : typed) {
        const QString text = QString::fromStdString(one);
        const QString name = text.section(u'=', 0, 0).trimmed();
        if (name.isEmpty() || !text.contains(u'='))
            return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("A variable is written as name=value")};
        const QByteArray value = text.section(u'=', 1).toUtf8();
        made.append({name, QString::fromUtf8(jsonslice::isJson(value) ? value : jsonslice::quoted(QString::fromUtf8(value)))});
    }
    return made;
}

} // namespace

CLI::App *addMcpRun(CLI::App &mcp, McpTarget &target, McpRunOptions &options)
{
    CLI::App *run = mcp.add_subcommand("run", "Run a collection of calls with what is expected of them");
    run->add_option("collection", options.collection, "The file, or the name of one that comes with the product")->required();
    addMcpCommandWords(*run, target);
    tellMcpWays(*run, target, "--stdio, --url, --server, or a command after --");
    addMcpServerOptions(*run, target);
    addMcpTimeoutOption(*run, target);
    run->add_option("--env", options.environment, "An environment of the collection")->type_name("NAME");
    repeatable(run->add_option("--var", options.variables, "name=value; JSON keeps its type. May be given several times"));
    run->add_option("--elicit", options.elicit, "How the server's questions are answered: accept, decline, cancel, or ask on the terminal; else as the collection says")
        ->check(CLI::IsMember({"accept", "decline", "cancel", "ask"}));
    CLI::Option *model = run->add_option("--sample-model", options.sampleModel, "Its name there")->type_name("NAME");
    run->add_option("--sample-url", options.sampleUrl, "Sampling is answered by this endpoint of chat completions; its key is $QD_MODEL_KEY")->needs(model)->type_name("URL");
    run->add_option("--junit", options.junit, "Also write the result as JUnit XML")->type_name("FILE");
    run->add_option("--record", options.record, "Also write down what was said, keys masked; see `mcp replay` and `mcp diff`")->type_name("FILE");
    addMcpStateOption(*run, target);
    addSignInOptions(*run, target.signIn);
    run->footer(mcpFooter("0 every check holds, 1 one does not"));
    return run;
}

Result<VerbGroup::CommandMaker> prepareMcpRun(const CliContext &context, const McpTarget &target, const McpRunOptions &options)
{
    const QString named = QString::fromStdString(options.collection);
    const QString shipped = QStringLiteral(":/collections/%1.json").arg(named);
    const auto collection = readCollection(!QFileInfo::exists(named) && QFileInfo::exists(shipped) ? shipped : named);
    if (!collection)
        return collection.error();
    const auto variables = typedVariables(options.variables);
    if (!variables)
        return variables.error();
    if (!options.sampleUrl.empty() && !QUrl(QString::fromStdString(options.sampleUrl), QUrl::StrictMode).isValid())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("--sample-url is not a URL")};
    const auto config = serverOfTarget(target);
    if (!config)
        return config.error();
    const auto signIn = signInChoice(target);
    if (!signIn)
        return signIn.error();
    const McpRunRequest request{.collection = *collection,
                                .choice = {.environment = QString::fromStdString(options.environment), .values = *variables},
                                .elicit = QString::fromStdString(options.elicit),
                                .model = {.url = QUrl(QString::fromStdString(options.sampleUrl), QUrl::StrictMode), .model = QString::fromStdString(options.sampleModel)},
                                .junitFile = QString::fromStdString(options.junit),
                                .recordFile = QString::fromStdString(options.record)};
    return VerbGroup::CommandMaker([context, place = McpPlace{.config = *config, .subscription = {}, .guard = target.guard, .signIn = *signIn, .erasPath = erasPathOf(target), .isListed = !target.server.empty()}, request](Session *) {
        return std::make_unique<McpRunCommand>(context, place, request);
    });
}

} // namespace qd
