#pragma once

#include "timerange.h"
#include "trace/tracedialect.h"
#include "trace/tracefilter.h"

#include <QStringList>

namespace qd {

/// A filter as KQL over the first rows of traces. What only other spans know is asked for by sub-queries that give
/// operation ids. Every literal is escaped.
class TraceConditions
{
public:
    TraceConditions(const TraceDialect &dialect, const TraceFilter &filter, TimeSpanRange range);

    /// "let found1 = …;\n", one a sub-query, in front of the query.
    [[nodiscard]] QString lets() const { return m_lets.join(QString()); }
    /// "\n| where …", or nothing.
    [[nodiscard]] QString where() const { return m_where; }

private:
    [[nodiscard]] QString conditionOf(const TraceTerm &term);
    [[nodiscard]] QString textCondition(const QString &text);
    [[nodiscard]] QString namedCondition(const TraceTerm &term);
    [[nodiscard]] QString sumCondition(const TraceTerm &term);
    [[nodiscard]] QString failureCondition();
    /// Adds a sub-query that ends in one column of operation ids; gives the condition that the trace is among them.
    [[nodiscard]] QString among(const QString &query);
    [[nodiscard]] QString spansWhere(const QString &condition) const;

    const TraceDialect &m_dialect;
    const TimeSpanRange m_range;
    QStringList m_lets;
    QString m_where;
};

/// Pieces of KQL that list and exemplar share.
namespace tracekql {

/// Time in the range; `isOpen`: an hour longer, for what belongs to a trace that began in it.
QString during(const TraceDialect &dialect, TimeSpanRange range, bool isOpen);
/// A span that reports the tokens of one model call, not an agent's sum of them.
QString isModelCall(const TraceDialect &dialect);
QString costField(const TraceDialect &dialect);

} // namespace tracekql

} // namespace qd
