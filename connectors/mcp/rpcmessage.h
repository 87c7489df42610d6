#pragma once

#include "result.h"

#include <QByteArray>
#include <QList>

namespace qd {

/// One JSON-RPC 2.0 message, its parts as the sender wrote them. A value.
struct RpcMessage {
    enum class Kind { Request, Notification, Answer, Failure };
    Kind kind = Kind::Notification;
    QString method;   ///< Request, Notification
    QByteArray id;    ///< JSON text; empty when absent or null
    QByteArray body;  ///< params, result or error, JSON text; may be empty
    bool operator==(const RpcMessage &) const = default;
};

/// Reads one message or a batch. ErrorKind::Decode names what is wrong; no part of a bad batch is kept.
[[nodiscard]] Result<QList<RpcMessage>> decodeRpc(const QByteArray &bytes);

/// `params` and `id` are JSON texts; an empty id makes a notification.
[[nodiscard]] QByteArray encodeRpc(const QString &method, const QByteArray &params, const QByteArray &id = {});
[[nodiscard]] QByteArray encodeRpcResult(const QByteArray &id, const QByteArray &result);
[[nodiscard]] QByteArray encodeRpcFailure(const QByteArray &id, int code, const QString &message);

/// What an error member means: vendorCode is the JSON-RPC code, the message is the server's, cleaned and bounded.
[[nodiscard]] Error errorFromRpc(const QByteArray &body);

} // namespace qd
