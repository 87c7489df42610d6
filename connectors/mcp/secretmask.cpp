#include "mcp/secretmask.h"

#include "mcp/jsonslice.h"

#include <QUrl>

#include <algorithm>

namespace qd {

SecretMask::SecretMask(const QStringList &secrets)
{
    for (const QString &secret : secrets)
        add(secret);
}

void SecretMask::add(const QString &secret)
{
    if (secret.size() < 4 || m_needles.contains(secret))
        return;
    const QByteArray given = jsonslice::quoted(secret);
    m_needles << secret << QString::fromUtf8(given.mid(1, given.size() - 2)) << QString::fromLatin1(QUrl::toPercentEncoding(secret));
    m_needles.removeDuplicates();
    std::sort(m_needles.begin(), m_needles.end(), [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

QString SecretMask::masked(QString text) const
{
    for (const QString &needle : m_needles)
        text.replace(needle, QStringLiteral("***"));
    return text;
}

} // namespace qd
