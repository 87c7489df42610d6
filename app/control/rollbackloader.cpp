#include "rollbackloader.h"

#include "http/callstate.h"
#include "release/releasequery.h"

#include <algorithm>

namespace qd {

namespace {

constexpr auto evidenceReach = std::chrono::days(14);
constexpr auto swapReach = std::chrono::hours(24);
constexpr int rollbackAuditReach = 200;

} // namespace

const SloDefinition *taskSuccessSlo(const SloSettings &settings)
{
    const auto found = std::ranges::find_if(settings.definitions, [](const SloDefinition &slo) {
        return slo.kind == SliKind::Ratio && slo.source == SliSource::Metrics && slo.role == MetricRole::TaskCount;
    });
    return found == settings.definitions.cend() ? nullptr : &*found;
}

ReleaseObjective releaseObjective(const SloSettings &settings)
{
    const SloDefinition *slo = taskSuccessSlo(settings);
    return slo ? ReleaseObjective{.success = slo->target, .minTasks = slo->minEvents} : ReleaseObjective{};
}

namespace {

/// One load: the slots, then everything about them side by side. Deletes itself when settled.
class LoadRun final : public QObject
{
public:
    LoadRun(const RollbackSources &sources, std::shared_ptr<CallState<SlotBoardReading>> state, QObject *parent)
        : QObject(parent), m_sources(sources), m_state(std::move(state))
    {
        m_state->setStop([this] { end(); });
        m_inputs.objective = releaseObjective(sources.slo);
    }
    ~LoadRun() override
    {
        cancelAll();
        m_state->finish(cancelledError());
    }

    void start()
    {
        m_calls << m_sources.app.sites(this, [this](const Result<QList<SlotSite>> &sites) {
            if (sites)
                loadDetails(*sites);
            else
                fail(sites.error());
        });
    }

private:
    void loadDetails(const QList<SlotSite> &sites)
    {
        m_inputs.sites = sites;
        m_inputs.readAt = sites.isEmpty() ? m_sources.clock.now() : sites.first().readAt;
        m_open = 1;
        for (const SlotSite &site : sites)
            loadSettings(site.slot);
        loadStickyNames();
        loadTraffic();
        loadEvidence();
        loadSwaps();
        loadAudit();
        settleOne();
    }

    void loadSettings(const SlotName &slot)
    {
        ++m_open;
        m_calls << m_sources.app.settings(slot, this, [this, slot](const Result<SlotSettings> &settings) {
            if (!settings)
                return fail(settings.error());
            m_inputs.settings.insert(slot.value, *settings);
            settleOne();
        });
    }

    void loadStickyNames()
    {
        ++m_open;
        m_calls << m_sources.app.stickyNames(this, [this](const Result<QStringList> &names) {
            if (!names)
                return fail(names.error());
            m_inputs.stickyNames = *names;
            settleOne();
        });
    }

    void loadTraffic()
    {
        ++m_open;
        m_calls << m_sources.app.traffic(this, [this](const Result<QList<SlotTraffic>> &traffic) {
            if (traffic)
                m_inputs.traffic = *traffic;
            else
                m_gaps << QStringLiteral("Traffic rules could not be read: ") + traffic.error().message;
            settleOne();
        });
    }

    void loadEvidence()
    {
        const SloDefinition *slo = taskSuccessSlo(m_sources.slo);
        if (!slo) {
            m_gaps << QStringLiteral("No objective over tasks is defined, so versions cannot be judged.");
            return;
        }
        const TimeSpanRange range{m_inputs.readAt - evidenceReach, m_inputs.readAt};
        query(buildReleaseQuery(*slo, m_sources.slo.dictionary, m_sources.monitor.target().schema, range), range,
              QStringLiteral("Versions could not be judged: "), [this](const Table &reply) -> std::optional<Error> {
                  auto evidence = readReleaseEvidence(reply);
                  if (!evidence)
                      return evidence.error();
                  m_inputs.evidence = std::move(*evidence);
                  return std::nullopt;
              });
    }

    void loadSwaps()
    {
        const TimeSpanRange range{m_inputs.readAt - swapReach, m_inputs.readAt};
        query(buildSwapQuery(m_sources.monitor.target().schema, range), range, QStringLiteral("Swaps could not be read from telemetry: "),
              [this](const Table &reply) -> std::optional<Error> {
                  const auto swaps = readSwapEvents(reply);
                  if (!swaps)
                      return swaps.error();
                  m_inputs.memory += *swaps;
                  return std::nullopt;
              });
    }

    void query(const QString &kql, const TimeSpanRange &range, const QString &gap, std::function<std::optional<Error>(const Table &)> take)
    {
        ++m_open;
        const MonitorQuery asked{.kql = kql, .timespan = range, .timeout = m_sources.slo.queryTimeout};
        m_calls << m_sources.monitor.query(asked, this, [this, gap, take = std::move(take)](const Result<MonitorReply> &reply) {
            const std::optional<Error> error = reply ? take(reply->tables.first()) : std::optional(reply.error());
            if (error)
                m_gaps << gap + error->message;
            settleOne();
        });
    }

    void loadAudit()
    {
        if (!m_sources.audit)
            return;
        ++m_open;
        m_calls << m_sources.audit->newest(rollbackAuditReach, this, [this](const Result<QList<AuditRecord>> &records) {
            if (records)
                rememberSwaps(*records);
            else
                m_gaps << QStringLiteral("Our own journal could not be read: ") + records.error().message;
            settleOne();
        });
    }

    /// Our swaps that succeeded; intents come after outcomes, because the newest comes first.
    void rememberSwaps(const QList<AuditRecord> &records)
    {
        QMap<qint64, bool> done; // intent -> verified
        for (const AuditRecord &record : records) {
            const AuditEntry &entry = record.entry;
            if (!entry.verb.startsWith(QLatin1String("rollback.")) || !entry.target.startsWith(m_sources.app.siteId(), Qt::CaseInsensitive))
                continue;
            if (entry.kind == AuditEntry::Kind::Outcome && entry.status == QLatin1String("succeeded"))
                done.insert(entry.intent, entry.detail.contains(QLatin1String("verified by")));
            else if (entry.kind == AuditEntry::Kind::Intent && done.contains(record.sequence))
                m_inputs.memory.append({.at = entry.at, .source = SlotName(entry.target.section(u'/', -1)), .target = productionSlot(),
                                        .origin = SwapMemory::Origin::Audit, .isVerified = done.value(record.sequence)});
        }
    }

    void settleOne()
    {
        if (--m_open > 0 || m_isDone)
            return;
        settle(SlotBoardReading{.board = makeSlotBoard(m_inputs), .gaps = m_gaps});
    }
    void fail(const Error &error) { settle(error); }
    void settle(Result<SlotBoardReading> result)
    {
        if (std::exchange(m_isDone, true))
            return;
        m_state->finish(std::move(result));
        end();
    }
    void end()
    {
        m_isDone = true;
        cancelAll();
        deleteLater();
    }
    void cancelAll()
    {
        for (const Call &call : std::exchange(m_calls, {}))
            call.cancel();
    }

    const RollbackSources m_sources;
    std::shared_ptr<CallState<SlotBoardReading>> m_state;
    SlotBoardInputs m_inputs;
    QStringList m_gaps;
    QList<Call> m_calls;
    int m_open = 0;
    bool m_isDone = false;
};

} // namespace

RollbackLoader::RollbackLoader(const RollbackSources &sources, QObject *parent) : QObject(parent), m_sources(sources) {}

Call RollbackLoader::load(QObject *context, Completion<SlotBoardReading> completion)
{
    const auto state = CallState<SlotBoardReading>::create(context, std::move(completion));
    auto *run = new LoadRun(m_sources, state, this);
    run->start();
    return state->handle();
}

} // namespace qd
