#pragma once

#include "clock.h"

#include <QList>
#include <QString>

#include <map>

namespace qd {

/// One request with its answer, either way. JSON stands in it as text.
struct RecordedExchange {
    bool isFromServer = false; ///< the server asked
    QString method;
    QString params;            ///< JSON object without `_meta`, or empty
    QString result;            ///< JSON; empty when there is none
    QString error;             ///< JSON object of the protocol; empty when there is none
    Milliseconds elapsed{0};
    bool isCut = false;        ///< an answer too long for the wire log: only that it came is known
    bool isUnanswered = false; ///< nobody waited any longer after `elapsed`
    bool operator==(const RecordedExchange &) const = default;
};

/// What was said between this client and one server during a run, without keys.
struct McpRecording {
    QString server;                          ///< what people call it
    QString handshake;                       ///< the result of initialize or server/discover, JSON
    QString abilities;                       ///< what the client declared, JSON object
    QList<RecordedExchange> exchanges;       ///< in the order in which they were asked, without the handshake
    std::map<QString, qint64> notifications; ///< how often each came
    bool isCut = false;                      ///< there was more than fits
    bool operator==(const McpRecording &) const = default;
};

inline constexpr int recordingVersion = 1;
inline constexpr qsizetype maxRecordedExchanges = 20000;
inline constexpr qsizetype maxRecordedBytes = 64 * 1024 * 1024;

} // namespace qd
