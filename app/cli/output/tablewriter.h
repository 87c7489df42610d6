#pragma once

#include "error.h"
#include "table.h"

#include <QString>

namespace qd {

/// A query result as aligned columns; cells over 120 characters are cut.
QString tableText(const Table &table);
/// A query result as CSV (RFC 4180), header first.
QString csvText(const Table &table);
/// Its parts, for rows that come in pieces.
QString csvHeader(const Table &table);
QString csvRows(const Table &table);
/// The error in a few lines; with a position in `query`, the line and a caret under the place.
QString errorText(const Error &error, const QString &query = {});

} // namespace qd
