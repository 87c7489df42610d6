#include "coststore.h"

namespace qd {

namespace {

Day costDay(Instant at) { return std::chrono::floor<std::chrono::days>(at); }

DayRange costDays(CostStore::Period period, TimeSpanRange range, Instant now)
{
    const Day tomorrow = costDay(now) + std::chrono::days(1);
    switch (period) {
    case CostStore::Period::Month: return {costDay(monthStart(now)), tomorrow};
    case CostStore::Period::Today: return {costDay(now), tomorrow};
    case CostStore::Period::Range: break;
    }
    return {costDay(range.from), costDay(range.to) + std::chrono::days(1)};
}

} // namespace

CostStore::CostStore(QObject *parent) : QObject(parent) {}

void CostStore::setPeriod(Period period)
{
    if (period == m_period)
        return;
    m_period = period;
    compute();
}

void CostStore::setCard(const RateCard &card)
{
    if (card == m_card)
        return;
    m_card = card;
    compute();
}

void CostStore::applyMonth(const UsageReport &report, Instant asOf)
{
    m_month = report;
    m_asOf = asOf;
    m_state = State::Ready;
    m_error.reset();
    compute();
}

void CostStore::applyRange(const UsageReport &report, TimeSpanRange span, Instant asOf)
{
    m_range = report;
    m_rangeSpan = span;
    m_asOf = asOf;
    compute();
}

void CostStore::fail(const Error &error)
{
    m_error = error;
    if (m_state != State::Ready)
        m_state = State::Failed;
    emit changed();
}

void CostStore::clear()
{
    m_state = State::Loading;
    m_error.reset();
    m_asOf.reset();
    m_month = {};
    m_range = {};
    compute();
}

void CostStore::compute()
{
    const Instant now = m_asOf.value_or(Instant{});
    m_days = costDays(m_period, m_rangeSpan, now);
    m_chargeback = chargeBack(m_period == Period::Range ? m_range : m_month, m_card, m_days);
    m_budgets = m_asOf ? budgetBoard(m_month, m_card, now) : QList<BudgetLine>();
    m_fleet = fleetBudget(m_month, m_card, m_budgets, now);
    emit changed();
}

} // namespace qd
