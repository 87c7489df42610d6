#include "azuremonitor/httpmonitorconnector.h"

#include "azuremonitor/monitorqueryrun.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

Result<MonitorReply> replyOf(Result<MonitorAnswer> result)
{
    if (!result)
        return result.error();
    MonitorAnswer &answer = *result;
    return MonitorReply{.tables = std::move(answer.decoded.cells),
                        .warnings = std::move(answer.decoded.warnings),
                        .serverTime = answer.serverTime,
                        .requestId = std::move(answer.requestId),
                        .elapsed = answer.elapsed,
                        .bytes = answer.decoded.bytes};
}

} // namespace

/// One query in flight and everyone who waits for it. The first sharer started it.
struct HttpMonitorConnector::Flight {
    MonitorQuery query;
    std::vector<Sharer> sharers;
    std::unique_ptr<MonitorQueryRun> run;
    const Call::Control *starter = nullptr;
};

HttpMonitorConnector::HttpMonitorConnector(HttpClient &http, TokenProvider &tokens, QueryGate &governor, MonitorTarget target)
    : m_http(http), m_tokens(tokens), m_governor(governor), m_target(std::move(target))
{
}

HttpMonitorConnector::~HttpMonitorConnector()
{
    const auto flights = std::exchange(m_flights, {});
    for (const auto &flight : flights)
        for (const Sharer &sharer : flight->sharers)
            sharer->finish(cancelledError());
}

Call HttpMonitorConnector::query(const MonitorQuery &query, QObject *context, Completion<MonitorReply> completion)
{
    const Sharer sharer = CallState<MonitorReply>::create(context, std::move(completion));
    sharer->setStop([this, guard = QPointer(&m_guard), key = sharer.get()] {
        if (guard)
            leave(key);
    });
    const auto found = std::find_if(m_flights.begin(), m_flights.end(), [&](const auto &flight) { return flight->query == query; });
    if (found != m_flights.end()) {
        (*found)->sharers.push_back(sharer);
        return sharer->handle();
    }
    Flight &flight = launch(query);
    flight.sharers.push_back(sharer);
    flight.starter = sharer.get();
    flight.run->start();
    return sharer->handle();
}

HttpMonitorConnector::Flight &HttpMonitorConnector::launch(const MonitorQuery &query)
{
    auto flight = std::make_unique<Flight>();
    flight->query = query;
    flight->run = std::make_unique<MonitorQueryRun>(MonitorEnvironment{m_http, m_tokens, m_governor}, m_worker, m_target, query, MonitorQueryStyle(),
                                                    [this, key = flight.get()](Result<MonitorAnswer> result) { land(key, replyOf(std::move(result))); });
    m_flights.push_back(std::move(flight));
    return *m_flights.back();
}

void HttpMonitorConnector::land(const Flight *flight, const Result<MonitorReply> &result)
{
    const auto found = std::find_if(m_flights.begin(), m_flights.end(), [flight](const auto &other) { return other.get() == flight; });
    if (found == m_flights.end())
        return;
    const std::unique_ptr<Flight> landed = std::move(*found);
    m_flights.erase(found);
    for (const Sharer &sharer : landed->sharers) {
        Result<MonitorReply> own = result;
        if (own)
            own->shared = sharer.get() != landed->starter;
        sharer->finish(std::move(own));
    }
    landed->run.release()->deleteLater(); // this runs inside a completion of the run
}

void HttpMonitorConnector::leave(const Call::Control *sharer)
{
    for (auto it = m_flights.begin(); it != m_flights.end(); ++it) {
        if (std::erase_if((*it)->sharers, [sharer](const Sharer &other) { return other.get() == sharer; }) == 0)
            continue;
        if (!(*it)->sharers.empty())
            return;
        const std::unique_ptr<Flight> abandoned = std::move(*it); // its run goes with it
        m_flights.erase(it);
        return;
    }
}

} // namespace qd
