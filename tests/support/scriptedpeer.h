#pragma once

#include "peer.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <optional>

namespace qd::test {

/// Takes one complete request off the front of `buffer`, or nothing when more bytes are needed.
[[nodiscard]] std::optional<SeenRequest> takeRequest(QByteArray &buffer);

/// A Peer on a loopback socket, which can drop, cut off or withhold answers as servers and networks do.
class ScriptedPeer final : public Peer
{
public:
    ScriptedPeer();

    [[nodiscard]] QUrl url() const override;
    [[nodiscard]] std::function<std::unique_ptr<QNetworkAccessManager>()> managerFactory() override { return {}; }

private:
    void onReadyRead(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const ScriptedReply &reply, bool isHead);

    QTcpServer m_server;
};

} // namespace qd::test
