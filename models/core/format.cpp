#include "format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace qd::format {

namespace {

constexpr QChar thinSpace(0x2009);
constexpr QChar narrowSpace(0x202f);
constexpr qint64 usPerMs = 1000;
constexpr qint64 usPerS = 1000 * usPerMs;
constexpr qint64 usPerMin = 60 * usPerS;
constexpr qint64 usPerHour = 60 * usPerMin;
constexpr qint64 usPerDay = 24 * usPerHour;

QString withUnit(const QString &digits, QLatin1String unit) { return digits % thinSpace % unit; }

QString notFinite(double value)
{
    if (std::isnan(value))
        return QStringLiteral("n/a");
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("-∞");
}

/// Puts narrow spaces between groups of three digits of the integer part.
QString grouped(QString digits)
{
    const qsizetype start = digits.startsWith(QLatin1Char('-')) ? 1 : 0;
    const qsizetype dot = digits.indexOf(QLatin1Char('.'));
    for (qsizetype at = (dot < 0 ? digits.size() : dot) - 3; at > start; at -= 3)
        digits.insert(at, narrowSpace);
    return digits;
}

QString withoutTrailingZeros(QString digits)
{
    if (!digits.contains(QLatin1Char('.')))
        return digits;
    while (digits.endsWith(QLatin1Char('0')))
        digits.chop(1);
    if (digits.endsWith(QLatin1Char('.')))
        digits.chop(1);
    return digits == QLatin1String("-0") ? QStringLiteral("0") : digits;
}

/// Decimals that leave `significant` digits, never negative: the integer part is always whole.
int decimalsFor(double value, int significant)
{
    if (value == 0)
        return 0;
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    return std::max(0, significant - 1 - exponent);
}

QString significantDigits(double value, int significant)
{
    return withoutTrailingZeros(QString::number(value, 'f', decimalsFor(value, significant)));
}

QString wholePart(double value) { return QString::number(value, 'f', 0); }

/// "2m10s", or "2 m" when the small part is zero.
QString twoUnits(qint64 large, QLatin1Char largeUnit, qint64 small, QLatin1Char smallUnit)
{
    if (small == 0)
        return QString::number(large) % thinSpace % largeUnit;
    return QString::number(large) % largeUnit % QString::number(small) % smallUnit;
}

qint64 rounded(qint64 value, qint64 unit) { return value / unit + (value % unit >= unit / 2 ? 1 : 0); }

/// Values from one minute up; each step rounds to its own smallest unit before it picks the form.
QString longDuration(qint64 us)
{
    if (const qint64 s = rounded(us, usPerS); s < 3600)
        return twoUnits(s / 60, QLatin1Char('m'), s % 60, QLatin1Char('s'));
    if (const qint64 min = rounded(us, usPerMin); min < 600)
        return twoUnits(min / 60, QLatin1Char('h'), min % 60, QLatin1Char('m'));
    if (const qint64 h = rounded(us, usPerHour); h < 96)
        return withUnit(QString::number(h), QLatin1String("h"));
    if (const qint64 h = rounded(us, usPerHour); h < 240)
        return twoUnits(h / 24, QLatin1Char('d'), h % 24, QLatin1Char('h'));
    return withUnit(grouped(QString::number(rounded(us, usPerDay))), QLatin1String("d"));
}

struct CurrencySign { QLatin1String code; QStringView sign; };
constexpr std::array<CurrencySign, 4> currencySigns{{
    {QLatin1String("USD"), u"$"}, {QLatin1String("EUR"), u"€"}, {QLatin1String("GBP"), u"£"}, {QLatin1String("JPY"), u"¥"}}};

QString currencyPrefix(const QString &currency)
{
    for (const CurrencySign &entry : currencySigns)
        if (currency == entry.code)
            return entry.sign.toString();
    return currency % thinSpace;
}

/// From a unit up: two decimals. Below: up to four significant digits, but never fewer than two decimals.
QString moneyDigits(double amount)
{
    if (amount == 0 || amount >= 1 || QString::number(amount, 'f', decimalsFor(amount, 4)).toDouble() >= 1)
        return grouped(QString::number(amount, 'f', 2));
    QString digits = significantDigits(amount, 4);
    const qsizetype dot = digits.indexOf(QLatin1Char('.'));
    while (digits.size() - dot - 1 < 2)
        digits.append(QLatin1Char('0'));
    return digits;
}

} // namespace

QString number(double value)
{
    if (!std::isfinite(value))
        return notFinite(value);
    const double size = std::abs(value);
    if (size != 0 && (size < 1e-6 || size >= 1e15))
        return QString::number(value, 'g', 4);
    return grouped(significantDigits(value, 4));
}

QString compact(double value)
{
    if (!std::isfinite(value))
        return notFinite(value);
    static constexpr std::array<char, 4> suffixes{'k', 'M', 'G', 'T'};
    double scaled = value;
    qsizetype step = -1;
    while (std::abs(scaled) >= (step < 0 ? 999.5 : 999.95) && step + 1 < qsizetype(suffixes.size())) {
        scaled /= 1000;
        ++step;
    }
    if (step < 0)
        return significantDigits(value, 3);
    return grouped(withoutTrailingZeros(QString::number(scaled, 'f', 1)))
        % QLatin1Char(suffixes[static_cast<size_t>(step)]);
}

QString percent(double ratio, int decimals)
{
    if (!std::isfinite(ratio))
        return notFinite(ratio);
    const int places = std::clamp(decimals, 0, 9);
    QString digits = QString::number(ratio * 100, 'f', places);
    const double unit = std::pow(10.0, places);
    if (ratio < 1 && digits.toDouble() >= 100)
        digits = QString::number(std::min(std::floor(ratio * 100 * unit), 100 * unit - 1) / unit, 'f', places);
    return withUnit(grouped(digits), QLatin1String("%"));
}

int percentDecimals(double objective)
{
    constexpr int least = 2;
    constexpr int most = 6;
    const QString digits = withoutTrailingZeros(QString::number(objective * 100, 'f', most));
    const qsizetype dot = digits.indexOf(QLatin1Char('.'));
    const int decimals = dot < 0 ? 0 : static_cast<int>(digits.size() - dot - 1);
    return std::clamp(decimals + 1, least, most);
}

QString duration(Microseconds value)
{
    const qint64 us = value.count();
    if (us < 0)
        return QLatin1Char('-') % duration(Microseconds(us == std::numeric_limits<qint64>::min() ? us + 1 : us) * -1);
    if (us == 0)
        return withUnit(QStringLiteral("0"), QLatin1String("s"));
    if (us < usPerMs)
        return withUnit(QString::number(us), QLatin1String("us"));
    const auto real = static_cast<double>(us);
    if (us < usPerS && significantDigits(real / usPerMs, 4) != QLatin1String("1000"))
        return withUnit(significantDigits(real / usPerMs, 4), QLatin1String("ms"));
    if (us < usPerMin && significantDigits(real / usPerS, 4) != QLatin1String("60"))
        return withUnit(significantDigits(real / usPerS, 4), QLatin1String("s"));
    return longDuration(us);
}

QString money(double amount, const QString &currency)
{
    if (!std::isfinite(amount))
        return notFinite(amount);
    const QString text = currencyPrefix(currency) % moneyDigits(std::abs(amount));
    return amount < 0 ? QLatin1Char('-') % text : text;
}

QString burn(double rate)
{
    if (!std::isfinite(rate))
        return notFinite(rate) % QStringLiteral("×");
    const double size = std::abs(rate);
    if (size >= 100)
        return grouped(wholePart(rate)) % QStringLiteral("×");
    const int decimals = size < 1 ? 2 : 1;
    return withoutTrailingZeros(QString::number(rate, 'f', decimals)) % QStringLiteral("×");
}

QString age(Microseconds value)
{
    const qint64 s = std::max<qint64>(0, value.count()) / usPerS;
    if (s < 60)
        return withUnit(QString::number(s), QLatin1String("s"));
    if (s < 3600)
        return withUnit(QString::number(s / 60), QLatin1String("m"));
    if (s < 48 * 3600)
        return withUnit(QString::number(s / 3600), QLatin1String("h"));
    return withUnit(grouped(QString::number(s / 86400)), QLatin1String("d"));
}

QString timestamp(Instant at)
{
    return toDateTime(at).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss'Z'"));
}

} // namespace qd::format
