#pragma once

#include "cost/budgetboard.h"
#include "error.h"
#include "timerange.h"

#include <QObject>

namespace qd {

/// What the cost page shows: spend of the chosen period and the tenants' month, computed anew when the telemetry or the
/// rate card is another one. GUI thread.
class CostStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CostStore)

public:
    enum class State { Loading, Ready, Failed };
    enum class Period { Month, Today, Range };

    explicit CostStore(QObject *parent = nullptr);

    [[nodiscard]] State state() const { return m_state; }
    /// Of the last try; with State::Ready the numbers are those of asOf().
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] std::optional<Instant> asOf() const { return m_asOf; }
    [[nodiscard]] Period period() const { return m_period; }
    /// Days that the chargeback is of; for Period::Range those of the range.
    [[nodiscard]] DayRange days() const { return m_days; }
    [[nodiscard]] const Chargeback &chargeback() const { return m_chargeback; }
    [[nodiscard]] const QList<BudgetLine> &budgets() const { return m_budgets; }
    [[nodiscard]] const BudgetLine &fleet() const { return m_fleet; }
    [[nodiscard]] const RateCard &card() const { return m_card; }

    void setPeriod(Period period);
    void setCard(const RateCard &card);
    /// The month and the four weeks before now.
    void applyMonth(const UsageReport &report, Instant asOf);
    void applyRange(const UsageReport &report, TimeSpanRange span, Instant asOf);
    void fail(const Error &error);
    void clear();

signals:
    void changed();

private:
    void compute();

    State m_state = State::Loading;
    std::optional<Error> m_error;
    std::optional<Instant> m_asOf;
    Period m_period = Period::Month;
    RateCard m_card;
    UsageReport m_month;
    UsageReport m_range;
    TimeSpanRange m_rangeSpan;
    DayRange m_days;
    Chargeback m_chargeback;
    QList<BudgetLine> m_budgets;
    BudgetLine m_fleet;
};

} // namespace qd
