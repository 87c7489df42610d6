#include "mcpauth/weburl.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace qd::oauth {

namespace {

constexpr qsizetype longestUrl = 4096;
constexpr qsizetype longestShownUrl = 512;

bool isUrlText(const QString &text)
{
    return text.size() <= longestUrl && std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.unicode() > 0x20 && c.unicode() < 0x7f && !QStringView(u"\\\"<>^`{|}#").contains(c);
    });
}

bool isHostText(const QString &host)
{
    return !host.isEmpty() && host.size() <= 253 && std::all_of(host.cbegin(), host.cend(), [](QChar c) {
        return c.isLetterOrNumber() || QStringView(u"-._~:").contains(c);
    });
}

/// Host and port of "host", "host:1" or "[::1]:1"; false when they cannot be.
bool splitAuthority(WebUrl &url)
{
    QString host = url.authority;
    QString port;
    if (host.startsWith(u'[')) {
        const qsizetype end = host.indexOf(u']');
        if (end < 0 || (end + 1 < host.size() && host.at(end + 1) != u':'))
            return false;
        port = host.mid(end + 2);
        host = host.mid(1, end - 1);
    } else if (const qsizetype colon = host.indexOf(u':'); colon >= 0) {
        port = host.mid(colon + 1);
        host.truncate(colon);
    }
    bool isNumber = true;
    url.port = port.isEmpty() ? (url.isSecure() ? 443 : 80) : port.toInt(&isNumber);
    url.host = host.toLower();
    if (url.host.endsWith(u'.'))
        url.host.chop(1);
    return isNumber && url.port > 0 && url.port < 65536 && isHostText(url.host);
}

/// Query keys whose values say nothing secret.
bool isHarmlessKey(const QString &key)
{
    static constexpr std::array harmless{"response_type", "client_id", "redirect_uri", "scope", "resource", "code_challenge_method",
                                         "audience", "prompt", "error", "iss"};
    return std::any_of(harmless.begin(), harmless.end(), [&](const char *known) { return key == QLatin1String(known); });
}

void removeUserInfo(QString &url)
{
    const qsizetype hostAt = url.indexOf(QLatin1String("://")) + 3;
    const qsizetype slash = url.indexOf(u'/', hostAt);
    const qsizetype at = url.lastIndexOf(u'@', slash < 0 ? url.size() - 1 : slash);
    if (hostAt > 2 && at >= hostAt)
        url.remove(hostAt, at + 1 - hostAt);
}

} // namespace

std::optional<WebUrl> parseWebUrl(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    WebUrl url{.text = text, .scheme = text.left(std::max<qsizetype>(colon, 0)).toLower(), .authority = {}, .host = {}, .path = {}, .query = {}};
    if ((url.scheme != QLatin1String("https") && url.scheme != QLatin1String("http")) || !isUrlText(text) || text.mid(colon + 1, 2) != QLatin1String("//"))
        return std::nullopt;
    QString rest = text.mid(colon + 3);
    if (const qsizetype mark = rest.indexOf(u'?'); mark >= 0) {
        url.hasQuery = true;
        url.query = rest.mid(mark + 1);
        rest.truncate(mark);
    }
    const qsizetype slash = rest.indexOf(u'/');
    url.authority = slash < 0 ? rest : rest.left(slash);
    url.path = slash < 0 ? QString() : rest.mid(slash);
    if (url.authority.contains(u'@') || !splitAuthority(url))
        return std::nullopt;
    return url;
}

bool isSameOrigin(const WebUrl &a, const WebUrl &b) { return a.scheme == b.scheme && a.host == b.host && a.port == b.port; }

QString shownUrl(const QString &url)
{
    QString shown = url.section(u'#', 0, 0).left(longestUrl);
    for (QChar &c : shown)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    removeUserInfo(shown);
    const qsizetype mark = shown.indexOf(u'?');
    if (mark < 0)
        return shown.left(longestShownUrl);
    QStringList pairs = shown.mid(mark + 1).split(u'&');
    for (QString &pair : pairs)
        if (const QString key = pair.section(u'=', 0, 0); pair.contains(u'=') && !isHarmlessKey(key))
            pair = key + QStringLiteral("=***");
    return QString(shown.left(mark + 1) + pairs.join(u'&')).left(longestShownUrl);
}

} // namespace qd::oauth
