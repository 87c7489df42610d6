#pragma once

#include "clock.h"
#include "http/callstate.h"
#include "mcp/mcptypes.h"
#include "result.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

/// What RpcSession keeps of its requests while they are on their way.
namespace qd {

struct RpcReply {
    Result<QByteArray> result;
    QByteArray failure; ///< the error member of a failing answer, JSON
};

/// A request that waits for its answer.
struct RpcPending {
    QString method;
    std::function<void(const RpcReply &)> answered;
    std::function<void(const McpProgress &)> progress;
    Microseconds sent{0};
    Microseconds lastHeard{0};
    Milliseconds timeout{0};
    bool isHeld = false; ///< waits for a person who signs in
    int httpStatus = 0;  ///< of an answer that failed, while its body is read
    std::unique_ptr<QObject> guard; ///< context of the timeout
};

/// A message that a person wrote, and what came back for it.
struct RpcRawWait {
    std::shared_ptr<CallState<QByteArray>> state;
    QByteArrayList messages;
    QString method; ///< of the message; empty: it is none
};

} // namespace qd
