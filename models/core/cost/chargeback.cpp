#include "cost/chargeback.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace qd {

namespace {

constexpr double mostDisagreement = 0.05;
constexpr double leastDisagreement = 0.01; ///< in units of the currency

void addSpend(SpendLine &into, const SpendLine &line)
{
    into.calls += line.calls;
    into.tokens += line.tokens;
    into.priced += line.priced;
    into.reported += line.reported;
    into.unpricedTokens += line.unpricedTokens;
}

/// Sums lines by key.
class SpendBook
{
public:
    void add(const QString &key, const SpendLine &line)
    {
        SpendLine &entry = m_lines[key];
        entry.key = key;
        addSpend(entry, line);
    }
    /// Dearest first; what has no price comes before what costs nothing.
    [[nodiscard]] QList<SpendLine> lines() const
    {
        QList<SpendLine> all = m_lines.values();
        std::ranges::sort(all, [](const SpendLine &one, const SpendLine &other) {
            return std::tuple(-one.priced.nano(), -one.unpricedTokens, one.key) < std::tuple(-other.priced.nano(), -other.unpricedTokens, other.key);
        });
        return all;
    }

private:
    QHash<QString, SpendLine> m_lines;
};

struct SpendBooks {
    SpendBook tenants;
    SpendBook models;
    SpendBook agents;
    SpendBook tools;
};

void bookReported(const UsageReport &report, const RateCard &card, DayRange days, SpendBooks &books, Chargeback &result)
{
    for (const ReportedRow &row : report.reported) {
        if (!days.holds(row.day))
            continue;
        const SpendLine line{.reported = Money::of(row.amount, card.currency)};
        books.tenants.add(row.tenant, line);
        books.models.add(row.model, line);
        books.agents.add(row.agent, line);
        addSpend(result.total, line);
    }
}

void bookTools(const UsageReport &report, const RateCard &card, DayRange days, SpendBook &tools)
{
    for (const ToolUseRow &row : report.tools) {
        if (!days.holds(row.day) || row.tool.isEmpty())
            continue;
        const ToolRate *rate = card.toolRate(row.tool, row.day);
        tools.add(row.tool, {.calls = row.calls, .priced = Money::of(rate ? rate->perCall * row.calls : 0, card.currency),
                             .reported = Money::of(0, card.currency)});
    }
}

} // namespace

SpendLine priceUsage(const UsageRow &row, const RateCard &card)
{
    SpendLine line{.key = row.model, .calls = row.calls, .tokens = row.tokens, .priced = Money::of(0, card.currency),
                   .reported = Money::of(0, card.currency)};
    const Rate *rate = card.rate(row.model, row.day);
    if (!rate) {
        line.unpricedTokens = row.tokens.total();
        return line;
    }
    line.priced += tokenCost(row.tokens.input - row.tokens.cached, rate->input, card.currency);
    line.priced += tokenCost(row.tokens.cached, rate->cachedInput.value_or(rate->input), card.currency);
    if (rate->output)
        line.priced += tokenCost(row.tokens.output, *rate->output, card.currency);
    else
        line.unpricedTokens = row.tokens.output;
    return line;
}

Chargeback chargeBack(const UsageReport &report, const RateCard &card, DayRange days)
{
    Chargeback result{.currency = card.currency};
    SpendBooks books;
    for (const UsageRow &row : report.usage) {
        if (!days.holds(row.day))
            continue;
        SpendLine line = priceUsage(row, card);
        books.tenants.add(row.tenant, line);
        books.models.add(row.model, line);
        books.agents.add(row.agent, line);
        addSpend(result.total, line);
        result.kept += row.kept;
        line.calls = 0; // a tool's calls are its own
        if (!row.repairedTool.isEmpty())
            books.tools.add(row.repairedTool, line);
    }
    bookReported(report, card, days, books, result);
    bookTools(report, card, days, books.tools);
    result.tenants = books.tenants.lines();
    result.models = books.models.lines();
    result.agents = books.agents.lines();
    result.tools = books.tools.lines();
    return result;
}

QList<DailySpend> dailySpend(const UsageReport &report, const RateCard &card, const QString &tenant, DayRange days)
{
    QHash<qint64, Money> sums;
    for (const UsageRow &row : report.usage)
        if (days.holds(row.day) && (tenant.isEmpty() || row.tenant == tenant))
            sums[row.day.time_since_epoch().count()] += priceUsage(row, card).priced;
    QList<DailySpend> spend;
    for (Day day = days.from; day < days.to; day += std::chrono::days(1))
        spend.append({day, sums.value(day.time_since_epoch().count(), Money::of(0, card.currency))});
    return spend;
}

bool disagrees(const SpendLine &line)
{
    const double difference = std::abs(line.priced.amount() - line.reported.amount());
    return difference > leastDisagreement && difference > mostDisagreement * std::max(line.priced.amount(), line.reported.amount());
}

} // namespace qd
