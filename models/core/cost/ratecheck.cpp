#include "cost/ratecheck.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

namespace qd {

namespace {

constexpr double leastPrice = 0.0001;  ///< per million tokens; anything less is a price per token
constexpr double mostPrice = 10'000;   ///< per million tokens
constexpr double mostPerCall = 100;
constexpr double mostBudget = 1e9;
/// So far from its neighbours a price is in another unit: per thousand tokens it is 1000 times off, and the prices of
/// one family are at most some 50 times from its median.
constexpr double mostRatio = 200;

Error refusedRate(const char *key, const QString &message)
{
    return {.kind = ErrorKind::Invalid, .message = message, .detail = QLatin1String(key)};
}

QString priceWords(double price) { return QString::number(price, 'g', 6); }

Result<void> checkPrice(const char *key, const QString &what, double price)
{
    if (!std::isfinite(price) || price < 0)
        return refusedRate(key, QStringLiteral("%1: a price is a number of 0 or more.").arg(what));
    if (price > 0 && price < leastPrice)
        return refusedRate(key, QStringLiteral("%1: %2 per million tokens looks like a price per token; did you mean %3?")
                                    .arg(what, priceWords(price), priceWords(price * 1e6)));
    if (price > mostPrice)
        return refusedRate(key, QStringLiteral("%1: %2 per million tokens is more than any model costs; did you mean %3?")
                                    .arg(what, priceWords(price), priceWords(price / 1e6)));
    return {};
}

/// "gpt-4o-mini" -> "gpt"
QString rateFamily(const QString &model) { return model.section(u'-', 0, 0).toLower(); }

/// The price to compare with: of the same model on other days, else the median of its family; nothing when alone.
std::optional<double> neighbourPrice(const Rate &rate, const QList<Rate> &others, const std::function<std::optional<double>(const Rate &)> &price)
{
    std::vector<double> same;
    std::vector<double> family;
    for (const Rate &other : others) {
        const std::optional<double> value = price(other);
        if (!value || *value <= 0)
            continue;
        if (other.model.compare(rate.model, Qt::CaseInsensitive) == 0)
            same.push_back(*value);
        else if (rateFamily(other.model) == rateFamily(rate.model))
            family.push_back(*value);
    }
    std::vector<double> &used = same.empty() ? family : same;
    if (used.empty())
        return std::nullopt;
    std::ranges::sort(used);
    return used[used.size() / 2];
}

Result<void> checkNeighbours(const char *key, const QString &what, double price, std::optional<double> neighbour)
{
    if (!neighbour || price <= 0)
        return {};
    const double ratio = price / *neighbour;
    if (ratio <= mostRatio && ratio >= 1 / mostRatio)
        return {};
    const double meant = ratio > 1 ? price / 1000 : price * 1000;
    return refusedRate(key, QStringLiteral("%1: %2 is %3 times %4 than its neighbours (%5); prices are per million tokens, did you mean %6?")
                                .arg(what, priceWords(price), QString::number(std::round(ratio > 1 ? ratio : 1 / ratio)),
                                     ratio > 1 ? QStringLiteral("more") : QStringLiteral("less"), priceWords(*neighbour), priceWords(meant)));
}

Result<void> checkIdentity(const Rate &rate, const QList<Rate> &others)
{
    if (rate.model.trimmed().isEmpty() || rate.model.size() > 100)
        return refusedRate("model", QStringLiteral("A model's name of 1 to 100 characters is expected."));
    for (const Rate &other : others)
        if (other.from == rate.from && other.provider == rate.provider && other.model.compare(rate.model, Qt::CaseInsensitive) == 0)
            return refusedRate("from", QStringLiteral("%1 has a price from %2 already: two prices on one day overlap.")
                                           .arg(rate.model, dayText(rate.from)));
    return {};
}

} // namespace

Result<void> checkRate(const Rate &rate, const QList<Rate> &others)
{
    struct Part { const char *key; QString what; std::function<std::optional<double>(const Rate &)> price; };
    const Part parts[] = {{"input", QStringLiteral("Input"), [](const Rate &of) { return std::optional(of.input); }},
                          {"cachedInput", QStringLiteral("Cached input"), [](const Rate &of) { return of.cachedInput; }},
                          {"output", QStringLiteral("Output"), [](const Rate &of) { return of.output; }}};
    if (auto checked = checkIdentity(rate, others); !checked)
        return checked;
    for (const Part &part : parts) {
        const std::optional<double> price = part.price(rate);
        if (!price)
            continue;
        if (auto checked = checkPrice(part.key, part.what, *price); !checked)
            return checked;
        if (auto checked = checkNeighbours(part.key, part.what, *price, neighbourPrice(rate, others, part.price)); !checked)
            return checked;
    }
    if (rate.cachedInput && *rate.cachedInput > rate.input)
        return refusedRate("cachedInput", QStringLiteral("Cached input costs more than input: %1 against %2.")
                                              .arg(priceWords(*rate.cachedInput), priceWords(rate.input)));
    return {};
}

Result<void> checkToolRate(const ToolRate &rate, const QList<ToolRate> &others)
{
    if (rate.tool.trimmed().isEmpty() || rate.tool.size() > 100)
        return refusedRate("tool", QStringLiteral("A tool's name of 1 to 100 characters is expected."));
    if (!std::isfinite(rate.perCall) || rate.perCall < 0 || rate.perCall > mostPerCall)
        return refusedRate("perCall", QStringLiteral("A price per call from 0 to %1 is expected.").arg(mostPerCall));
    const bool isTwice = std::ranges::any_of(others, [&rate](const ToolRate &other) { return other.tool == rate.tool && other.from == rate.from; });
    if (isTwice)
        return refusedRate("from", QStringLiteral("%1 has a price from %2 already.").arg(rate.tool, dayText(rate.from)));
    return {};
}

Result<void> checkBudget(const TenantBudget &budget, const QList<TenantBudget> &others)
{
    if (budget.tenant.trimmed().isEmpty() || budget.tenant.size() > 100)
        return refusedRate("tenant", QStringLiteral("A tenant's name of 1 to 100 characters is expected."));
    if (!std::isfinite(budget.month) || budget.month <= 0 || budget.month > mostBudget)
        return refusedRate("month", QStringLiteral("A month's budget of more than 0 is expected."));
    if (std::ranges::any_of(others, [&budget](const TenantBudget &other) { return other.tenant == budget.tenant; }))
        return refusedRate("tenant", QStringLiteral("%1 has a budget already.").arg(budget.tenant));
    return {};
}

} // namespace qd
