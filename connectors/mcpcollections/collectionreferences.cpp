#include "mcpcollections/collectionreferences.h"

#include "http/callstate.h"
#include "mcp/references.h"
#include "mcpcollections/collectioncodec.h"

#include <QMap>
#include <QStringBuilder>

#include <algorithm>
#include <memory>

namespace qd {

namespace {

Result<CollectionVariables> chosenVariables(const collection::Collection &collection, const CollectionChoice &choice)
{
    CollectionVariables made;
    made.define(collection.variables);
    const auto chosen = std::ranges::find_if(collection.environments, [&choice](const collection::Environment &one) { return one.name == choice.environment; });
    if (!choice.environment.isEmpty() && chosen == collection.environments.cend()) {
        QStringList known;
        for (const collection::Environment &one : collection.environments)
            known << one.name;
        return Error{.kind = ErrorKind::Invalid,
                     .message = QStringLiteral("There is no environment “%1”; known are: %2").arg(choice.environment, known.join(QStringLiteral(", ")))};
    }
    if (!choice.environment.isEmpty())
        made.define(chosen->variables);
    made.define(choice.values);
    return made;
}

/// The variables that count, by name: what a stronger one takes the place of is not looked at.
QMap<QString, QString> standingVariables(const collection::Collection &collection, const CollectionChoice &choice)
{
    QMap<QString, QString> standing;
    const auto add = [&standing](const collection::Variables &variables) {
        for (const auto &[name, json] : variables)
            standing.insert(name, json);
    };
    add(collection.variables);
    for (const collection::Environment &one : collection.environments)
        if (one.name == choice.environment)
            add(one.variables);
    add(choice.values);
    return standing;
}

/// Everything that was written by hand and counts, in one text: references of an environment that was not chosen are left alone.
QString writtenText(const collection::Collection &collection, const CollectionChoice &choice)
{
    QStringList texts{collection.answers};
    texts << standingVariables(collection, choice).values();
    for (const collection::Step &step : collection.steps)
        texts << step.raw << step.rows;
    return texts.join(u'\n');
}

} // namespace

Call startCollection(const collection::Collection &collection, const CollectionChoice &choice, SecretStore &store, QObject *context,
                     Completion<CollectionStart> completion)
{
    const auto state = CallState<CollectionStart>::create(context, std::move(completion));
    const auto variables = chosenVariables(collection, choice);
    if (!variables) {
        state->finish(variables.error());
        return state->handle();
    }
    // References are resolved where those of servers are, as if they were variables of a server's environment.
    McpServerConfig wanted;
    for (const QString &reference : referencesIn(writtenText(collection, choice)))
        wanted.environment.append({reference, QString(u"${" % reference % u'}')});
    const Call resolving = resolveReferences(wanted, store, context, [state, start = CollectionStart{*variables, {}}](const Result<ResolvedMcpConfig> &resolved) {
        if (!resolved)
            return state->finish(resolved.error());
        CollectionStart ready = start;
        for (const auto &[reference, value] : resolved->config.environment) {
            ready.variables.setText(reference, value);
            ready.secrets << value;
        }
        state->finish(ready);
    });
    state->setStop([resolving] { resolving.cancel(); });
    return state->handle();
}

} // namespace qd
