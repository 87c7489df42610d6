#pragma once

#include "clock.h"
#include "cost/money.h"

#include <QList>
#include <QString>

#include <optional>

namespace qd {

using Day = std::chrono::sys_days; ///< a day in UTC

/// What one model costs from a day on, per million tokens in the card's currency.
struct Rate {
    QString model;
    QString provider;
    Day from{};
    double input = 0;
    std::optional<double> cachedInput; ///< nothing: cached tokens cost what input costs
    std::optional<double> output;      ///< nothing: a model without output (embeddings)
    QString note;
    bool operator==(const Rate &) const = default;
};

/// What one call of a tool costs from a day on, besides the model's tokens.
struct ToolRate {
    QString tool;
    Day from{};
    double perCall = 0;
    bool operator==(const ToolRate &) const = default;
};

/// What a tenant may spend a calendar month (UTC).
struct TenantBudget {
    QString tenant;
    double month = 0;
    bool operator==(const TenantBudget &) const = default;
};

/// Dated prices and month budgets in one currency. A value.
struct RateCard {
    QString title;
    QString currency = QStringLiteral("USD");
    QList<Rate> rates;
    QList<ToolRate> tools;
    QList<TenantBudget> budgets;

    /// The rate in force on `day`: the newest that is not later; nothing when the model is unknown or has none yet. A name
    /// that ends in a date ("gpt-4o-2024-08-06") is found under the name without it. Case does not matter.
    [[nodiscard]] const Rate *rate(const QString &model, Day day) const;
    [[nodiscard]] const ToolRate *toolRate(const QString &tool, Day day) const;
    [[nodiscard]] std::optional<Money> budget(const QString &tenant) const;
    bool operator==(const RateCard &) const = default;
};

/// "2026-11-21"; nothing when the text is no date in that form.
QString dayText(Day day);
std::optional<Day> dayFromText(const QString &text);

} // namespace qd
