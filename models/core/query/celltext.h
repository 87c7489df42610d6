#pragma once

#include "query/resultset.h"

#include <QString>

/// Cells as text: as the grid shows them, as files carry them, and as KQL writes them. Pure functions, any thread.
namespace qd::query {

/// For people: whole numbers from 10 000 in groups, six digits of others, instants as "2026-11-21 13:34:05.123Z", the first line of a text and
/// at most `limit` characters of it. Empty for null.
QString shownText(const ResultSet &set, size_t row, size_t column, qsizetype limit = 300);
/// For files and the clipboard: nothing rounded, nothing cut. Empty for null.
QString rawText(const ResultSet &set, size_t row, size_t column);
/// As a KQL literal: "text", datetime(2026-…), long(null). Escaped; safe to paste into a query.
QString kqlLiteral(const ResultSet &set, size_t row, size_t column);
/// A text as a KQL string literal.
QString kqlString(const QString &text);
/// A column's name as KQL reads it: as it is, or ['quoted'].
QString kqlName(const QString &name);

QString instantText(Instant at, bool isForPeople);
/// As Azure writes a timespan: "1.02:03:04.5000000".
QString timespanText(Microseconds value);

} // namespace qd::query
