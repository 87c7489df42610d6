#pragma once

#include "timerange.h"

namespace qd {

/// What the parser of the time-range language makes of a text; TimeRange::parse() adds the check for empty ranges.
struct ParsedTimeRange {
    QString text; ///< trimmed; ranges pasted from Grafana are rewritten in our own language
    TimeRange::End from;
    TimeRange::End to;
    qsizetype toOffset = 0; ///< where the second end starts (the first, when only one was typed)
};

/// Fails with ErrorKind::Invalid and the position of the first character that does not fit. At most 300 characters.
Result<ParsedTimeRange> parseTimeRange(const QString &text);

/// An ErrorKind::Invalid that says what is wrong and at which column of the typed text.
Error timeRangeError(const QString &what, qsizetype offset);

/// Rewrites {"from":"now-1d/d","to":"now/d"} and from=…&to=… (Grafana's copied range and URL) in our language, or
/// returns nothing when the text is neither. Grafana rounds the end of a range up: "now/d" becomes "now+1d/d".
std::optional<QString> rewriteGrafanaRange(const QString &text);

} // namespace qd
