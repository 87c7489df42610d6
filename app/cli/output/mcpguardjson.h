#pragma once

#include "mcp/mcppins.h"
#include "mcp/poisonscan.h"
#include "mcp/tokencost.h"
#include "mcp/toxicflow.h"

#include <QByteArray>

/// JSON of `mcp pin`, `mcp scan` and `mcp diff`: a contract like jsonwriter.h.
namespace qd::json {

QByteArray pinReport(const QString &server, const QString &path, const PinReport &report);
QByteArray listingDiff(const QString &a, const QString &b, const QList<ItemDrift> &items);
QByteArray scanReport(const QList<McpListing> &listings, const ScanReport &report, const ToxicFlow &flow, const QStringList &without);

} // namespace qd::json

/// The same for people. Text of servers is made safe to print.
namespace qd::text {

/// `same` and `added` are the words for what is as it was and for what is new.
QString drift(const QList<ItemDrift> &items, const QString &same, const QString &added);
QString fieldChange(const FieldChange &change);
/// What changed of the program or address itself, under the name that approves it; nothing when nothing did.
QString identityDrift(const QList<FieldChange> &changes);
QString scanReport(const QList<McpListing> &listings, const ScanReport &report, const ToxicFlow &flow, const QStringList &without);

} // namespace qd::text
