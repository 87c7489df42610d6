#include "slo/kqltext.h"

#include "slo/sliquery.h"

#include <QLocale>

#include <array>

namespace qd {

QString kqlString(const QString &text)
{
    QString literal = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            literal += QLatin1Char('\\') % c;
        else if (c == u'\n')
            literal += QLatin1String("\\n");
        else if (c == u'\r')
            literal += QLatin1String("\\r");
        else if (c == u'\t')
            literal += QLatin1String("\\t");
        else if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            literal += QStringLiteral("\\u%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            literal += c;
    }
    return literal % u'"';
}

namespace kqltext {

QString dateTime(Instant at)
{
    const auto second = std::chrono::floor<Seconds>(at);
    const qint64 ticks = (at - second).count() * 10;
    return QStringLiteral("datetime(%1.%2Z)")
        .arg(toDateTime(second).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")))
        .arg(ticks, 7, 10, QLatin1Char('0'));
}

QString timeSpan(Seconds span)
{
    struct Unit { qint64 seconds; QLatin1Char name; };
    static constexpr std::array<Unit, 3> units{{{86400, QLatin1Char('d')}, {3600, QLatin1Char('h')}, {60, QLatin1Char('m')}}};
    for (const Unit &unit : units)
        if (span.count() % unit.seconds == 0)
            return QString::number(span.count() / unit.seconds) % unit.name;
    return QString::number(span.count()) % u's';
}

QString real(double value)
{
    QString digits = QString::number(value, 'g', QLocale::FloatingPointShortest);
    return digits.contains(u'.') || digits.contains(u'e') ? digits : digits % QStringLiteral(".0");
}

QString dynamicField(const QString &bag, const QString &key)
{
    return QStringLiteral("tostring(") % bag % u'[' % kqlString(key) % QStringLiteral("])");
}

} // namespace kqltext

} // namespace qd
