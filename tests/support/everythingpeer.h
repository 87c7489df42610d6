#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace qd::test {

/// The public MCP server "everything" (tests/peers), over Streamable HTTP on a free port of this machine. The destructor
/// ends its whole process group. Check isInstalled() first and QSKIP: installer/setup --dev provides it.
class EverythingPeer
{
public:
    /// True when the peers are in build/deps/peers and node is on the path.
    [[nodiscard]] static bool isInstalled();
    /// Program and arguments of the same server over stdio.
    [[nodiscard]] static QStringList stdioCommand();
    /// Folder with node_modules, for scripts that need the SDK.
    [[nodiscard]] static QString folder();

    EverythingPeer() = default;
    ~EverythingPeer();
    Q_DISABLE_COPY_MOVE(EverythingPeer)

    /// Starts it and waits for its ready line (at most 30 s); false with error() otherwise.
    bool start();
    /// Ends it as a crash would: SIGKILL to the group. Idempotent.
    void kill();
    [[nodiscard]] quint16 port() const { return m_port; }
    /// "http://127.0.0.1:41234/mcp".
    [[nodiscard]] QString url() const;
    [[nodiscard]] QString error() const { return m_error; }

private:
    bool waitForReadyLine();

    QProcess m_process;
    quint16 m_port = 0;
    QString m_error;
};

} // namespace qd::test
