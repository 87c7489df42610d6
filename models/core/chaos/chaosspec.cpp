#include "chaos/chaosspec.h"

#include "format.h"

#include <QRegularExpression>

#include <algorithm>

namespace qd {

namespace {

constexpr Seconds shortestChaos{10};
constexpr Seconds longestChaos{3600};

Error chaosMisuse(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

const SloDefinition *chaosSloOf(const SloId &id, const QList<SloDefinition> &definitions)
{
    const auto found = std::ranges::find(definitions, id, &SloDefinition::id);
    return found == definitions.end() ? nullptr : &*found;
}

QString knownSlos(const QList<SloDefinition> &definitions)
{
    QStringList known;
    for (const SloDefinition &definition : definitions)
        known << definition.id.value;
    return known.join(QStringLiteral(", "));
}

QString chaosThresholdText(const ChaosHypothesis &hypothesis, const SloDefinition &definition)
{
    if (hypothesis.isBurn)
        return format::burn(hypothesis.threshold);
    switch (definition.unit) {
    case SliUnit::Percent: return format::percent(hypothesis.threshold, format::percentDecimals(definition.target));
    case SliUnit::Duration: return format::duration(std::chrono::round<Microseconds>(std::chrono::duration<double>(hypothesis.threshold)));
    case SliUnit::Money: return format::money(hypothesis.threshold, definition.currency);
    case SliUnit::PerHundred: return format::number(hypothesis.threshold) + QStringLiteral(" per 100");
    case SliUnit::Score: break;
    }
    return format::number(hypothesis.threshold);
}

} // namespace

Result<ChaosHypothesis> parseChaosHypothesis(const QString &text, const QList<SloDefinition> &definitions)
{
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*(?:(burn)\\s*\\(\\s*([\\w-]+)\\s*\\)|([\\w-]+))\\s*(>=|<=|>|<)\\s*\\$?([0-9]*\\.?[0-9]+)\\s*(%|s|x)?\\s*$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return chaosMisuse(QStringLiteral("The hypothesis \"%1\" is not understood: write e.g. task-success>=95 or burn(task-success)<=6").arg(text.left(100)));
    ChaosHypothesis hypothesis;
    hypothesis.isBurn = match.hasCaptured(1);
    hypothesis.slo = SloId(hypothesis.isBurn ? match.captured(2) : match.captured(3));
    hypothesis.isAtLeast = match.captured(4).startsWith(u'>');
    hypothesis.threshold = match.captured(5).toDouble();
    const SloDefinition *definition = chaosSloOf(hypothesis.slo, definitions);
    if (!definition)
        return chaosMisuse(QStringLiteral("There is no SLO \"%1\"; known are: %2").arg(hypothesis.slo.value, knownSlos(definitions)));
    if (!hypothesis.isBurn && definition->unit == SliUnit::Percent)
        hypothesis.threshold /= 100;
    return hypothesis;
}

QString chaosHypothesisText(const ChaosHypothesis &hypothesis, const QList<SloDefinition> &definitions)
{
    const SloDefinition *definition = chaosSloOf(hypothesis.slo, definitions);
    if (!definition)
        return hypothesis.slo.value;
    const QString what = hypothesis.isBurn ? QStringLiteral("The burn of ") + definition->title : definition->title;
    const QString side = hypothesis.isAtLeast ? QStringLiteral(" stays at or above ") : QStringLiteral(" stays at or below ");
    return what + side + chaosThresholdText(hypothesis, *definition);
}

Result<Seconds> parseChaosDuration(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s*(\\d{1,5})\\s*(s|m|h)?\\s*$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return chaosMisuse(QStringLiteral("The duration \"%1\" is not understood: write e.g. 90s, 2m or 1h").arg(text.left(40)));
    const int factor = match.captured(2) == QLatin1StringView("h") ? 3600 : match.captured(2) == QLatin1StringView("m") ? 60 : 1;
    return Seconds(match.captured(1).toInt() * factor);
}

std::optional<Error> misuseOf(const ChaosSpec &spec, const QList<SloDefinition> &definitions)
{
    if (spec.mode == ChaosMode::Off)
        return chaosMisuse(QStringLiteral("Choose what to inject: throttle, malformed or outage"));
    if (spec.percent < 1 || spec.percent > 100)
        return chaosMisuse(QStringLiteral("The percentage of tasks is from 1 to 100"));
    if (spec.tenant.trimmed().isEmpty())
        return chaosMisuse(QStringLiteral("Name the tenant, or * for all"));
    if (spec.duration < shortestChaos || spec.duration > longestChaos)
        return chaosMisuse(QStringLiteral("A run lasts from 10 s to 1 h"));
    if (spec.abortBurn <= 0)
        return chaosMisuse(QStringLiteral("The abort limit is a burn rate above 0"));
    const SloDefinition *definition = chaosSloOf(spec.hypothesis.slo, definitions);
    if (!definition)
        return chaosMisuse(QStringLiteral("State a hypothesis on one of these SLOs: %1").arg(knownSlos(definitions)));
    if (definition->kind == SliKind::Percentile && !spec.hypothesis.isBurn && spec.hypothesis.isAtLeast)
        return chaosMisuse(QStringLiteral("%1 is a latency: it can only stay at or below a limit").arg(definition->title));
    return std::nullopt;
}

ChaosFault chaosFaultOf(const ChaosSpec &spec, const QString &run, Instant start)
{
    return {.run = run, .mode = spec.mode, .tenant = spec.tenant, .percent = spec.percent, .until = start + spec.duration};
}

QString chaosTitle(const ChaosSpec &spec)
{
    QString mode = chaosModeName(spec.mode);
    mode.replace(0, 1, mode.at(0).toUpper());
    const QString whom = spec.tenant == QLatin1StringView("*") ? QStringLiteral("all tenants") : spec.tenant;
    return QStringLiteral("%1 %2 % of %3 for %4").arg(mode).arg(spec.percent).arg(whom, format::duration(spec.duration));
}

} // namespace qd
