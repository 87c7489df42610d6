#include "mcp/configaddress.h"

#include "http/httprequest.h"

#include <QRegularExpression>
#include <QStringList>

namespace qd::configaddress {

namespace {

constexpr QChar mark(u'\x1'); ///< stands before the name of a reference

QString markedNames(const QString &text)
{
    static const QRegularExpression reference(QStringLiteral("\\$\\{(?:env|secret):([^}:]+)(?::-[^}]*)?\\}"));
    static const QRegularExpression special(QStringLiteral("[^a-z0-9]+"));
    QString made;
    qsizetype at = 0;
    for (auto found = reference.globalMatch(text); found.hasNext(); at = found.next().capturedEnd()) {
        const QRegularExpressionMatch match = found.peekNext();
        made += text.mid(at, match.capturedStart() - at) + mark + match.captured(1).toLower().replace(special, QStringLiteral("-"));
    }
    return made + text.mid(at);
}

/// Of "a=1&b=2", what holds no reference.
QString plainParameters(const QString &query)
{
    QStringList plain = query.split(u'&');
    plain.removeIf([](const QString &parameter) { return parameter.contains(mark); });
    return plain.join(u'&');
}

/// "host:port", where either may hold a reference.
QString knownAuthority(const QString &authority)
{
    const QString host = authority.section(u':', 0, 0);
    const QString port = authority.section(u':', 1);
    const QString known = host.contains(mark) ? QString(host % QStringLiteral(".invalid")) : host;
    return port.isEmpty() || port.contains(mark) ? known : QString(known % u':' % port);
}

} // namespace

bool isTemplate(const QString &text) { return text.contains(QLatin1String("${env:")) || text.contains(QLatin1String("${secret:")); }

QUrl knownPart(const QString &text)
{
    QString marked = markedNames(text);
    if (marked.startsWith(mark))
        marked.prepend(QStringLiteral("https://"));
    static const QRegularExpression parts(QStringLiteral("^([^/?#]*:)?//([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?$"), QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = parts.match(marked);
    if (!match.hasMatch())
        return {};
    const QString query = plainParameters(match.captured(4));
    const QString fragment = plainParameters(match.captured(5));
    const QString known = match.captured(1) % QStringLiteral("//") % knownAuthority(match.captured(2)) % match.captured(3)
        % (query.isEmpty() ? QString() : QString(u'?' % query)) % (fragment.isEmpty() ? QString() : QString(u'#' % fragment));
    return QUrl(QString(known).remove(mark));
}

QString insertion(const QString &value, bool isAtBeginning) { return isAtBeginning ? value : QString::fromLatin1(QUrl::toPercentEncoding(value, ":")); }

bool isUsable(const QUrl &url)
{
    const bool isHttp = url.scheme() == QLatin1String("http");
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == QLatin1String("https") || (isHttp && isLoopback(url)));
}

} // namespace qd::configaddress
