#pragma once

#include "clock.h"
#include "http/call.h"

#include <QList>
#include <QObject>
#include <QString>

namespace qd {

/// One version of a remote object (policy, named value) as it was read or written here. A value.
struct ObjectVersion {
    enum class Origin { Read, Written, Draft };
    qint64 number = 0;  ///< given by the history, rising
    QString object;     ///< resource id; compared without case
    Instant at;
    Origin origin = Origin::Read;
    QString actor;
    QString etag;
    QString text;
    bool operator==(const ObjectVersion &) const = default;
};

/// Local history of everything that was read or written, so that nothing is lost and any version can be restored.
/// SQLite on a thread of its own. An equal text that follows itself is kept once; a draft that is then
/// read or written as it was is that version. GUI thread.
class ObjectHistory
{
public:
    virtual ~ObjectHistory() = default;
    virtual Call record(const ObjectVersion &version, QObject *context, Completion<ObjectVersion> completion) = 0;
    /// Newest first, at most `limit`.
    virtual Call versions(const QString &object, int limit, QObject *context, Completion<QList<ObjectVersion>> completion) = 0;
};

} // namespace qd
