#include "cost/chargebackcsv.h"

#include <algorithm>

namespace qd {

namespace {

QString csvCell(QString text)
{
    static const QString formula = QStringLiteral("=+-@\t\r");
    static const QString special = QStringLiteral(",\"\r\n");
    if (!text.isEmpty() && formula.contains(text.at(0)))
        text.prepend(u'\'');
    const bool needsQuotes = std::ranges::any_of(text, [](QChar c) { return special.contains(c); });
    return needsQuotes ? u'"' % text.replace(u'"', QStringLiteral("\"\"")) % u'"' : text;
}

QString csvAmount(const Money &money) { return QString::number(money.amount(), 'f', 6); }

QString csvLine(const QString &kind, const SpendLine &line, const QString &currency)
{
    const QStringList cells{kind, csvCell(line.key), QString::number(line.calls, 'f', 0), QString::number(line.tokens.input),
                            QString::number(line.tokens.cached), QString::number(line.tokens.output),
                            QString::number(line.unpricedTokens), csvAmount(line.priced), csvAmount(line.reported), currency};
    return cells.join(u',') % QLatin1String("\r\n");
}

} // namespace

QByteArray chargebackCsv(const Chargeback &chargeback, DayRange days)
{
    QString text = QStringLiteral("view,name,calls,input_tokens,cached_tokens,output_tokens,unpriced_tokens,priced,reported,currency,from,to\r\n");
    const QString span = u',' % dayText(days.from) % u',' % dayText(days.to);
    const auto add = [&](const QString &kind, const QList<SpendLine> &lines) {
        for (const SpendLine &line : lines)
            text += csvLine(kind, line, chargeback.currency).chopped(2) % span % QLatin1String("\r\n");
    };
    add(QStringLiteral("tenant"), chargeback.tenants);
    add(QStringLiteral("model"), chargeback.models);
    add(QStringLiteral("agent"), chargeback.agents);
    add(QStringLiteral("tool"), chargeback.tools);
    add(QStringLiteral("total"), {chargeback.total});
    return text.toUtf8();
}

} // namespace qd
