#pragma once

#include "exitcode.h"
#include "query/savedquery.h"
#include "slo/sliquery.h"
#include "slo/slotile.h"
#include "sourcehealth.h"
#include "table.h"
#include "timerange.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

/// deckctl's JSON: a contract. Keys are never renamed, numbers are raw (ratios 0..1, seconds), absent numbers are null,
/// times are ISO 8601 in UTC. Each ends with a line feed.
namespace qd::json {

/// What `slo status` reports.
struct SloReport {
    TimeRange range = TimeRange::lastHour();
    TimeSpanRange span;
    Instant asOf;
    QList<SloTile> tiles;         ///< worst first
    QList<SourceHealth> sources;
};

QByteArray sloStatus(const SloReport &report);
QByteArray sloExplain(const SloReport &report, const QList<SliQuery> &queries); ///< of the only tile
QByteArray tables(const QList<Table> &tables, const QStringList &warnings);
/// One compact object a line, columns as keys; the last of equal names wins.
QByteArray rowLines(const Table &table);
/// Name, title, description, schema ("classic", "workspace", "both"), parameters, tags and text.
QByteArray savedQueries(const QList<query::SavedQuery> &queries);
QByteArray error(const Error &error, ExitCode code);
QByteArray account(const QString &state, const QString &tenantId, const QString &clientId); ///< of `login` and `logout`
QByteArray labStatus(const QString &state, const QString &endpoint, const QString &scenario, qint64 processId);

} // namespace qd::json
