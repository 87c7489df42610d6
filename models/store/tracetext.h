#pragma once

#include "trace/trace.h"
#include "trace/tracequery.h"

#include <QString>

/// Traces in words and numbers for people; what telemetry sent is made visible on one line and capped. Pure functions.
namespace qd::tracetext {

/// One line: what cannot be seen, direction overrides included, becomes "�" or a space; at most `limit` characters.
QString plain(const QString &text, qsizetype limit = 200);
/// Several lines for an editor: control characters and overrides become "�"; at most `limit` characters, with "…".
QString plainBlock(const QString &text, qsizetype limit = 200'000);
/// Enough of the id to tell traces apart: "8f3c…d21a".
QString shortId(const TraceId &id);
/// "3,120→410 tok" of a model call, else the server; the waterfall's right column.
QString sideText(const Span &span);
QString tokens(qint64 input, qint64 output);
/// "invoke_agent order-desk · 7.412 s · 14 spans · 2 errors · 18,204 tok · $0.1231"
QString headline(const Trace &trace);
/// A span as a screen reader says it: name, role, duration, error, depth.
QString spoken(const Trace &trace, int index);

} // namespace qd::tracetext
