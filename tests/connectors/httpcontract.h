#pragma once

#include "http/httpclient.h"
#include "manualtimers.h"
#include "outcome.h"
#include "peer.h"
#include "testmain.h"

#include <memory>

namespace qd::test {

/// What HttpClient promises, whatever carries the bytes. Run over FakeNam and over a loopback socket.
class HttpContract : public QObject
{
    Q_OBJECT

protected:
    virtual std::unique_ptr<Peer> makePeer() = 0;

private slots:
    void init();
    void cleanup();

    void answers();
    void sendsOurHeaders();
    void statusesAreAnswers_data();
    void statusesAreAnswers();
    void head();
    void keepsNoCookies();

    void waitsAsAsked_data();
    void waitsAsAsked();
    void doesNotRepeatThrottledWithoutWait();
    void doesNotWaitPastTheDeadline();
    void repeatsServerErrors();
    void givesUpAfterThreeTries();
    void doesNotRepeatWrites();
    void sendsWritesOnce_data();
    void sendsWritesOnce();

    void deadline();
    void deadlineWhileWaitingToRepeat();
    void idleTimeout();
    void cancelInFlight();
    void cancelWhileWaitingToRepeat();
    void cancelAfterAnswerBeforeDelivery();
    void cancelAfterDelivery();
    void contextGone();
    void clientGone();

    void truncated();
    void truncatedThenWhole();
    void capOnPlainBody();
    void gunzips();
    void capOnGzipBody();
    void badGzip_data();
    void badGzip();
    void redirects_data();
    void redirects();
    void refusesBeforeSending_data();
    void refusesBeforeSending();
    void keepsSecretsOutOfTheLog();

private:
    [[nodiscard]] HttpRequest get(const char *path = "/x") const;
    [[nodiscard]] HttpRequest post(const QByteArray &body, bool idempotent) const;
    [[nodiscard]] QUrl url(const char *path) const;
    void startClient();
    /// Waits until the client waits `wait` before its next try, then lets that time pass.
    [[nodiscard]] bool passWait(Milliseconds wait);
    [[nodiscard]] bool arrived(qsizetype count);

    std::unique_ptr<Peer> m_peer;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<Outcome<HttpResponse>> m_outcome;
};

} // namespace qd::test
