#include "traceliststore.h"

#include <QSet>

namespace qd {

void TraceListStore::setState(State state, const std::optional<Error> &error)
{
    m_state = state;
    m_error = error;
    emit stateChanged();
}

void TraceListStore::begin(const QString &filter)
{
    m_filter = filter;
    setState(State::Loading, m_error);
}

void TraceListStore::removeRow(qsizetype row)
{
    m_traces.removeAt(row);
    emit removed(row);
}

// What is gone goes first; then every place is compared with what belongs there, so that new traces move nothing but down.
void TraceListStore::apply(const QList<TraceSummary> &traces, bool isCut, Instant asOf)
{
    const QList<TraceSummary> wanted = traces.first(std::min(traces.size(), maxTraces));
    QSet<TraceId> ids;
    for (const TraceSummary &trace : wanted)
        ids.insert(trace.id);
    for (qsizetype row = m_traces.size(); row-- > 0;)
        if (!ids.contains(m_traces.at(row).id))
            removeRow(row);
    for (qsizetype row = 0; row < wanted.size(); ++row) {
        const TraceSummary &trace = wanted.at(row);
        while (row < m_traces.size() && m_traces.at(row).id != trace.id && m_traces.at(row).at >= trace.at)
            removeRow(row); // moved; it is put in again where it belongs now
        if (row < m_traces.size() && m_traces.at(row).id == trace.id) {
            if (m_traces.at(row) == trace)
                continue;
            m_traces[row] = trace;
            emit changed(row);
        } else {
            m_traces.insert(row, trace);
            emit inserted(row);
        }
    }
    while (m_traces.size() > wanted.size())
        removeRow(m_traces.size() - 1);
    m_isCut = isCut || wanted.size() < traces.size();
    m_asOf = asOf;
    setState(State::Ready, std::nullopt);
}

void TraceListStore::fail(const Error &error) { setState(State::Failed, error); }

void TraceListStore::clear()
{
    while (!m_traces.isEmpty())
        removeRow(m_traces.size() - 1);
    m_asOf.reset();
    m_isCut = false;
    setState(State::Empty, std::nullopt);
}

} // namespace qd
