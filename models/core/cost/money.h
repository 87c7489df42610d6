#pragma once

#include <QString>

namespace qd {

/// An amount of one currency, exact to a billionth, so that sums do not depend on their order. Adding two currencies is
/// a programming error; a zero without a currency takes the other's. A value.
class Money
{
public:
    Money() = default;
    static Money ofNano(qint64 nano, const QString &currency) { return Money(nano, currency); }
    static Money of(double amount, const QString &currency);

    [[nodiscard]] double amount() const { return static_cast<double>(m_nano) / 1e9; }
    [[nodiscard]] qint64 nano() const { return m_nano; }
    /// Rounded half away from zero.
    [[nodiscard]] qint64 cents() const;
    [[nodiscard]] QString currency() const { return m_currency; }
    [[nodiscard]] bool isZero() const { return m_nano == 0; }
    /// "$412.60", "$0.0042".
    [[nodiscard]] QString text() const;

    Money &operator+=(const Money &other);
    friend Money operator+(Money one, const Money &other) { return one += other; }
    friend Money operator-(const Money &one, const Money &other) { return one + Money(-other.m_nano, other.m_currency); }
    bool operator==(const Money &) const = default;

private:
    Money(qint64 nano, const QString &currency) : m_nano(nano), m_currency(currency) {}

    qint64 m_nano = 0;
    QString m_currency;
};

/// What `tokens` cost at a price per million, to the nearest billionth.
Money tokenCost(qint64 tokens, double perMillion, const QString &currency);

} // namespace qd
