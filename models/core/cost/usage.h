#pragma once

#include "cost/ratecard.h"

#include <QList>
#include <QString>

namespace qd {

/// Tokens of model calls. Input holds the cached ones, output the reasoning ones.
struct TokenCount {
    qint64 input = 0;
    qint64 cached = 0;
    qint64 output = 0;
    [[nodiscard]] qint64 total() const { return input + output; }
    TokenCount &operator+=(const TokenCount &other)
    {
        input += other.input;
        cached += other.cached;
        output += other.output;
        return *this;
    }
    bool operator==(const TokenCount &) const = default;
};

/// Billed model calls of one day, tenant, agent, model and repaired tool, scaled up from what sampling kept.
struct UsageRow {
    Day day{};
    QString tenant;
    QString agent;
    QString model;
    QString repairedTool;  ///< of calls that only mend a tool's arguments
    double calls = 0;
    double kept = 0;       ///< spans that were really stored
    TokenCount tokens;
    double reported = 0;   ///< the cost that the spans themselves carry
};

/// What the agents' own cost metric says of a day.
struct ReportedRow {
    Day day{};
    QString tenant;
    QString agent;
    QString model;
    double amount = 0;
};

/// Calls of a tool in a day.
struct ToolUseRow {
    Day day{};
    QString tool;
    double calls = 0;
    double errors = 0;
};

/// What the fleet's own budget breaker says of a tenant now.
struct BreakerRow {
    QString tenant;
    QString state; ///< "ok", "downshift", "blocked"
    double usedRatio = 0;
    Instant at{};
};

/// Everything that a chargeback is made of.
struct UsageReport {
    QList<UsageRow> usage;
    QList<ReportedRow> reported;
    QList<ToolUseRow> tools;
    QList<BreakerRow> breakers;
};

} // namespace qd
