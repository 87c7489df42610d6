#pragma once

#include "peer.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace qd::test {

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
