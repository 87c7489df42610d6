#include "localfiles/ratecardfile.h"

#include "cost/ratecheck.h"
#include "jsonobject.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr size_t maxRates = 2000;
constexpr size_t maxTenants = 1000;

std::string ratesUtf8(const QString &text) { return text.toStdString(); }

Day readDay(JsonObject &object, const QString &key)
{
    object.require(key);
    const auto text = object.text(key);
    const auto day = text ? dayFromText(*text) : std::nullopt;
    if (text && !day)
        object.fail(key, QStringLiteral("a date as 2026-11-21 is expected"));
    return day.value_or(Day{});
}

/// A complaint of the rules goes to the member at fault.
void refuseIfWrong(JsonObject &object, const Result<void> &checked)
{
    if (!checked)
        object.fail(checked.error().detail, checked.error().message);
}

Rate readRate(const json &value, const QString &path, JsonContext &context, const QList<Rate> &before)
{
    JsonObject object(value, path, context);
    Rate rate;
    for (const char *key : {"model", "input"})
        object.require(QLatin1String(key));
    rate.model = object.text(QStringLiteral("model")).value_or(QString());
    rate.provider = object.text(QStringLiteral("provider")).value_or(QString());
    rate.from = readDay(object, QStringLiteral("from"));
    rate.input = object.number(QStringLiteral("input")).value_or(0);
    rate.cachedInput = object.number(QStringLiteral("cachedInput"));
    rate.output = object.number(QStringLiteral("output"));
    rate.note = object.text(QStringLiteral("note")).value_or(QString());
    object.refuseUnknown();
    if (!context.error)
        refuseIfWrong(object, checkRate(rate, before));
    return rate;
}

ToolRate readToolRate(const json &value, const QString &path, JsonContext &context, const QList<ToolRate> &before)
{
    JsonObject object(value, path, context);
    for (const char *key : {"tool", "perCall"})
        object.require(QLatin1String(key));
    ToolRate rate{.tool = object.text(QStringLiteral("tool")).value_or(QString()), .from = readDay(object, QStringLiteral("from")),
                  .perCall = object.number(QStringLiteral("perCall")).value_or(0)};
    object.refuseUnknown();
    if (!context.error)
        refuseIfWrong(object, checkToolRate(rate, before));
    return rate;
}

TenantBudget readBudget(const json &value, const QString &path, JsonContext &context, const QList<TenantBudget> &before)
{
    JsonObject object(value, path, context);
    for (const char *key : {"tenant", "month"})
        object.require(QLatin1String(key));
    TenantBudget budget{.tenant = object.text(QStringLiteral("tenant")).value_or(QString()),
                        .month = object.number(QStringLiteral("month")).value_or(0)};
    object.refuseUnknown();
    if (!context.error)
        refuseIfWrong(object, checkBudget(budget, before));
    return budget;
}

void readHead(JsonObject &object, RateCard &card)
{
    for (const char *key : {"version", "rates"})
        object.require(QLatin1String(key));
    if (object.integer(QStringLiteral("version")).value_or(1) != 1)
        object.fail(QStringLiteral("version"), QStringLiteral("this program reads version 1"));
    card.title = object.text(QStringLiteral("title")).value_or(QString());
    card.currency = object.text(QStringLiteral("currency")).value_or(card.currency);
    if (card.currency.size() != 3)
        object.fail(QStringLiteral("currency"), QStringLiteral("a code of three letters is expected, like USD"));
}

OrderedJson rateJson(const Rate &rate)
{
    OrderedJson out{{"model", ratesUtf8(rate.model)}, {"provider", ratesUtf8(rate.provider)}, {"from", ratesUtf8(dayText(rate.from))},
                    {"input", rate.input}};
    if (rate.cachedInput)
        out["cachedInput"] = *rate.cachedInput;
    if (rate.output)
        out["output"] = *rate.output;
    if (!rate.note.isEmpty())
        out["note"] = ratesUtf8(rate.note);
    return out;
}

} // namespace

Result<RateCard> decodeRateCard(const QByteArray &bytes, const QString &fileName)
{
    JsonContext context{.file = fileName, .error = std::nullopt};
    const json root = parseJsonFile(bytes, context);
    JsonObject object(root, QStringLiteral("$"), context);
    RateCard card;
    if (!context.error) {
        readHead(object, card);
        object.array(QStringLiteral("rates"), maxRates, [&](const json &value, const QString &path) {
            card.rates.append(readRate(value, path, context, card.rates));
        });
        object.array(QStringLiteral("tools"), maxRates, [&](const json &value, const QString &path) {
            card.tools.append(readToolRate(value, path, context, card.tools));
        });
        object.array(QStringLiteral("budgets"), maxTenants, [&](const json &value, const QString &path) {
            card.budgets.append(readBudget(value, path, context, card.budgets));
        });
        object.refuseUnknown();
    }
    if (context.error)
        return *context.error;
    return card;
}

QByteArray encodeRateCard(const RateCard &card)
{
    OrderedJson out{{"version", 1}, {"title", ratesUtf8(card.title)}, {"currency", ratesUtf8(card.currency)}};
    for (const char *key : {"rates", "tools", "budgets"})
        out[key] = OrderedJson::array();
    for (const Rate &rate : card.rates)
        out["rates"].push_back(rateJson(rate));
    for (const ToolRate &rate : card.tools)
        out["tools"].push_back({{"tool", ratesUtf8(rate.tool)}, {"from", ratesUtf8(dayText(rate.from))}, {"perCall", rate.perCall}});
    for (const TenantBudget &budget : card.budgets)
        out["budgets"].push_back({{"tenant", ratesUtf8(budget.tenant)}, {"month", budget.month}});
    return QByteArray::fromStdString(out.dump(2, ' ', false, OrderedJson::error_handler_t::replace)) + '\n';
}

} // namespace qd
