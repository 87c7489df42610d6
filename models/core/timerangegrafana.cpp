#include "timerangeparser.h"

#include <QRegularExpression>

namespace qd {

namespace {

/// Grafana's "now/d" as an end means the end of the day; ours rounds down, so one unit is added before.
QString grafanaEnd(QString end)
{
    const qsizetype slash = end.lastIndexOf(u'/');
    if (end.startsWith(QLatin1String("now")) && slash >= 0 && slash == end.size() - 2)
        end.insert(slash, QStringLiteral("+1") % end.at(slash + 1));
    return end;
}

std::optional<QString> grafanaPart(const QString &text, QLatin1String name)
{
    const QRegularExpression inObject(QStringLiteral("[{,]\\s*\"%1\"\\s*:\\s*\"?([^\",{}]*)\"?\\s*(?=[,}])").arg(name));
    const QRegularExpression inUrl(QStringLiteral("(?:^|[?&])%1=([^&#\\s]*)").arg(name));
    const bool isObject = text.startsWith(u'{');
    const QRegularExpressionMatch match = (isObject ? inObject : inUrl).match(text);
    if (!match.hasMatch())
        return std::nullopt;
    QString value = match.captured(1).trimmed();
    if (!isObject)
        value.replace(QLatin1String("%2F"), QLatin1String("/"), Qt::CaseInsensitive)
            .replace(QLatin1String("%3A"), QLatin1String(":"), Qt::CaseInsensitive)
            .replace(QLatin1String("%2B"), QLatin1String("+"), Qt::CaseInsensitive);
    return value;
}

} // namespace

std::optional<QString> rewriteGrafanaRange(const QString &text)
{
    const QString trimmed = text.trimmed();
    const bool isObject = trimmed.startsWith(u'{') && trimmed.endsWith(u'}');
    const bool isUrl = trimmed.contains(QLatin1String("from=")) && trimmed.contains(QLatin1String("to="));
    if (!isObject && !isUrl)
        return std::nullopt;
    const std::optional<QString> from = grafanaPart(trimmed, QLatin1String("from"));
    const std::optional<QString> to = grafanaPart(trimmed, QLatin1String("to"));
    if (!from || !to)
        return std::nullopt;
    return *from % QStringLiteral(" to ") % grafanaEnd(*to);
}

} // namespace qd
