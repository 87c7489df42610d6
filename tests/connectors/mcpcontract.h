#pragma once

#include "auth/memorysecretstore.h"
#include "manualtimers.h"
#include "mcp/defaultmcpconnector.h"
#include "outcome.h"
#include "scriptedanswers.h"
#include "testmain.h"

#include <QSignalSpy>

#include <memory>

namespace qd::test {

/// A session over a server that a test starts, and what was seen of it.
class McpFixture : public QObject
{
    Q_OBJECT

protected:
    /// A fresh server; `options` are those of mcpstdioserver (revision, endless pages, wrong ids).
    virtual McpServerConfig startServer(const QStringList &options) = 0;

    void connectTo(const McpServerConfig &config);
    [[nodiscard]] bool open(const QStringList &options = {});
    [[nodiscard]] Error openError(const McpServerConfig &config);
    /// Calls the tool that asks us; gives our answer as the server saw it.
    [[nodiscard]] QString askUs(const char *method, const char *params = "{}");
    [[nodiscard]] QString wireText() const;
    [[nodiscard]] bool hasNote(const QString &part) const;
    [[nodiscard]] bool waitFor(const std::function<bool()> &condition) { return QTest::qWaitFor(condition, 30000); }
    /// Lets time pass until the condition holds, in steps, so that resumed streams and retries get their turn.
    [[nodiscard]] bool passTimeUntil(const std::function<bool()> &condition);

    ManualClock m_clock;
    std::unique_ptr<ManualTimers> m_timers;
    MemorySecretStore m_secrets;
    std::unique_ptr<DefaultMcpConnector> m_connector;
    std::unique_ptr<McpSession> m_session;
    std::shared_ptr<ScriptedAnswers> m_answers; ///< of the next session; null: none are given
    QList<McpWireEntry> m_wire;
    QList<std::pair<QString, QString>> m_notified;
    QList<std::optional<Error>> m_closed;

private slots:
    void init();
    void cleanup();
};

/// What McpSession promises in the legacy era, whatever carries the messages. Run over HTTP, over a process, and over the
/// old transport.
class McpContract : public McpFixture
{
    Q_OBJECT

private slots:
    void opens();
    void opensOlderRevisions_data();
    void opensOlderRevisions();
    void refusesUnknownRevision();
    void listsOverPages();
    void stopsEndlessPages();
    void keepsPayloadsAsTheyCame();
    void callsWithRawNumbers();
    void structuredContent();
    void lyingSchemaIsAWarning();
    void toolFailureIsAResult();
    void unknownToolIsAnError();
    void wildTextIsKept();
    void images();
    void progress();
    void refusesBadArguments();
    void cancelTellsTheServer();
    void timesOut();
    void timeoutEndsAnother();
    void prompts();
    void resources();
    void rawMessages();
    void wrongIdsAreNoAnswers();
    void closeEndsCalls();
    void destroyedInFlight();
    void contextGone();
    void opensAgain();
    void masksSecrets();
    void missingReferences();
};

/// What a server may ask of its client, and the operations beside lists, calls and reads; of servers that a session reaches
/// without a gateway.
class McpClientContract : public McpContract
{
    Q_OBJECT

private slots:
    void completes();
    void subscribes();
    void pings();
    void declaresWhatItCan();
    void declinesByDefault_data();
    void declinesByDefault();
    void showsRoots();
    void samples();
    void refusedSampling();
    void badSampling_data();
    void badSampling();
    void elicits();
    void badElicitations_data();
    void badElicitations();
    void withdrawnQuestion();
    void questionOfALostServer();
    void callsTasks();
    void listsTasks();
    void cancelledTask();
    void takesQuestionsAsTasks();
    void taskOfAFormAndItsRefusal();
    void cancelledQuestionAsTask();
    void tasksEndWithTheirTime();
    void tooManyTasks();
    void visitsPages();
    void pageNotVisited();
};

} // namespace qd::test
