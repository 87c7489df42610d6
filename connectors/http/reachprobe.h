#pragma once

#include "clock.h"
#include "error.h"
#include "http/timers.h"
#include "tlssettings.h"

#include <QNetworkProxy>
#include <QObject>
#include <QString>
#include <QUrl>

#include <memory>
#include <optional>

class QSslSocket;

namespace qd {

/// One part of the way to a server.
struct ReachStage {
    enum class Kind { Proxy, Dns, Tcp, Tls };
    Kind kind = Kind::Proxy;
    bool isSkipped = false;
    std::optional<Error> error;
    QString found;
    Milliseconds elapsed{0};
};

/// Goes the way to a server part by part and says what is found: proxy, name lookup, connection, encryption. Sends no
/// request. By way of a proxy, what does not lead there is the proxy's part: it looks names up and connects. Each part has `patience` at most. Ends with exactly one ended(), unless it is stopped or destroyed first. GUI
/// thread.
class ReachProbe final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReachProbe)

public:
    /// Timers and clock are borrowed.
    ReachProbe(Timers &timers, const Clock &clock, QUrl url, Milliseconds patience, TlsSettings tls = {});
    ~ReachProbe() override;
    /// Signals follow, never before this has returned.
    void start();
    void stop();

signals:
    void passed(const qd::ReachStage &stage);
    /// True: every part that there is was passed.
    void ended(bool isReached);

private:
    void findProxy();
    void onConnected();
    void failByProxy(Error error);
    [[nodiscard]] QString shownProxy() const;
    void lookUp();
    void connectTo();
    void encrypt();
    void onEncrypted();
    void onSocketError();
    void pass(const QString &found);
    void skip(ReachStage::Kind kind, const QString &why);
    void fail(const Error &error);
    void begin(ReachStage::Kind kind);
    [[nodiscard]] Milliseconds elapsed() const;
    [[nodiscard]] bool isEncrypted() const;

    Timers &m_timers;
    const Clock &m_clock;
    const QUrl m_url;
    const Milliseconds m_patience;
    const TlsSettings m_tls;
    ReachStage::Kind m_stage = ReachStage::Kind::Proxy;
    Microseconds m_begun{0};
    const QString m_host;
    const quint16 m_port;
    QNetworkProxy m_proxy{QNetworkProxy::NoProxy};
    bool m_isByProxy = false;
    QString m_ignored; ///< TLS errors that the settings overlook
    bool m_isOver = false;
    int m_lookup = -1;
    std::unique_ptr<QObject> m_guard; ///< context of the part's deadline
    std::unique_ptr<QSslSocket> m_socket;
};

} // namespace qd
