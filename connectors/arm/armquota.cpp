#include "arm/armquota.h"

namespace qd {

namespace {

constexpr int mostQuotas = 16;

} // namespace

void ArmQuota::note(const HttpHeaders &headers, Instant now)
{
    static const QByteArray prefix = QByteArrayLiteral("x-ms-ratelimit-remaining-");
    for (const auto &[name, value] : headers.fields()) {
        if (name.size() > 100 || !name.toLower().startsWith(prefix))
            continue;
        bool isNumber = false;
        const qint64 left = value.trimmed().toLongLong(&isNumber);
        const QString key = QString::fromLatin1(name.toLower().mid(prefix.size()));
        if (!isNumber || (remaining.size() >= mostQuotas && !remaining.contains(key)))
            continue;
        remaining.insert(key, left);
        at = now;
    }
}

} // namespace qd
