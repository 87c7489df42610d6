#pragma once

#include "cost/usage.h"

namespace qd {

/// What one tenant, model, tool or agent has cost.
struct SpendLine {
    QString key;             ///< empty: telemetry does not say
    double calls = 0;        ///< model calls; for tools, tool calls
    TokenCount tokens;
    Money priced;            ///< by the rate card
    Money reported;          ///< by the agents themselves
    qint64 unpricedTokens = 0; ///< tokens of models without a price: in no sum, and never free
    bool operator==(const SpendLine &) const = default;
};

/// Spend by every view of it, dearest first. The lines of tenants, models and agents each add up to `total`. A tool's
/// line holds its price per call, if the card has one, and the model calls that only mended its arguments; the latter
/// are in `total` already.
struct Chargeback {
    QString currency;
    SpendLine total;
    QList<SpendLine> tenants;
    QList<SpendLine> models;
    QList<SpendLine> agents;
    QList<SpendLine> tools;
    double kept = 0;         ///< stored spans behind `total.calls`: the rest is scaled up
    bool operator==(const Chargeback &) const = default;
};

/// Days from `from` to before `to`.
struct DayRange {
    Day from{};
    Day to{};
    [[nodiscard]] bool holds(Day day) const { return day >= from && day < to; }
};

/// The cost of the row's tokens by the card; unpriced tokens are those of a model, or of an output, without a price.
SpendLine priceUsage(const UsageRow &row, const RateCard &card);

Chargeback chargeBack(const UsageReport &report, const RateCard &card, DayRange days);

/// Spend a day of one tenant (of all: empty), oldest first, days without spend included.
struct DailySpend {
    Day day{};
    Money spend;
};
QList<DailySpend> dailySpend(const UsageReport &report, const RateCard &card, const QString &tenant, DayRange days);

/// True when reported and priced differ by more than sampling explains: over 5 %, and over a cent.
bool disagrees(const SpendLine &line);

} // namespace qd
