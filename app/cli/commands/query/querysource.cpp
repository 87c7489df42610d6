#include "commands/query/querysource.h"

#include "commands/queryruncommand.h"
#include "kql/diagnostic.h"
#include "queryfiles/queryfiles.h"

#include <algorithm>

namespace qd {

namespace {

Error noSuchQuery(const QString &name, const QList<query::SavedQuery> &queries)
{
    QStringList paths;
    for (const query::SavedQuery &query : queries)
        paths += query.path;
    const QString nearest = kql::nearestName(name, paths);
    return {.kind = ErrorKind::Invalid,
            .message = QStringLiteral("There is no query \"%1\"; `deckctl query list` shows them%2")
                           .arg(name, nearest.isEmpty() ? QString() : QStringLiteral(". Did you mean \"%1\"?").arg(nearest))};
}

} // namespace

QList<query::SavedQuery> namedQueries()
{
    QList<query::SavedQuery> queries = readQueryFolder(defaultQueryFolder());
    for (const query::SavedQuery &shipped : readQueryFolder(QStringLiteral(":/queries")))
        if (std::ranges::find(queries, shipped.path, &query::SavedQuery::path) == queries.cend())
            queries += shipped;
    return queries;
}

Result<query::SavedQuery> findQuery(const QString &argument, QIODevice &input)
{
    if (!argument.startsWith(u'@')) {
        const auto text = readQuery(argument, input);
        return text ? Result<query::SavedQuery>(query::readQueryFile({}, *text)) : text.error();
    }
    const QList<query::SavedQuery> queries = namedQueries();
    const auto found = std::ranges::find(queries, argument.mid(1), &query::SavedQuery::path);
    return found == queries.cend() ? Result<query::SavedQuery>(noSuchQuery(argument.mid(1), queries)) : Result<query::SavedQuery>(*found);
}

Result<QString> boundQuery(const query::SavedQuery &query, TelemetrySchema schema, const QStringList &given)
{
    QHash<QString, QString> values;
    for (const QString &pair : given) {
        const qsizetype equals = pair.indexOf(u'=');
        if (equals < 1)
            return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("--param wants name=value, not \"%1\"").arg(pair)};
        values.insert(pair.left(equals).trimmed(), pair.mid(equals + 1));
    }
    if (query.path.isEmpty() && query.parameters.isEmpty() && values.isEmpty())
        return query.text; // as it was typed
    return query::bindParameters(query.path.isEmpty() ? query.kql : query::kqlFor(query, schema), query.parameters, values);
}

} // namespace qd
