#include "slorules.h"

#include <algorithm>

namespace qd {

namespace {

using Kind = SliKind;

bool isMetricSlo(const SloDefinition &slo) { return slo.source == SliSource::Metrics; }
bool isShare(const SloDefinition &slo) { return slo.kind == Kind::Ratio || slo.kind == Kind::Threshold; }

/// Requires the key, or refuses it, by whether it means anything for this SLO.
void checkPresence(JsonObject &object, const QString &key, bool isMeaningful, bool isRequired, const QString &why)
{
    if (isMeaningful && isRequired)
        object.require(key);
    if (!isMeaningful && object.has(key))
        object.fail(key, why);
}

void checkSource(const SloDefinition &slo, JsonObject &object)
{
    const QString onTables = QStringLiteral("only for SLOs whose source is metrics");
    checkPresence(object, QStringLiteral("metric"), isMetricSlo(slo), true, onTables);
    checkPresence(object, QStringLiteral("per"), isMetricSlo(slo) && slo.kind == Kind::Mean, false,
                  QStringLiteral("only for mean SLOs over metrics"));
    const bool readsField = !isMetricSlo(slo) && slo.kind != Kind::Ratio;
    checkPresence(object, QStringLiteral("valueField"), readsField, true,
                  QStringLiteral("only for threshold, mean and percentile SLOs over requests, dependencies or events"));
    if (slo.valueField == QLatin1String("duration") && slo.source == SliSource::Events)
        object.fail(QStringLiteral("valueField"), QStringLiteral("events have no duration"));
    if (isMetricSlo(slo) && slo.kind == Kind::Percentile)
        object.fail(QStringLiteral("kind"), QStringLiteral("a percentile cannot be read from metrics, which hold sums; use requests or dependencies"));
    if (isMetricSlo(slo) && slo.kind == Kind::Threshold && slo.role != MetricRole::BudgetUsedRatio)
        object.fail(QStringLiteral("kind"), QStringLiteral("a threshold cannot be read from this metric, which holds sums; use requests, dependencies or events"));
}

void checkKind(const SloDefinition &slo, JsonObject &object)
{
    checkPresence(object, QStringLiteral("good"), slo.kind == Kind::Ratio, true, QStringLiteral("only for ratio SLOs"));
    checkPresence(object, QStringLiteral("limit"), slo.kind == Kind::Threshold, true, QStringLiteral("only for threshold SLOs"));
    checkPresence(object, QStringLiteral("percentile"), slo.kind == Kind::Percentile, false, QStringLiteral("only for percentile SLOs"));
    const bool countsDown = slo.kind == Kind::Mean && slo.better == BetterIs::Higher;
    checkPresence(object, QStringLiteral("best"), countsDown, true, QStringLiteral("only for mean SLOs where higher is better"));
    if (slo.kind == Kind::Ratio && slo.good.isEmpty())
        object.fail(QStringLiteral("good"), QStringLiteral("at least one filter is expected"));
    if (slo.kind == Kind::Percentile && slo.better != BetterIs::Lower)
        object.fail(QStringLiteral("better"), QStringLiteral("a percentile SLO needs “lower”"));
    if (slo.kind == Kind::Ratio && slo.better != BetterIs::Higher)
        object.fail(QStringLiteral("better"), QStringLiteral("a ratio SLO needs “higher”"));
    if (slo.percentile <= 0 || slo.percentile >= 100)
        object.fail(QStringLiteral("percentile"), QStringLiteral("must be between 0 and 100"));
}

void checkTarget(const SloDefinition &slo, JsonObject &object)
{
    const QString target = QStringLiteral("target");
    object.require(target);
    if (isShare(slo) && (slo.target <= 0 || slo.target >= 1))
        object.fail(target, QStringLiteral("a share between 0 and 1 is expected, such as 0.99"));
    if (!isShare(slo) && slo.target <= 0)
        object.fail(target, QStringLiteral("must be more than 0"));
    if (slo.kind == Kind::Mean && slo.better == BetterIs::Higher && slo.target >= slo.best)
        object.fail(target, QStringLiteral("must be below “best”"));
    const bool isPercent = slo.unit == SliUnit::Percent;
    if (isShare(slo) != isPercent)
        object.fail(QStringLiteral("unit"), isPercent ? QStringLiteral("“percent” is for ratio and threshold SLOs")
                                                      : QStringLiteral("ratio and threshold SLOs are in “percent”"));
}

void checkBurnPairs(const SloDefinition &slo, JsonObject &object)
{
    const QString key = QStringLiteral("burnPairs");
    if (slo.burnPairs.isEmpty())
        object.fail(key, QStringLiteral("at least one pair is expected"));
    for (const BurnPair &pair : slo.burnPairs) {
        if (pair.shortWindow >= pair.longWindow)
            object.fail(key, QStringLiteral("the short window must be shorter than the long one"));
        if (pair.longWindow > std::chrono::days(90))
            object.fail(key, QStringLiteral("a window is at most 90d long"));
        if (pair.factor <= 0)
            object.fail(key, QStringLiteral("a factor must be more than 0"));
    }
}

} // namespace

void checkSlo(const SloDefinition &definition, JsonObject &object)
{
    checkKind(definition, object);
    checkSource(definition, object);
    checkTarget(definition, object);
    checkBurnPairs(definition, object);
    if (definition.window.days < 1 || definition.window.days > 90)
        object.fail(QStringLiteral("window"), QStringLiteral("days must be from 1 to 90"));
    if (definition.minEvents < 0)
        object.fail(QStringLiteral("minEvents"), QStringLiteral("must not be negative"));
    if (definition.staleAfter > std::chrono::days(1))
        object.fail(QStringLiteral("staleAfter"), QStringLiteral("at most 1d"));
    const auto isCapital = [](QChar c) { return c >= u'A' && c <= u'Z'; };
    if (definition.currency.size() != 3 || !std::ranges::all_of(definition.currency, isCapital))
        object.fail(QStringLiteral("currency"), QStringLiteral("a currency code of three capitals is expected"));
}

} // namespace qd
