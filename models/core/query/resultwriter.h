#pragma once

#include "query/rowsort.h"

#include <QByteArray>

#include <functional>

namespace qd::query {

enum class ExportForm { Csv, Json, NdJson };

/// Takes a piece of a file; false ends the writing.
using ByteSink = std::function<bool(const QByteArray &)>;

/// Writes rows as CSV (RFC 4180, UTF-8, a header line), a JSON array of objects, or one object a line, some thousand rows
/// at a time. False when the sink or `stop` ended it. Any thread.
bool writeRows(const ResultSet &set, const RowList &rows, ExportForm form, const ByteSink &sink, const std::stop_token &stop);

} // namespace qd::query
