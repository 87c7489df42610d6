#pragma once

#include "peerprocess.h"

namespace qd::test {

/// The public MCP server "everything" (tests/peers) over HTTP on a free port of this machine. The destructor ends its
/// whole process group. Check isInstalled() first and QSKIP: installer/setup --dev provides it.
class EverythingPeer
{
public:
    enum class Transport { StreamableHttp, Sse };

    /// True when the peers are in build/deps/peers and node is on the path.
    [[nodiscard]] static bool isInstalled();
    /// Program and arguments of the same server over stdio.
    [[nodiscard]] static QStringList stdioCommand();
    /// Folder with node_modules, for scripts that need the SDK.
    [[nodiscard]] static QString folder();

    explicit EverythingPeer(Transport transport = Transport::StreamableHttp) : m_transport(transport) {}
    Q_DISABLE_COPY_MOVE(EverythingPeer)

    /// Starts it and waits for its ready line; false with error() otherwise.
    bool start();
    /// Ends it as a crash would: SIGKILL to the group. Idempotent.
    void kill() { m_process.kill(); }
    [[nodiscard]] quint16 port() const { return m_port; }
    /// "http://127.0.0.1:41234/mcp", or /sse.
    [[nodiscard]] QString url() const;
    [[nodiscard]] QString error() const { return m_process.error(); }

private:
    const Transport m_transport;
    PeerProcess m_process;
    quint16 m_port = 0;
};

} // namespace qd::test
