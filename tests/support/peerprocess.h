#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace qd::test {

/// A server of others as a process of its own group, which ends with it; also when the test itself is killed.
class PeerProcess
{
public:
    PeerProcess() = default;
    ~PeerProcess() { kill(); }
    Q_DISABLE_COPY_MOVE(PeerProcess)

    /// A port of this machine that was free a moment ago: such servers take theirs from outside.
    [[nodiscard]] static quint16 freePort();
    /// Waits until it has said `ready` on either stream (at most 60 s); false with error() otherwise. `environment` has
    /// "NAME=value" beside our own.
    bool start(const QStringList &command, const QStringList &environment, const QByteArray &ready);
    /// As a crash would: SIGKILL to the group. Idempotent.
    void kill();
    [[nodiscard]] QString error() const { return m_error; }

private:
    bool waitForLine(const QByteArray &ready);

    QProcess m_process;
    QString m_error;
};

} // namespace qd::test
