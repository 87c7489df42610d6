#pragma once

#include "azuremonitor/httpmonitorconnector.h"
#include "azuremonitor/httpqueryservice.h"
#include "faketokenprovider.h"
#include "manualtimers.h"
#include "outcome.h"
#include "peer.h"
#include "testmain.h"

#include <memory>

namespace qd::test {

/// What HttpMonitorConnector and HttpQueryService promise. Run over FakeNam and over a loopback socket.
class MonitorContract : public QObject
{
    Q_OBJECT

protected:
    virtual std::unique_ptr<Peer> makePeer() = 0;

private slots:
    void init();
    void cleanup();

    void success();
    void encodesTheRequest();
    void emptyAnswers_data();
    void emptyAnswers();
    void partialError();
    void signsInAnewOnce_data();
    void signsInAnewOnce();
    void refusedTwice();
    void tokenFailure();
    void errors_data();
    void errors();
    void queryErrorPosition();
    void throttledThenAnswered();
    void serverErrorThenAnswered();
    void timeout();
    void badReplies_data();
    void badReplies();
    void largeReply();
    void largeBadReply();

    void cancelAtEachPhase_data();
    void cancelAtEachPhase();
    void cancelWhileDecodingInThePool();
    void contextGone();
    void connectorGone();

    void equalQueriesShare();
    void cancellingOneSharerLeavesTheOthers();
    void cancellingAllSharersStops();
    void differentQueriesDoNotShare();
    void atMostFourAtOnce();
    void cancelWhileQueued();
    void tokenNeverInTheLog();
    void packedReply_data();
    void packedReply();
    void cutReplyIsAskedForAgain();
    void brokenReplyEndsTheRequest();

    void queryForPeople();
    void rowsThenTheAnswer();
    void cancelFromTheRows();
    void serviceGone();
    void equalQueriesForPeopleDoNotShare();
    void catalog();
    void catalogErrors_data();
    void catalogErrors();

private:
    void start();
    Call ask(Outcome<MonitorReply> &outcome, const QString &kql = QStringLiteral("requests | count"));
    [[nodiscard]] bool arrived(qsizetype count);
    [[nodiscard]] bool passWait(Milliseconds wait);

    std::unique_ptr<Peer> m_peer;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<FakeTokenProvider> m_tokens;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<QueryGate> m_governor;
    std::unique_ptr<HttpMonitorConnector> m_connector;
    std::unique_ptr<HttpQueryService> m_service;
    std::unique_ptr<Outcome<MonitorReply>> m_outcome;
};

} // namespace qd::test
