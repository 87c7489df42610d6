#pragma once

#include "clioptions.h"
#include "query/savedquery.h"
#include "result.h"

#include <QIODevice>

namespace qd {

/// The queries that have a name: the shipped library and those that the user saved, which come first.
QList<query::SavedQuery> namedQueries();

/// What `argument` names: "@cost/by-day" a query with a name, "-" standard input, an existing file its content, anything
/// else the text itself. ErrorKind::Invalid when there is none, with the nearest name.
Result<query::SavedQuery> findQuery(const QString &argument, QIODevice &input);

/// The text to send: in the names of the schema, parameters in front. `given` are "name=value".
Result<QString> boundQuery(const query::SavedQuery &query, TelemetrySchema schema, const QStringList &given);

} // namespace qd
