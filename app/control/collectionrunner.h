#pragma once

#include "http/call.h"
#include "http/timers.h"
#include "mcp/collectionrun.h"
#include "mcp/mcpsession.h"
#include "mcp/secretmask.h"
#include "mcpcollections/collectionreferences.h"

#include <QHash>
#include <QObject>

#include <deque>
#include <optional>
#include <utility>

namespace qd {

/// Runs the steps of a collection on one open session, one after the other: rows, captures, checks, notifications. A step
/// that fails does not keep the next ones from running; a server that is lost, or wants a sign-in, does. Everything it
/// tells is masked. GUI thread.
class CollectionRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CollectionRunner)

public:
    static constexpr Milliseconds waitTimeout{10000}; ///< of a wait that does not say how long
    static constexpr std::size_t maxHeard = 1000;      ///< notifications that are kept for later waits

    /// `session` and `timers` are borrowed. Make it before the session is opened: what the server says from then on counts.
    CollectionRunner(McpSession &session, collection::Collection collection, Timers &timers, QObject *parent = nullptr);
    ~CollectionRunner() override;

    /// finished() follows, never before this has returned. Once.
    void start(const CollectionStart &start);
    /// Ends the running step and leaves out the rest.
    void cancel();

signals:
    void stepDone(const qd::collection::StepResult &step);
    void finished(const qd::collection::RunResult &result);

private:
    /// One run of a step: with a row, or with one of the listed tools.
    struct Shot {
        qsizetype step = 0;
        std::optional<qsizetype> row;
        QString tool;
        QString arguments;
    };

    void enqueueSteps();
    void learnTools();
    void next();
    void perform();
    [[nodiscard]] Result<collection::Step> preparedStep(const Shot &shot, const CollectionVariables &scope) const;
    void expandEach(const QList<McpTool> &tools);
    void noteUnlisted(const QStringList &names, const QString &member, const QList<McpTool> &tools);
    void listForEach();
    void beginWait();
    [[nodiscard]] bool tryHeard();
    void watch(Milliseconds limit);
    void onAnswer(const collection::Answer &answer, const std::optional<Error> &error);
    void judge(const collection::Answer &answer, const std::optional<Error> &error);
    void takeCaptures(const class AnswerReader &reader);
    void loseCaptures(const collection::Step &step, const QString &why);
    [[nodiscard]] QString lostReason(const QString &message) const;
    void refuse(const QString &message);
    void failUnsent(const QString &reason);
    void weigh(const Error &error);
    void worsen(collection::Ending ending, bool endsRun);
    void skip(const QString &reason);
    void settle();
    void onNotified(const QString &method, const QString &params);
    void onWire(const McpWireEntry &entry);
    [[nodiscard]] Milliseconds since(Microseconds started) const;
    [[nodiscard]] QString shown(const QString &text) const;

    McpSession &m_session;
    const collection::Collection m_collection;
    Timers &m_timers;
    CollectionVariables m_variables;
    SecretMask m_mask;
    QHash<QString, QString> m_lost; ///< variables that no step has captured, and why
    std::deque<Shot> m_queue;
    std::deque<std::pair<QString, QString>> m_heard;
    collection::RunResult m_result;
    collection::StepResult m_current;
    collection::Step m_step;             ///< the current one, its variables replaced
    std::optional<Shot> m_shot;
    Call m_call;
    std::unique_ptr<QObject> m_guard;    ///< context of the current step's time limit
    QString m_requestId;                 ///< of the step's request, see onWire()
    QString m_requestMethod;
    Microseconds m_runStarted{0};
    Microseconds m_stepStarted{0};
    bool m_wantsInput = false;           ///< the last answer to it asked for more
    bool m_isTask = false;               ///< it has become a task
    bool m_isTimedOut = false;
    bool m_isWaiting = false;
    bool m_isOver = false;               ///< nothing more is sent
};

} // namespace qd
