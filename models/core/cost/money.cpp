#include "cost/money.h"

#include "format.h"

#include <algorithm>
#include <cmath>

namespace qd {

namespace {

constexpr qint64 nanoPerCent = 10'000'000;
constexpr qint64 million = 1'000'000;
constexpr double mostNano = 9e18;

qint64 nanoOf(double amount)
{
    const double nano = std::round(amount * 1e9);
    if (!std::isfinite(nano))
        return 0;
    return static_cast<qint64>(std::clamp(nano, -mostNano, mostNano));
}

} // namespace

Money Money::of(double amount, const QString &currency) { return Money(nanoOf(amount), currency); }

qint64 Money::cents() const
{
    const qint64 half = m_nano < 0 ? -nanoPerCent / 2 : nanoPerCent / 2;
    return (m_nano + half) / nanoPerCent;
}

QString Money::text() const { return format::money(amount(), m_currency.isEmpty() ? QStringLiteral("USD") : m_currency); }

Money &Money::operator+=(const Money &other)
{
    Q_ASSERT(m_currency.isEmpty() || other.m_currency.isEmpty() || m_currency == other.m_currency);
    if (m_currency.isEmpty())
        m_currency = other.m_currency;
    m_nano += other.m_nano;
    return *this;
}

Money tokenCost(qint64 tokens, double perMillion, const QString &currency)
{
    const qint64 price = nanoOf(perMillion);
    const qint64 whole = tokens / million;
    const qint64 rest = tokens % million * price;
    return Money::ofNano(whole * price + (rest + million / 2) / million, currency);
}

} // namespace qd
