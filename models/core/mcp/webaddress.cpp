#include "mcp/webaddress.h"

#include <QUrl>

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype longestAddress = 8192;

bool isOnThisMachine(const QString &host) { return host == QLatin1String("localhost") || host == QLatin1String("127.0.0.1") || host == QLatin1String("::1"); }

bool isNumbers(const QString &host)
{
    return host.contains(u':') || (!host.isEmpty() && std::all_of(host.cbegin(), host.cend(), [](QChar c) { return c.isDigit() || c == u'.'; }));
}

void addHostWarnings(WebAddress &address)
{
    const QStringList labels = address.host.split(u'.');
    if (std::any_of(labels.cbegin(), labels.cend(), [](const QString &label) { return label.startsWith(QLatin1String("xn--"), Qt::CaseInsensitive); }))
        address.warnings << QStringLiteral("The host has letters that may look like others (punycode %1).").arg(address.host);
    if (isNumbers(address.host) && !isOnThisMachine(address.host))
        address.warnings << QStringLiteral("The host is a number, not a name.");
}

} // namespace

WebAddress webAddressOf(const QString &text)
{
    WebAddress address{.text = text, .host = {}, .shownHost = {}, .warnings = {}};
    const QUrl url(text.left(longestAddress), QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != QLatin1String("https") && scheme != QLatin1String("http")) || text.size() > longestAddress) {
        address.warnings << QStringLiteral("It is no web address that can be opened.");
        return address;
    }
    address.isOpenable = true;
    address.host = QString::fromLatin1(QUrl::toAce(url.host()));
    address.shownHost = url.host(QUrl::FullyDecoded);
    if (scheme == QLatin1String("http") && !isOnThisMachine(address.host))
        address.warnings << QStringLiteral("The connection would not be encrypted (http).");
    if (!url.userInfo().isEmpty())
        address.warnings << QStringLiteral("What stands before the @ is not the host.");
    addHostWarnings(address);
    return address;
}

} // namespace qd
