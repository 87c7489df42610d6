#include "tracestore.h"

namespace qd {

void TraceStore::setState(State state, const std::optional<Error> &error)
{
    m_state = state;
    m_error = error;
    emit changed();
}

void TraceStore::search(const QString &purpose)
{
    m_id = {};
    m_purpose = purpose;
    setState(State::Searching);
}

void TraceStore::load(const TraceId &id, const QString &purpose)
{
    m_id = id;
    m_purpose = purpose;
    setState(State::Loading);
}

void TraceStore::apply(std::shared_ptr<const Trace> trace, int focus, Instant asOf)
{
    m_id = trace->id();
    m_trace = std::move(trace);
    m_focus = focus;
    m_asOf = asOf;
    setState(m_trace->size() == 0 ? State::NotFound : State::Ready);
}

void TraceStore::fail(const Error &error) { setState(State::Failed, error); }

void TraceStore::notFound() { setState(State::NotFound); }

void TraceStore::close()
{
    m_id = {};
    m_trace = std::make_shared<const Trace>();
    m_focus = -1;
    m_asOf.reset();
    m_purpose.clear();
    setState(State::Closed);
}

} // namespace qd
