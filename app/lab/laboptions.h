#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace qd::lab {

/// Everything `decklab` can be told; each member has a command-line option of the same name.
struct LabOptions {
    QString scenario = QStringLiteral("calm");  ///< name of a file in resources/labseed, or a path
    quint16 port = 0;                           ///< 0: any free port
    std::optional<quint16> tlsPort;             ///< a second port that speaks TLS; 0: any free one, nothing: none
    QString dataFolder;                         ///< for the certificate authority; empty: the user's own
    quint64 seed = 1;
    std::chrono::hours history{24 * 30};        ///< how much to backfill
    double rate = 1.0;                          ///< multiplies the fleet's task rate
    bool live = true;                           ///< go on emitting after the backfill
    bool fleet = true;                          ///< false: an empty store, for telemetry posted from outside
    QString database;                           ///< file; empty: in memory
    int retentionDays = 0;                      ///< telemetry older than this is deleted; 0: kept
    int retentionMb = 0;                        ///< more telemetry than this is deleted, the oldest first; 0: kept
    bool throttle = true;                       ///< enforce the query limits (azure facts 2.4)
    std::optional<qint64> fixedNow;             ///< unix seconds: a clock that stands still, for tests
    std::chrono::milliseconds swapTime{4000};   ///< how long a slot swap takes from request to end
    quint16 gatewayPort = 0;                    ///< of the AI gateway; 0: any free port
    QStringList mcpUpstreams;                   ///< "NAME=URL": real MCP servers behind the gateway
    qint64 parentProcess = 0;                   ///< end when this process is gone; 0: never
};

} // namespace qd::lab
