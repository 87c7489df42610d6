#pragma once

#include "fleet/scenario.h"

namespace qd::lab {

/// What a call costs in USD, split as telemetry reports it.
struct CallCost {
    double input = 0;  ///< cached tokens included, at their own price
    double output = 0;
};

/// The price in force at `at`: the newest entry that is not later (the oldest one before all of them).
[[nodiscard]] const RateCardEntry &priceAt(const ModelSpec &model, Instant at);

/// `inputTokens` include `cachedTokens`.
[[nodiscard]] CallCost costOf(const RateCardEntry &price, int inputTokens, int cachedTokens, int outputTokens);

} // namespace qd::lab
