#include "mcp/load.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace qd::load {

namespace {

constexpr double microsecondsASecond = 1'000'000;
constexpr qsizetype longestShareName = 200;

void count(std::map<QString, qint64> &shares, const QString &name, int most)
{
    const QString key = name.left(longestShareName);
    const bool fits = shares.contains(key) || shares.size() < static_cast<size_t>(most);
    ++shares[fits ? key : QStringLiteral("(others)")];
}

QList<Share> sorted(const std::map<QString, qint64> &shares)
{
    QList<Share> list;
    for (const auto &[name, number] : shares)
        list.append({name, number});
    std::ranges::stable_sort(list, [](const Share &a, const Share &b) { return a.count > b.count; });
    return list;
}

} // namespace

std::optional<QString> faultOf(const Plan &plan)
{
    if (plan.tool.isEmpty())
        return QStringLiteral("No tool is named");
    if (plan.concurrency < 1 || plan.concurrency > maxConcurrency)
        return QStringLiteral("Between 1 and %1 calls can be under way at once").arg(maxConcurrency);
    if (plan.connections < 1 || plan.connections > plan.concurrency)
        return QStringLiteral("There are at least one connection and no more than calls at once");
    if (plan.rate < 0 || plan.rate > maxRate)
        return QStringLiteral("At most %1 calls a second can be asked for").arg(maxRate);
    if (!plan.duration && !plan.calls)
        return QStringLiteral("Say how long or how many calls");
    if (plan.duration && (*plan.duration < Milliseconds(1) || *plan.duration > longestRun))
        return QStringLiteral("It lasts between 1 ms and an hour");
    if (plan.calls && (*plan.calls < 1 || *plan.calls > maxCalls))
        return QStringLiteral("Between 1 and %1 calls").arg(maxCalls);
    return std::nullopt;
}

double Result::perSecond() const
{
    return elapsed.count() > 0 ? static_cast<double>(done) * microsecondsASecond / static_cast<double>(elapsed.count()) : 0;
}

double Result::errorShare() const { return done > 0 ? static_cast<double>(failed) / static_cast<double>(done) : 0; }

void Tally::add(const Outcome &outcome)
{
    const int second = static_cast<int>(std::min(outcome.ended, Microseconds(longestRun) * 2) / std::chrono::seconds(1));
    while (m_second < second)
        closeSecond();
    const Microseconds took = outcome.ended - outcome.begun;
    const bool isFailure = !outcome.failure.isEmpty();
    ++m_result.done;
    m_result.failed += isFailure;
    m_currentFailed += isFailure;
    m_current.add(took);
    (isFailure ? m_result.failures : m_result.latency).add(took);
    if (isFailure)
        count(m_errors, outcome.failure, maxErrorKinds);
    if (!outcome.instance.isEmpty())
        count(m_instances, outcome.instance, maxInstances);
}

Second Tally::currentSecond() const
{
    return {.number = m_second, .done = m_current.count(), .failed = m_currentFailed, .p50 = m_current.quantile(0.5), .p95 = m_current.quantile(0.95), .most = m_current.most()};
}

void Tally::closeSecond()
{
    m_result.seconds.append(currentSecond());
    m_current = {};
    m_currentFailed = 0;
    ++m_second;
}

Result Tally::result(Microseconds elapsed) const
{
    Result result = m_result;
    result.elapsed = elapsed;
    if (m_current.count() > 0)
        result.seconds.append(currentSecond());
    result.errors = sorted(m_errors);
    result.instances = sorted(m_instances);
    return result;
}

Microseconds dueAt(const Plan &plan, qint64 number)
{
    return plan.rate > 0 ? Microseconds(static_cast<qint64>(static_cast<double>(number) * microsecondsASecond / plan.rate)) : Microseconds(0);
}

qint64 dueBefore(const Plan &plan, Microseconds time)
{
    if (plan.rate <= 0)
        return 0;
    const Microseconds end = plan.duration ? std::min<Microseconds>(time, *plan.duration) : time;
    const auto due = static_cast<qint64>(std::ceil(static_cast<double>(std::max(end, Microseconds(0)).count()) * plan.rate / microsecondsASecond));
    return plan.calls ? std::min(due, *plan.calls) : due;
}

} // namespace qd::load
