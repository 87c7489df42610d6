#include "mcp/load/loadtext.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/load/loadpage.h"

#include <QCoreApplication>

namespace qd::loadtext {

namespace {

QString loadWord(const char *text) { return QCoreApplication::translate("LoadPage", text); }

QString failedText(const load::Result &result)
{
    if (result.failed == 0)
        return loadWord("none failed");
    return loadWord("%1 failed (%2)").arg(format::number(static_cast<double>(result.failed)), format::percent(result.errorShare(), 1));
}

/// A last second that was not whole is left out: it would look like a fall.
std::vector<SliPoint> pointsOf(const LoadShown &shown, double (*valueOf)(const load::Second &))
{
    std::vector<SliPoint> points;
    for (const load::Second &second : shown.result.seconds) {
        if (second.number > 0 && Microseconds(1'000'000LL * (second.number + 1)) > shown.result.elapsed)
            break;
        points.push_back({.at = Instant(shown.began + Microseconds(1'000'000LL * second.number)),
                          .value = second.done > 0 || valueOf(second) > 0 ? std::optional(valueOf(second)) : std::nullopt,
                          .events = static_cast<double>(second.done)});
    }
    return points;
}

} // namespace

QString verdict(const LoadShown &shown)
{
    const QString tool = visibleText(shown.tool, 80).simplified();
    const QString sum = loadWord("%1 calls, %2 a second, %3").arg(format::number(static_cast<double>(shown.result.done)), format::number(shown.result.perSecond()), failedText(shown.result));
    switch (shown.state) {
    case LoadShown::State::None: return loadWord("Nothing was measured yet");
    case LoadShown::State::Running: return loadWord("Calling %1: %2").arg(tool, sum);
    case LoadShown::State::Failed: return shown.result.done > 0 ? loadWord("%1: %2. It ended before its time: %3").arg(tool, sum, visibleText(shown.problem, 300)) : loadWord("%1 could not be called: %2").arg(tool, visibleText(shown.problem, 300));
    case LoadShown::State::Ended: break;
    }
    return QStringLiteral("%1: %2").arg(tool, sum);
}

QList<std::pair<QString, QString>> figures(const load::Result &result)
{
    const LatencyHistogram &latency = result.latency;
    const auto time = [&latency](double share) { return latency.count() ? format::duration(latency.quantile(share)) : QStringLiteral("–"); };
    QList<std::pair<QString, QString>> made{{loadWord("Calls"), format::number(static_cast<double>(result.done))},
            {loadWord("Calls/s"), format::number(result.perSecond())},
            {loadWord("Failed"), format::percent(result.errorShare(), 2)},
            {loadWord("Min"), latency.count() ? format::duration(latency.least()) : QStringLiteral("–")},
            {QStringLiteral("p50"), time(0.5)},
            {QStringLiteral("p90"), time(0.9)},
            {QStringLiteral("p95"), time(0.95)},
            {QStringLiteral("p99"), time(0.99)},
            {loadWord("Max"), latency.count() ? format::duration(latency.most()) : QStringLiteral("–")},
            {loadWord("Took"), format::duration(result.elapsed)}};
    if (result.notMade > 0) // by the rate
        made.insert(1, {loadWord("Never made"), loadWord("%1 of %2 due").arg(format::number(static_cast<double>(result.notMade)), format::number(static_cast<double>(result.due)))});
    return made;
}

QList<std::pair<QString, QString>> shares(const QList<load::Share> &shares, qint64 of)
{
    QList<std::pair<QString, QString>> made;
    for (const load::Share &share : shares.first(std::min<qsizetype>(shares.size(), 12)))
        made.append({visibleText(share.name, 60).simplified(), QStringLiteral("%1 · %2").arg(format::number(static_cast<double>(share.count)), format::percent(of > 0 ? static_cast<double>(share.count) / static_cast<double>(of) : 0, 1))});
    return made;
}

ChartSpec rateChart(const LoadShown &shown)
{
    ChartSpec spec;
    spec.title = loadWord("Calls a second");
    spec.subtitle = loadWord("that ended, failed ones included");
    spec.description = verdict(shown);
    spec.points = pointsOf(shown, [](const load::Second &second) { return static_cast<double>(second.done); });
    spec.formatValue = [](double value) { return format::compact(value); };
    spec.isArea = true;
    spec.isFromZero = true;
    spec.lowerBound = 0;
    return spec;
}

ChartSpec latencyChart(const LoadShown &shown)
{
    ChartSpec spec;
    spec.title = loadWord("p95");
    spec.subtitle = loadWord("of each second");
    spec.description = verdict(shown);
    spec.points = pointsOf(shown, [](const load::Second &second) { return static_cast<double>(second.p95.count()); });
    spec.formatValue = [](double value) { return format::duration(Microseconds(static_cast<std::int64_t>(value))); };
    spec.series = SeriesRole::Dependency;
    spec.lowerBound = 0;
    return spec;
}

} // namespace qd::loadtext
