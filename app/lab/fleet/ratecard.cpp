#include "fleet/ratecard.h"

namespace qd::lab {

const RateCardEntry &priceAt(const ModelSpec &model, Instant at)
{
    for (size_t i = model.rateCard.size(); i-- > 1;) {
        if (model.rateCard[i].from <= at)
            return model.rateCard[i];
    }
    return model.rateCard.front();
}

CallCost costOf(const RateCardEntry &price, int inputTokens, int cachedTokens, int outputTokens)
{
    constexpr double million = 1e6;
    const double cachedPrice = price.cachedPerMillion.value_or(price.inputPerMillion);
    return {((inputTokens - cachedTokens) * price.inputPerMillion + cachedTokens * cachedPrice) / million,
            outputTokens * price.outputPerMillion / million};
}

} // namespace qd::lab
