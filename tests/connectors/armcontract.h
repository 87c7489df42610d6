#pragma once

#include "arm/httpactivitylog.h"
#include "arm/httpapimconnector.h"
#include "arm/httpappserviceconnector.h"
#include "faketokenprovider.h"
#include "manualtimers.h"
#include "outcome.h"
#include "peer.h"
#include "testmain.h"

#include <memory>

namespace qd::test {

/// What the Resource Manager connectors promise. Run over FakeNam and over a loopback socket.
class ArmContract : public QObject
{
    Q_OBJECT

protected:
    virtual std::unique_ptr<Peer> makePeer() = 0;

private slots:
    void init();
    void cleanup();

    // one request
    void encodesTheRequest();
    void decodesASite();
    void signsInAnewOnce();
    void refusedTwice();
    void errors_data();
    void errors();
    void forbiddenNamesTheAction();
    void throttledWriteIsSentAgain();
    void throttledWithoutATimeIsTold();
    void serverErrorThenAnswered();
    void timeout();
    void badBodies_data();
    void badBodies();
    void hugeBody();
    void cancelInEachPhase_data();
    void cancelInEachPhase();
    void contextGone();
    void clientGone();
    void quotaIsKept();
    void secretsNeverInTheLog();

    // lists
    void pagesAreFollowed();
    void foreignNextLinkIsRefused();
    void endlessListIsRefused();
    void activityLog();

    // long-running operations
    void swapFollowsRotatingLocations();
    void swapFailures_data();
    void swapFailures();
    void throttledOnEverySecondCall();
    void locationThatNeverEnds();
    void locationsThatAreRefused_data();
    void locationsThatAreRefused();
    void lostPollsSayNothing();
    void cancellingASwapSaysThatItGoesOn();
    void statusDocument();
    void statusDocumentFailed_data();
    void statusDocumentFailed();

    // API Management
    void policyIsReadRaw();
    void policyThatIsNotThere();
    void policyIsWrittenWithItsEtag();
    void newPolicyNeverOverwrites();
    void policyChangedMeanwhile();
    void policyRefusedWithItsPlace_data();
    void policyRefusedWithItsPlace();
    void lostWriteIsNotRepeated();
    void apisOfBothShapes();
    void namedValues();

    // App Service
    void productionComesFirst();
    void settingsAreReadModifiedWritten();
    void equalSettingsAreNotWritten();
    void stickyNamesTrafficAndDifferences();
    void permissionsOfASlot();

private:
    void start();
    void answer(int status, const QByteArray &body = {}, QList<QPair<QByteArray, QByteArray>> headers = {});
    void push(ScriptedReply::Kind kind);
    [[nodiscard]] QByteArray location(const QByteArray &key) const;
    [[nodiscard]] bool arrived(qsizetype count);
    [[nodiscard]] bool passWait(Milliseconds wait);
    Call swap(Outcome<void> &outcome, ArmWatch watch = {.deadline = Milliseconds(60000), .interval = Milliseconds(3000)});

    std::unique_ptr<Peer> m_peer;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<FakeTokenProvider> m_tokens;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<ArmClient> m_arm;
    std::unique_ptr<HttpAppServiceConnector> m_app;
    std::unique_ptr<HttpApimConnector> m_apim;
    std::unique_ptr<Outcome<SlotSite>> m_site;
    std::unique_ptr<Outcome<void>> m_done;
    QList<ArmProgress> m_progress;
};

} // namespace qd::test
