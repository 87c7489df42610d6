#include "cost/ratecard.h"

#include <QDate>
#include <QRegularExpression>

namespace qd {

namespace {

constexpr int isoDateSize = 10;

/// The newest entry for which `isNamed` holds and that is in force on `day`.
template<typename Entry, typename Predicate>
const Entry *newestRate(const QList<Entry> &entries, Day day, Predicate isNamed)
{
    const Entry *newest = nullptr;
    for (const Entry &entry : entries)
        if (entry.from <= day && isNamed(entry) && (!newest || entry.from > newest->from))
            newest = &entry;
    return newest;
}

const Rate *rateNamed(const RateCard &card, const QString &model, Day day)
{
    return newestRate(card.rates, day, [&model](const Rate &rate) { return rate.model.compare(model, Qt::CaseInsensitive) == 0; });
}

/// "gpt-4o-2024-08-06" -> "gpt-4o"
QString undated(const QString &model)
{
    static const QRegularExpression ending(QStringLiteral("-\\d{4}-\\d{2}-\\d{2}\\z"));
    return QString(model).remove(ending);
}

} // namespace

const Rate *RateCard::rate(const QString &model, Day day) const
{
    const Rate *exact = rateNamed(*this, model, day);
    return exact ? exact : rateNamed(*this, undated(model), day);
}

const ToolRate *RateCard::toolRate(const QString &tool, Day day) const
{
    return newestRate(tools, day, [&tool](const ToolRate &rate) { return rate.tool == tool; });
}

std::optional<Money> RateCard::budget(const QString &tenant) const
{
    for (const TenantBudget &budget : budgets)
        if (budget.tenant == tenant)
            return Money::of(budget.month, currency);
    return std::nullopt;
}

QString dayText(Day day) { return toDateTime(Instant(day)).toString(QStringLiteral("yyyy-MM-dd")); }

std::optional<Day> dayFromText(const QString &text)
{
    const QDate date = text.size() == isoDateSize ? QDate::fromString(text, Qt::ISODate) : QDate();
    if (!date.isValid())
        return std::nullopt;
    return std::chrono::floor<std::chrono::days>(toInstant(date.startOfDay(Qt::UTC)));
}

} // namespace qd
