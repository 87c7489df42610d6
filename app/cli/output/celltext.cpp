#include "output/celltext.h"

#include <QLocale>

namespace qd {

namespace {

template<class... Cases>
struct CellCases : Cases... {
    using Cases::operator()...;
};
template<class... Cases>
CellCases(Cases...) -> CellCases<Cases...>;

QString microText(qint64 micros)
{
    return micros == 0 ? QString() : QStringLiteral(".%1").arg(micros, 6, 10, QChar(u'0'));
}

QString timeSpanText(Microseconds value)
{
    const qint64 total = std::abs(value.count());
    const qint64 seconds = total / 1000000;
    const qint64 days = seconds / 86400;
    const QString clock = QStringLiteral("%1:%2:%3")
                              .arg(seconds / 3600 % 24, 2, 10, QChar(u'0')).arg(seconds / 60 % 60, 2, 10, QChar(u'0'))
                              .arg(seconds % 60, 2, 10, QChar(u'0'));
    return (value.count() < 0 ? QStringLiteral("-") : QString()) + (days > 0 ? QString::number(days) + u'.' : QString()) + clock
        + microText(total % 1000000);
}

} // namespace

QString instantText(Instant at)
{
    const auto second = std::chrono::floor<Seconds>(at);
    return toDateTime(second).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) + microText((at - second).count()) + u'Z';
}

QString cellText(const Cell &cell)
{
    return std::visit(
        CellCases{[](std::monostate) { return QString(); },
                  [](bool flag) { return flag ? QStringLiteral("true") : QStringLiteral("false"); },
                  [](qint64 integer) { return QString::number(integer); },
                  [](double real) { return QString::number(real, 'g', QLocale::FloatingPointShortest); },
                  [](const QString &text) { return text; },
                  [](Instant at) { return instantText(at); },
                  [](Microseconds span) { return timeSpanText(span); }},
        cell);
}

} // namespace qd
