#include "commands/mcp/mcploadcommand.h"

#include "commands/mcp/leavetaking.h"
#include "mcp/serveridentity.h"
#include "output/errorreport.h"
#include "printabletext.h"
#include "texttable.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace qd {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::pair<const char *, double> quantiles[] = {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}};

double inMilliseconds(Microseconds value) { return static_cast<double>(value.count()) / 1000.0; }
QString shownMs(Microseconds value) { return QStringLiteral("%1 ms").arg(inMilliseconds(value), 0, 'f', value.count() < 10'000 ? 2 : 1); }

Json latencyJson(const LatencyHistogram &latency)
{
    Json made{{"count", latency.count()}, {"least", inMilliseconds(latency.least())}, {"mean", latency.mean() / 1000.0}};
    for (const auto &[name, share] : quantiles)
        made[name] = inMilliseconds(latency.quantile(share));
    made["most"] = inMilliseconds(latency.most());
    return made;
}

Json sharesJson(const QList<load::Share> &shares, const char *name)
{
    Json made = Json::array();
    for (const load::Share &share : shares)
        made.push_back(Json{{name, share.name.toStdString()}, {"count", share.count}});
    return made;
}

Json secondsJson(const QList<load::Second> &seconds)
{
    Json made = Json::array();
    for (const load::Second &second : seconds)
        made.push_back(Json{{"second", second.number}, {"done", second.done}, {"failed", second.failed}, {"p50", inMilliseconds(second.p50)},
                            {"p95", inMilliseconds(second.p95)}, {"most", inMilliseconds(second.most)}});
    return made;
}

QString sharesText(const char *title, const QList<load::Share> &shares, qint64 all)
{
    if (shares.isEmpty())
        return {};
    TextTable table({{.title = QLatin1String(title)}, {.title = QStringLiteral("CALLS"), .align = TextTable::Align::Right}, {.title = QStringLiteral("SHARE"), .align = TextTable::Align::Right}});
    for (const load::Share &share : shares)
        table.addRow({share.name, QString::number(share.count), QStringLiteral("%1 %").arg(100.0 * static_cast<double>(share.count) / static_cast<double>(all), 0, 'f', 1)});
    return QStringLiteral("\n") + table.text();
}

} // namespace

McpLoadCommand::McpLoadCommand(const CliContext &context, const McpServerConfig &config, load::Plan plan, const CliSignInChoice &signIn)
    : m_context(context), m_plan(std::move(plan)), m_connections(context, signIn), m_config(m_connections.with(config)),
      m_probe(m_connections.connector(), m_connections.timers())
{
    connect(&m_probe, &LoadProbe::finished, this, &McpLoadCommand::report);
    connect(&m_interrupts, &Interrupts::interrupted, this, [this] {
        m_isInterrupted = m_probe.isRunning();
        m_probe.stop();
    });
    connect(&m_probe, &LoadProbe::failed, this, [this](const Error &error) { end(reportError(m_context.options, m_context.streams, error)); });
}

void McpLoadCommand::start() { m_probe.start(m_config, m_plan); }

void McpLoadCommand::report()
{
    const load::Result result = m_probe.result();
    const std::optional<Error> early = m_isInterrupted ? std::optional(Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("Interrupted: these are the calls until then.")})
                                                       : m_probe.loss();
    m_context.streams.print(m_context.options.format == OutputFormat::Json ? m_connections.signIn().withTrail(json(result, early)) : text(result).toUtf8());
    if (early) {
        complainOf(m_context.streams, *early);
        return end(exitCodeOf(*early));
    }
    end(result.failed > 0 ? ExitCode::Failed : ExitCode::Healthy);
}

void McpLoadCommand::end(ExitCode code)
{
    whenLeft(m_connections.connector(), m_connections.timers(), this, [this, code] { emit finished(code); });
}

QString McpLoadCommand::text(const load::Result &result) const
{
    QString made = QStringLiteral("%1: %2 calls in %3 s, %4 a second, %5 failed (%6 %)\n")
                       .arg(printableText(m_plan.tool)).arg(result.done).arg(static_cast<double>(result.elapsed.count()) / 1e6, 0, 'f', 2)
                       .arg(result.perSecond(), 0, 'f', 1).arg(result.failed).arg(100 * result.errorShare(), 0, 'f', 2);
    if (m_plan.rate > 0)
        made += QStringLiteral("%1 a second wanted: due %2, made %3%4\n").arg(m_plan.rate).arg(result.due).arg(result.due - result.notMade)
                    .arg(result.notMade > 0 ? QStringLiteral(", %1 never: answers came too slowly for --concurrency %2").arg(result.notMade).arg(m_plan.concurrency) : QString());
    if (result.latency.count() > 0) {
        QStringList parts{QStringLiteral("least %1").arg(shownMs(result.latency.least()))};
        for (const auto &[name, share] : quantiles)
            parts << QStringLiteral("%1 %2").arg(QLatin1String(name), shownMs(result.latency.quantile(share)));
        made += parts.join(QStringLiteral(", ")) + QStringLiteral(", most %1\n").arg(shownMs(result.latency.most()));
    }
    return made + sharesText("ERROR", result.errors, result.done) + sharesText("INSTANCE", result.instances, result.done);
}

QByteArray McpLoadCommand::json(const load::Result &result, const std::optional<Error> &early) const
{
    Json plan{{"tool", m_plan.tool.toStdString()}, {"concurrency", m_plan.concurrency}, {"connections", m_plan.connections}, {"rate", m_plan.rate}};
    if (m_plan.duration)
        plan["durationMs"] = m_plan.duration->count();
    if (m_plan.calls)
        plan["calls"] = *m_plan.calls;
    Json made{{"server", pinName(m_config, false).toStdString()}, {"plan", plan}, {"done", result.done}, {"failed", result.failed},
                    {"elapsedMs", inMilliseconds(result.elapsed)}, {"perSecond", result.perSecond()}, {"latencyMs", latencyJson(result.latency)},
                    {"failureMs", latencyJson(result.failures)}, {"errors", sharesJson(result.errors, "kind")}, {"instances", sharesJson(result.instances, "name")},
                    {"seconds", secondsJson(result.seconds)}};
    if (m_plan.rate > 0) {
        made["due"] = result.due;
        made["notMade"] = result.notMade;
    }
    if (early)
        made["endedEarly"] = early->message.toStdString();
    return QByteArray::fromStdString(made.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

} // namespace qd
