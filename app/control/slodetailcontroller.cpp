#include "slodetailcontroller.h"

#include "slo/evaluate.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

Table detailTable(const MonitorReply &reply) { return reply.tables.isEmpty() ? Table{} : reply.tables.constFirst(); }

} // namespace

SloDetailController::SloDetailController(MonitorConnector &monitor, SloDetailStore &store, const Clock &clock,
                                         SloSettings settings, QObject *parent)
    : QObject(parent), m_monitor(monitor), m_store(store), m_clock(clock), m_settings(std::move(settings)),
      m_poller(m_settings.detailInterval, m_settings.detailInterval * 4)
{
    connect(&m_poller, &Poller::due, this, &SloDetailController::refresh);
}

SloDetailController::~SloDetailController() { abandon(); }

const SloDefinition *SloDetailController::definition(const SloId &id) const
{
    const auto found = std::ranges::find(m_settings.definitions, id, &SloDefinition::id);
    return found == m_settings.definitions.cend() ? nullptr : &*found;
}

bool SloDetailController::open(const SloId &id)
{
    if (!definition(id))
        return false;
    if (id == m_id)
        return true;
    abandon();
    m_id = id;
    m_store.open(id);
    m_poller.setPaused(Poller::Pause::Stopped, false);
    start();
    return true;
}

void SloDetailController::close()
{
    abandon();
    m_poller.setPaused(Poller::Pause::Stopped, true);
    m_id = {};
    m_store.close();
}

void SloDetailController::refresh()
{
    if (!m_id.isEmpty() && !isLoading())
        start();
}

void SloDetailController::start()
{
    const SloDefinition *opened = definition(m_id);
    if (!opened)
        return;
    const TelemetrySchema schema = m_monitor.target().schema;
    const SliQuery query = buildBudgetQuery(*opened, m_settings.dictionary, schema, m_clock.now());
    const quint64 generation = ++m_generation;
    m_isLoading = true;
    m_poller.begin();
    m_call = m_monitor.query(
        {.kql = query.kql, .timespan = query.span, .timeout = m_settings.queryTimeout}, this,
        [this, generation, query](const Result<MonitorReply> &reply) { receiveHistory(generation, query, reply); });
}

void SloDetailController::abandon()
{
    ++m_generation;
    m_isLoading = false;
    std::exchange(m_call, Call()).cancel();
    m_poller.abandon();
}

void SloDetailController::receiveHistory(quint64 generation, const SliQuery &query, const Result<MonitorReply> &reply)
{
    if (generation != m_generation)
        return;
    m_isLoading = false;
    const SloDefinition *opened = definition(m_id);
    if (!reply) {
        m_store.fail(m_id, reply.error());
    } else if (opened) {
        const Table table = detailTable(*reply);
        const auto samples = readRefresh({*opened}, {query}, {table}, query.span);
        if (samples)
            m_store.applyHistory(m_id, samples->value(m_id).series, budgetBurnDown(*opened, table), m_clock.now());
        else
            m_store.fail(m_id, samples.error());
    }
    if (m_store.detail().state == SloDetail::State::Ready && !m_store.detail().error)
        m_poller.succeeded();
    else
        m_poller.failed();
}


} // namespace qd
