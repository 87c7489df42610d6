#pragma once

#include "clock.h"
#include "http/httpheaders.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

namespace qd {

/// One request to Resource Manager. A value.
struct ArmRequest {
    QByteArray method = QByteArrayLiteral("GET");
    QString path;       ///< resource id and what follows it, from "/subscriptions/"
    QString apiVersion; ///< every call needs one
    QList<QPair<QString, QString>> query; ///< further query items, not encoded
    QByteArray body;    ///< JSON; empty: no body
    QString ifMatch;    ///< quoted ETag; such a request is never repeated on its own
    bool ifNoneMatch = false; ///< "If-None-Match: *": only when there is none yet; never repeated either
    bool isRead = false;      ///< a POST that changes nothing (…/list, …/listSecrets): may be repeated
    bool isSecretBody = false;
    Milliseconds timeout{60000};
};

/// A successful answer. A value.
struct ArmReply {
    int status = 0;
    QByteArray body;
    HttpHeaders headers;
    QString etag;      ///< quoted, as sent; may be empty
    QString requestId; ///< the server's
    Instant at;        ///< the server's Date, or our time
};

/// How much a listing may read before it is refused.
struct ArmListLimits {
    int pages = 100;
    qsizetype items = 20000;
};

/// How a long-running operation goes on.
struct ArmProgress {
    int polls = 0;
    Milliseconds elapsed{0};
    QString status;       ///< the service's word, or empty
    double percent = -1;  ///< negative: the service does not say
};

/// How long, and how often, an operation is watched.
struct ArmWatch {
    Milliseconds deadline{15 * 60 * 1000};
    Milliseconds interval{5000}; ///< between polls when the service names no Retry-After
};

} // namespace qd
