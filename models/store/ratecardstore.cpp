#include "ratecardstore.h"

namespace qd {

RateCardStore::RateCardStore(QObject *parent) : QObject(parent) {}

void RateCardStore::load(const RateCard &card)
{
    m_card = card;
    m_saved = card;
    m_undo.clear();
    emit changed();
}

void RateCardStore::markSaved()
{
    m_saved = m_card;
    emit changed();
}

void RateCardStore::undo()
{
    if (m_undo.isEmpty())
        return;
    m_card = m_undo.takeLast();
    emit changed();
}

void RateCardStore::replace(RateCard next)
{
    if (next == m_card)
        return;
    m_undo.append(m_card);
    if (m_undo.size() > maxUndo)
        m_undo.removeFirst();
    m_card = std::move(next);
    emit changed();
}

Result<void> RateCardStore::addRate(const Rate &rate)
{
    if (auto checked = checkRate(rate, m_card.rates); !checked)
        return checked;
    RateCard next = m_card;
    next.rates.append(rate);
    replace(std::move(next));
    return {};
}

Result<void> RateCardStore::replaceRate(qsizetype index, const Rate &rate)
{
    if (index < 0 || index >= m_card.rates.size())
        return Error{.kind = ErrorKind::NotFound, .message = QStringLiteral("The price is not in the card any more.")};
    RateCard next = m_card;
    next.rates.removeAt(index);
    if (auto checked = checkRate(rate, next.rates); !checked)
        return checked;
    next.rates.insert(index, rate);
    replace(std::move(next));
    return {};
}

void RateCardStore::removeRate(qsizetype index)
{
    if (index < 0 || index >= m_card.rates.size())
        return;
    RateCard next = m_card;
    next.rates.removeAt(index);
    replace(std::move(next));
}

Result<void> RateCardStore::setBudget(const QString &tenant, std::optional<double> month)
{
    RateCard next = m_card;
    next.budgets.removeIf([&tenant](const TenantBudget &budget) { return budget.tenant == tenant; });
    if (month) {
        const TenantBudget budget{.tenant = tenant, .month = *month};
        if (auto checked = checkBudget(budget, next.budgets); !checked)
            return checked;
        next.budgets.append(budget);
    }
    replace(std::move(next));
    return {};
}

} // namespace qd
