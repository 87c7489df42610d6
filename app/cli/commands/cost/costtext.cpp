#include "commands/cost/costtext.h"

#include "format.h"
#include "output/celltext.h"
#include "texttable.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using Json = nlohmann::ordered_json;
using Align = TextTable::Align;

std::string costUtf8(const QString &text) { return text.toStdString(); }

QByteArray costDump(const Json &json)
{
    return QByteArray::fromStdString(json.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

QString namedLine(const SpendLine &line) { return line.key.isEmpty() ? QStringLiteral("(not said)") : line.key; }

void addSpendRow(TextTable &table, const QString &name, const SpendLine &line)
{
    const QString priced = line.unpricedTokens > 0 && line.priced.isZero() ? QStringLiteral("unpriced") : line.priced.text();
    table.addRow({name, priced, line.reported.isZero() ? QStringLiteral("–") : line.reported.text(),
                  format::compact(static_cast<double>(line.tokens.input)), format::compact(static_cast<double>(line.tokens.cached)),
                  format::compact(static_cast<double>(line.tokens.output)), format::compact(line.calls),
                  line.unpricedTokens > 0 ? format::compact(static_cast<double>(line.unpricedTokens)) : QString()});
}

QString spendTable(const QString &title, const QList<SpendLine> &lines, const SpendLine *total)
{
    TextTable table({{title, Align::Left, 48}, {QStringLiteral("Our price"), Align::Right}, {QStringLiteral("Reported"), Align::Right},
                     {QStringLiteral("Input"), Align::Right}, {QStringLiteral("Cached"), Align::Right}, {QStringLiteral("Output"), Align::Right},
                     {QStringLiteral("Calls"), Align::Right}, {QStringLiteral("Unpriced tokens"), Align::Right}});
    for (const SpendLine &line : lines)
        addSpendRow(table, namedLine(line), line);
    if (total)
        addSpendRow(table, QStringLiteral("Total"), *total);
    return table.text();
}

Json spendJson(const SpendLine &line)
{
    return {{"name", costUtf8(line.key)}, {"priced", line.priced.amount()}, {"reported", line.reported.amount()}, {"calls", line.calls},
            {"inputTokens", line.tokens.input}, {"cachedTokens", line.tokens.cached}, {"outputTokens", line.tokens.output},
            {"unpricedTokens", line.unpricedTokens}};
}

Json spendJson(const QList<SpendLine> &lines)
{
    Json out = Json::array();
    for (const SpendLine &line : lines)
        out.push_back(spendJson(line));
    return out;
}

Json budgetMoment(const std::optional<Instant> &at) { return at ? Json(costUtf8(instantText(*at))) : Json(nullptr); }

template<typename T>
Json valueOrNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json budgetJson(const BudgetLine &line)
{
    return {{"tenant", costUtf8(line.tenant)}, {"spent", line.spent.amount()}, {"reported", line.reported.amount()},
            {"budget", line.budget ? Json(line.budget->amount()) : Json(nullptr)}, {"budgetIsImplied", line.isImplied},
            {"usedShare", valueOrNull(line.usedShare)}, {"state", costUtf8(breakerStateName(line.state))}, {"stateIsReported", line.isStateReported},
            {"expectedAtMonthEnd", valueOrNull(line.forecast.monthEnd)}, {"runsOut", budgetMoment(line.forecast.runOut)},
            {"resets", costUtf8(instantText(line.resets))}, {"daysUsed", line.forecast.daysUsed}, {"hasWeekdayShape", line.forecast.hasWeekdayShape}};
}

QString amountOr(const std::optional<double> &amount, const QString &currency)
{
    return amount ? Money::of(*amount, currency).text() : QStringLiteral("–");
}

QString priceOrDash(const std::optional<double> &price) { return price ? QString::number(*price, 'g', 10) : QStringLiteral("–"); }

} // namespace

QString chargebackText(const Chargeback &chargeback, const QString &by)
{
    const bool isAll = by == QLatin1String("all");
    QStringList tables;
    if (isAll || by == QLatin1String("tenant"))
        tables << spendTable(QStringLiteral("Tenant"), chargeback.tenants, &chargeback.total);
    if (isAll || by == QLatin1String("model"))
        tables << spendTable(QStringLiteral("Model"), chargeback.models, &chargeback.total);
    if (isAll || by == QLatin1String("agent"))
        tables << spendTable(QStringLiteral("Agent"), chargeback.agents, &chargeback.total);
    if (isAll || by == QLatin1String("tool"))
        tables << spendTable(QStringLiteral("Tool"), chargeback.tools, nullptr);
    return tables.join(u'\n');
}

QString forecastText(const QList<BudgetLine> &lines)
{
    TextTable table({{QStringLiteral("Tenant"), Align::Left, 48}, {QStringLiteral("Breaker"), Align::Left}, {QStringLiteral("Used"), Align::Right},
                     {QStringLiteral("Spent"), Align::Right}, {QStringLiteral("Budget"), Align::Right}, {QStringLiteral("Month's end"), Align::Right},
                     {QStringLiteral("Runs out"), Align::Left}});
    for (const BudgetLine &line : lines) {
        const QString budget = line.budget ? QString((line.isImplied ? QStringLiteral("≈ ") : QString()) % line.budget->text()) : QStringLiteral("none");
        table.addRow({line.tenant, breakerStateName(line.state), line.usedShare ? format::percent(*line.usedShare, 1) : QStringLiteral("–"),
                      line.spent.text(), budget, amountOr(line.forecast.monthEnd, line.spent.currency()),
                      line.forecast.runOut ? format::timestamp(*line.forecast.runOut) : QStringLiteral("not this month")});
    }
    return table.text();
}

QString rateCardText(const LoadedRateCard &card)
{
    TextTable table({{QStringLiteral("Model"), Align::Left, 48}, {QStringLiteral("From"), Align::Left}, {QStringLiteral("Input"), Align::Right},
                     {QStringLiteral("Cached"), Align::Right}, {QStringLiteral("Output"), Align::Right}, {QStringLiteral("Provider"), Align::Left},
                     {QStringLiteral("Note"), Align::Left, 60}});
    for (const Rate &rate : card.card.rates)
        table.addRow({rate.model, dayText(rate.from), priceOrDash(rate.input), priceOrDash(rate.cachedInput), priceOrDash(rate.output), rate.provider, rate.note});
    const QString source = card.isOwn ? card.path : QStringLiteral("comes with the product");
    return QStringLiteral("%1, %2 per 1M tokens (%3)\n").arg(card.card.title, card.card.currency, source) % table.text();
}

namespace json {

QByteArray chargeback(const Chargeback &chargeback, DayRange days, const RateCard &card)
{
    return costDump({{"from", costUtf8(dayText(days.from))}, {"to", costUtf8(dayText(days.to))}, {"currency", costUtf8(chargeback.currency)},
                     {"rateCard", costUtf8(card.title)}, {"total", spendJson(chargeback.total)}, {"storedCalls", chargeback.kept},
                     {"tenants", spendJson(chargeback.tenants)}, {"models", spendJson(chargeback.models)}, {"agents", spendJson(chargeback.agents)},
                     {"tools", spendJson(chargeback.tools)}});
}

QByteArray forecast(const QList<BudgetLine> &lines, const BudgetLine &fleet, Instant asOf)
{
    Json out{{"asOf", costUtf8(instantText(asOf))}, {"currency", costUtf8(fleet.spent.currency())}, {"tenants", Json::array()}, {"all", budgetJson(fleet)}};
    for (const BudgetLine &line : lines)
        out["tenants"].push_back(budgetJson(line));
    return costDump(out);
}

QByteArray rateCard(const LoadedRateCard &card)
{
    Json out{{"title", costUtf8(card.card.title)}, {"currency", costUtf8(card.card.currency)}, {"isOwn", card.isOwn}, {"path", costUtf8(card.path)},
             {"rates", Json::array()}};
    for (const Rate &rate : card.card.rates)
        out["rates"].push_back({{"model", costUtf8(rate.model)}, {"provider", costUtf8(rate.provider)}, {"from", costUtf8(dayText(rate.from))},
                                {"input", rate.input}, {"cachedInput", valueOrNull(rate.cachedInput)}, {"output", valueOrNull(rate.output)},
                                {"note", costUtf8(rate.note)}});
    return costDump(out);
}

} // namespace json

} // namespace qd
