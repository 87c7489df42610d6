#include "markerdecoder.h"

namespace qd {

Result<QList<ChangeMarker>> readMarkers(const Table &reply)
{
    for (const QString &column : {QStringLiteral("at"), QStringLiteral("kind"), QStringLiteral("title"), QStringLiteral("detail")})
        if (!reply.columnIndex(column))
            return Error{.kind = ErrorKind::Decode,
                         .message = QStringLiteral("The reply about changes has no column \"%1\"").arg(column)};
    QList<ChangeMarker> markers;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (const auto at = reply.instant(row, u"at"))
            markers.append({.at = *at, .kind = reply.text(row, u"kind"), .title = reply.text(row, u"title"), .detail = reply.text(row, u"detail")});
    return markers;
}

} // namespace qd
