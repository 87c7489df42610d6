#include "cost/forecast.h"

#include <algorithm>
#include <array>

namespace qd {

namespace {

using Days = std::chrono::days;

constexpr size_t trendDays = 14;
constexpr size_t shapeDays = 28;
constexpr size_t leastShapeDays = 14;
constexpr double leastHours = 2;

struct WholeDay {
    Day day{};
    double spend = 0;
};

size_t weekdayOf(Day day) { return std::chrono::weekday(day).c_encoding(); }

double shareOfDay(Instant now)
{
    const Day today = std::chrono::floor<Days>(now);
    return std::chrono::duration<double>(now - today) / std::chrono::duration<double>(Days(1));
}

/// Each weekday's spend over the mean; all 1 when there are too few days.
class WeekdayShape
{
public:
    explicit WeekdayShape(const std::vector<WholeDay> &days)
    {
        m_factor.fill(1);
        const size_t first = days.size() > shapeDays ? days.size() - shapeDays : 0;
        if (days.size() - first < leastShapeDays)
            return;
        std::array<double, 7> sum{};
        std::array<int, 7> count{};
        double total = 0;
        for (size_t i = first; i < days.size(); ++i) {
            sum[weekdayOf(days[i].day)] += days[i].spend;
            ++count[weekdayOf(days[i].day)];
            total += days[i].spend;
        }
        if (total <= 0)
            return;
        const double mean = total / static_cast<double>(days.size() - first);
        for (size_t i = 0; i < 7; ++i)
            m_factor[i] = count[i] > 0 ? sum[i] / count[i] / mean : 1;
        m_isKnown = true;
    }
    [[nodiscard]] double factor(Day day) const { return m_factor[weekdayOf(day)]; }
    [[nodiscard]] bool isKnown() const { return m_isKnown; }

private:
    std::array<double, 7> m_factor{};
    bool m_isKnown = false;
};

/// A straight line through the last days, freed from the shape of the week.
class SpendTrend
{
public:
    SpendTrend(const std::vector<WholeDay> &days, const WeekdayShape &shape) : m_shape(shape)
    {
        const size_t first = days.size() > trendDays ? days.size() - trendDays : 0;
        m_count = days.size() - first;
        if (m_count == 0)
            return;
        m_origin = days.back().day;
        double sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        for (size_t i = first; i < days.size(); ++i) {
            const double x = static_cast<double>((days[i].day - m_origin).count());
            const double factor = shape.factor(days[i].day);
            const double y = factor > 0 ? days[i].spend / factor : 0;
            sumX += x;
            sumY += y;
            sumXX += x * x;
            sumXY += x * y;
            m_most = std::max(m_most, days[i].spend);
        }
        const double n = static_cast<double>(m_count);
        const double spread = n * sumXX - sumX * sumX;
        m_slope = m_count >= 3 && spread > 0 ? (n * sumXY - sumX * sumY) / spread : 0;
        m_level = (sumY - m_slope * sumX) / n;
    }
    [[nodiscard]] int days() const { return static_cast<int>(m_count); }
    [[nodiscard]] double on(Day day) const
    {
        const double x = static_cast<double>((day - m_origin).count());
        return std::clamp((m_level + m_slope * x) * m_shape.factor(day), 0.0, 2 * m_most);
    }

private:
    const WeekdayShape &m_shape;
    Day m_origin{};
    size_t m_count = 0;
    double m_level = 0;
    double m_slope = 0;
    double m_most = 0;
};

std::vector<WholeDay> wholeDays(const QList<DailySpend> &days, Day today)
{
    std::vector<WholeDay> whole;
    for (const DailySpend &day : days)
        if (day.day < today && (!whole.empty() || !day.spend.isZero())) // history begins with the first spend
            whole.push_back({day.day, day.spend.amount()});
    return whole;
}

/// When the cumulative line reaches `budget`, in proportion within its step.
std::optional<Instant> crossing(const std::vector<SliPoint> &line, double budget)
{
    for (size_t i = 1; i < line.size(); ++i) {
        const double before = line[i - 1].value.value_or(0);
        const double after = line[i].value.value_or(0);
        if (after < budget)
            continue;
        const double share = after > before ? std::clamp((budget - before) / (after - before), 0.0, 1.0) : 0;
        const auto step = std::chrono::duration_cast<Microseconds>((line[i].at - line[i - 1].at) * share);
        return line[i - 1].at + step;
    }
    return std::nullopt;
}

std::vector<SliPoint> spentLine(const QList<DailySpend> &days, Instant now)
{
    const Instant start = monthStart(now);
    std::vector<SliPoint> line{{start, 0.0, 0}};
    double sum = 0;
    for (const DailySpend &day : days) {
        if (Instant(day.day) < start)
            continue;
        sum += day.spend.amount();
        line.push_back({std::min<Instant>(day.day + Days(1), now), sum, 0});
    }
    return line;
}

} // namespace

Instant monthStart(Instant at)
{
    const std::chrono::year_month_day day(std::chrono::floor<Days>(at));
    return std::chrono::sys_days(day.year() / day.month() / 1);
}

Instant nextMonthStart(Instant at)
{
    const std::chrono::year_month_day day(std::chrono::floor<Days>(at));
    return std::chrono::sys_days((day.year() / day.month() + std::chrono::months(1)) / 1);
}

SpendForecast forecastSpend(const QList<DailySpend> &days, Instant now, std::optional<Money> budget)
{
    const Day today = std::chrono::floor<Days>(now);
    const std::vector<WholeDay> whole = wholeDays(days, today);
    const WeekdayShape shape(whole);
    const SpendTrend trend(whole, shape);
    SpendForecast forecast{.spent = spentLine(days, now), .daysUsed = trend.days(), .hasWeekdayShape = shape.isKnown()};
    const double elapsed = shareOfDay(now);
    const double spentToday = !days.isEmpty() && days.constLast().day == today ? days.constLast().spend.amount() : 0;
    const bool isKnown = trend.days() > 0 || (elapsed * 24 >= leastHours && spentToday > 0);
    const auto expectedOn = [&](Day day) { return trend.days() > 0 ? trend.on(day) : spentToday / elapsed; };
    if (isKnown) {
        double sum = forecast.spent.back().value.value_or(0);
        forecast.expected.push_back({now, sum, 0});
        for (Day day = today; Instant(day) < nextMonthStart(now); day += Days(1)) {
            sum += expectedOn(day) * (day == today ? 1 - elapsed : 1);
            forecast.expected.push_back({day + Days(1), sum, 0});
        }
        forecast.monthEnd = sum;
    }
    if (budget) {
        forecast.runOut = crossing(forecast.spent, budget->amount());
        if (!forecast.runOut)
            forecast.runOut = crossing(forecast.expected, budget->amount());
    }
    return forecast;
}

} // namespace qd
