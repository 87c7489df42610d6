#pragma once

#include <QString>
#include <QStringList>

namespace qd {

/// An address that a server wants a person to open: what must be seen before anyone agrees. A value.
struct WebAddress {
    QString text;      ///< as the server wrote it, whole
    QString host;      ///< where it really goes, as it is sent: "xn--pple-43d.com"
    QString shownHost; ///< the same in its letters, or equal to `host`
    QStringList warnings; ///< a sentence each
    bool isOpenable = false; ///< http or https with a host
};

/// Never fetches or resolves anything. Pure.
[[nodiscard]] WebAddress webAddressOf(const QString &text);

} // namespace qd
