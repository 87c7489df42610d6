#include "everythingpeer.h"

#include <QFileInfo>
#include <QStandardPaths>

namespace qd::test {

namespace {

QString serverScript()
{
    return EverythingPeer::folder() + QStringLiteral("/node_modules/@modelcontextprotocol/server-everything/dist/index.js");
}

} // namespace

QString EverythingPeer::folder() { return QStringLiteral(QD_PEERS_DIR); }

bool EverythingPeer::isInstalled()
{
    return QFileInfo::exists(serverScript()) && !QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty();
}

QStringList EverythingPeer::stdioCommand()
{
    return {QStandardPaths::findExecutable(QStringLiteral("node")), serverScript(), QStringLiteral("stdio")};
}

bool EverythingPeer::start()
{
    const bool isSse = m_transport == Transport::Sse;
    m_port = PeerProcess::freePort();
    return m_process.start({stdioCommand().constFirst(), serverScript(), isSse ? QStringLiteral("sse") : QStringLiteral("streamableHttp")},
                           {QStringLiteral("PORT=%1").arg(m_port)}, isSse ? "running on port" : "listening on port");
}

QString EverythingPeer::url() const
{
    return QStringLiteral("http://127.0.0.1:%1/%2").arg(m_port).arg(m_transport == Transport::Sse ? QStringLiteral("sse") : QStringLiteral("mcp"));
}

} // namespace qd::test
