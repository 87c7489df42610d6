#include "http/retrypolicy.h"

#include <QLocale>
#include <QRandomGenerator>
#include <QTimeZone>

#include <algorithm>

namespace qd {

namespace {

/// A day: longer waits are of no use to anyone, and larger numbers must not overflow.
constexpr Milliseconds longestSensibleWait{24 * 3600 * 1000};

bool isTransient(int status)
{
    return status == 0 || status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
}

std::optional<Milliseconds> retryWait(double milliseconds)
{
    if (!(milliseconds >= 0))
        return std::nullopt;
    const double bounded = std::min(milliseconds, static_cast<double>(longestSensibleWait.count()));
    return Milliseconds(static_cast<qint64>(bounded));
}

std::optional<Milliseconds> retryNumber(const QByteArray &text, double factor)
{
    bool ok = false;
    const double number = text.toDouble(&ok);
    return ok ? retryWait(number * factor) : std::nullopt;
}

} // namespace

std::optional<Milliseconds> RetryPolicy::waitAfter(const Outcome &outcome) const
{
    if (!outcome.isRepeatable || outcome.tries >= (outcome.retryAfter ? std::max(maxTries, maxThrottledTries) : maxTries) || !isTransient(outcome.status))
        return std::nullopt;
    if (outcome.retryAfter)
        return *outcome.retryAfter <= longestWait ? outcome.retryAfter : std::nullopt;
    if (outcome.status == 429)
        return std::nullopt;
    const double exponential = std::min(static_cast<double>(firstWait.count()) * static_cast<double>(1ULL << std::min(outcome.tries - 1, 30)),
                                        static_cast<double>(longestWait.count()));
    const double share = jitter ? jitter() : QRandomGenerator::global()->generateDouble();
    return Milliseconds(static_cast<qint64>(exponential * (0.5 + share / 2)));
}

std::optional<Milliseconds> retryAfterOf(const HttpHeaders &headers, Instant now)
{
    for (const QByteArray &name : {QByteArrayLiteral("retry-after-ms"), QByteArrayLiteral("x-ms-retry-after-ms")})
        if (const auto wait = retryNumber(headers.value(name), 1))
            return wait;
    const QByteArray text = headers.value(QByteArrayLiteral("retry-after"));
    if (const auto wait = retryNumber(text, 1000))
        return wait;
    if (const auto at = parseHttpDate(text))
        return retryWait(std::max(0.0, static_cast<double>(std::chrono::ceil<Milliseconds>(*at - now).count())));
    return std::nullopt;
}

std::optional<Instant> parseHttpDate(const QByteArray &text)
{
    if (!text.endsWith(" GMT"))
        return std::nullopt;
    QDateTime at = QLocale::c().toDateTime(QString::fromLatin1(text.chopped(4)), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss"));
    if (!at.isValid())
        return std::nullopt;
    at.setTimeSpec(Qt::UTC);
    return toInstant(at);
}

} // namespace qd
