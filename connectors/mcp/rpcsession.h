#pragma once

#include "http/callstate.h"
#include "mcp/mcpcodec.h"
#include "mcp/mcpsession.h"
#include "mcp/notificationgate.h"
#include "mcp/references.h"
#include "mcp/resultcache.h"
#include "mcp/rpcmessage.h"
#include "mcp/rpcenvironment.h"
#include "mcp/rpcpending.h"
#include "mcp/secretmask.h"
#include "mcp/serverrequests.h"

#include <QHash>
#include <QPointer>

#include <map>
#include <set>

namespace qd {

/// An McpSession over any channel and in both eras: finds out which one the server speaks, gives out ids, finds the request
/// of an answer, watches time, answers what the server asks (in messages of its own, or inside a result), follows tasks,
/// and reports every message with its secrets masked. GUI thread.
class RpcSession final : public McpSession
{
    Q_OBJECT

public:
    static constexpr int maxPages = 500;
    static constexpr qsizetype maxItems = 10000;
    static constexpr qsizetype maxListBytes = 64 * 1024 * 1024;
    static constexpr qsizetype maxWireText = 256 * 1024;
    static constexpr qsizetype maxUnusableText = 500;
    static constexpr int maxRounds = 10;   ///< of questions inside results, for one call
    static constexpr int maxListenBreaks = 5;
    static constexpr int maxRenewals = 1; ///< of a session that the server has forgotten, without an answer between them
    static constexpr int longestCall = 10; ///< times the request timeout, however much progress is told

    RpcSession(RpcSessionEnvironment environment, McpServerConfig config);
    ~RpcSession() override;

    void setAnswers(std::shared_ptr<McpClientAnswers> answers) override { m_questions.setAnswers(std::move(answers)); }
    Call open(QObject *context, Completion<McpServerInfo> completion) override;
    void close() override;
    [[nodiscard]] const McpServerConfig &config() const override { return m_config; }
    [[nodiscard]] const std::optional<McpServerInfo> &info() const override { return m_info; }

    Call listTools(QObject *context, Completion<QList<McpTool>> completion) override;
    Call listPrompts(QObject *context, Completion<QList<McpPrompt>> completion) override;
    Call listResources(QObject *context, Completion<QList<McpResource>> completion) override;
    Call callTool(const QString &name, const QString &arguments, QObject *context, Completion<McpCallResult> completion,
                  std::function<void(const McpProgress &)> progress, const McpCallOptions &options) override;
    Call readResource(const QString &uri, QObject *context, Completion<QList<McpContent>> completion) override;
    Call getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments, QObject *context,
                   Completion<QList<McpContent>> completion) override;
    Call complete(const McpCompletionQuery &query, QObject *context, Completion<McpCompletions> completion) override;
    Call subscribe(const QString &uri, QObject *context, Completion<void> completion) override;
    Call unsubscribe(const QString &uri, QObject *context, Completion<void> completion) override;
    Call setLogLevel(McpLogLevel level, QObject *context, Completion<void> completion) override;
    Call ping(QObject *context, Completion<Milliseconds> completion) override;
    Call listTasks(QObject *context, Completion<QList<McpTask>> completion) override;
    Call readTask(const QString &id, QObject *context, Completion<McpTask> completion) override;
    Call taskResult(const QString &id, QObject *context, Completion<McpCallResult> completion) override;
    Call cancelTask(const QString &id, QObject *context, Completion<void> completion) override;
    Call sendRaw(const QByteArray &message, QObject *context, Completion<QByteArray> completion) override;
    void forgetKept() override { m_kept.clear(); }
    void rootsChanged() override;

private:
    using Reply = RpcReply;
    using Answered = std::function<void(const Reply &)>;
    using ProgressSink = std::function<void(const McpProgress &)>;
    using Pending = RpcPending;
    using RawWait = RpcRawWait;
    template<typename T>
    struct Listing;
    struct Exchange;
    using ExchangePtr = std::shared_ptr<Exchange>;

    // rpcera.cpp
    void askVersions();
    void onVersions(const Reply &reply);
    /// `list`: a JSON array of revisions; none of them was taken for `error`'s sake.
    void onOtherVersions(const QByteArray &list, const Error &error);
    void onNoDiscovery(const QByteArray &result, const Error &error);
    void onProbeFailed(const Error &error);
    void goLegacy(const QString &why);
    [[nodiscard]] bool isLegacyEvidence(const Error &error) const;
    [[nodiscard]] bool isEraEvidence(const Error &error) const;

    // rpcopening.cpp
    void begin();
    void start();
    void negotiate();
    void initialize();
    void onInitialized(const Reply &reply);
    void tryOldTransport();
    void finishOpen();
    void failOpen(const Error &error);
    [[nodiscard]] bool isProbing() const { return m_opening && m_era == McpEra::Auto; }

    // rpcwire.cpp
    qint64 request(const McpRequest &request, Milliseconds timeout, Answered answered, ProgressSink progress = {});
    /// Tells the server, and settles with `error`.
    void cancelRequest(qint64 id, const Error &error);
    void tellCancelled(qint64 id, const Error &error);
    void tellAllCancelled();
    void watch(qint64 id, Milliseconds wait);
    void hold(quint64 ticket, bool isHeld);
    void settle(qint64 id, const Reply &reply);
    void failAll(const Error &error);
    template<typename T>
    void nextPage(const std::shared_ptr<Listing<T>> &listing);
    template<typename T>
    Call list(McpRequest (McpCodec::*encode)(const QString &) const, Result<McpPage<T>> (McpCodec::*decode)(const QByteArray &) const,
              QObject *context, Completion<QList<T>> completion);
    template<typename T>
    Call single(const McpRequest &what, std::function<Result<T>(const QByteArray &)> decode, QObject *context, Completion<T> completion,
                ProgressSink progress = {});

    // rpcexchange.cpp
    ExchangePtr exchange(McpRequest what, std::function<void(const Result<QByteArray> &)> done, ProgressSink progress = {});
    void cancelExchange(const ExchangePtr &exchange);
    void finish(const ExchangePtr &exchange, const Result<QByteArray> &result);
    void sendRound(const ExchangePtr &exchange);
    void onRound(const ExchangePtr &exchange, const Reply &reply);
    void askAll(const ExchangePtr &exchange, const QByteArray &questions);
    void takeAnswer(const ExchangePtr &exchange, const QByteArray &key, const Result<QByteArray> &answer);
    void onAllAnswered(const ExchangePtr &exchange);
    bool refreshTools(const ExchangePtr &exchange, const Error &error);
    bool answerFromKept(const ExchangePtr &exchange);
    bool askAgain(const ExchangePtr &exchange, const Error &error);

    // rpcpages.cpp
    bool visitPages(const ExchangePtr &exchange, const Reply &reply);
    void onVisited(const ExchangePtr &exchange, const QString &page, const Result<McpElicitationAnswer> &answer, const Error &error);
    void onPageDone(const QString &id);
    void onElicitationDone(const QString &id);

    // rpctasks.cpp
    void followTask(const ExchangePtr &exchange, const QByteArray &result);
    void pollTask(const ExchangePtr &exchange);
    [[nodiscard]] Milliseconds taskTimeLeft(const ExchangePtr &exchange) const;
    void giveUpTask(const ExchangePtr &exchange, Error error);
    void onTask(const ExchangePtr &exchange, const Reply &reply);
    void takeTask(const ExchangePtr &exchange, const McpTask &task);
    void onLegacyTask(const ExchangePtr &exchange, const McpTask &task);
    void onModernTask(const ExchangePtr &exchange, const McpTask &task);
    void updateTask(const ExchangePtr &exchange, const QByteArray &answers);
    void askTask(const ExchangePtr &exchange);
    void listenForTasks();
    void onTaskTold(const QByteArray &params);
    [[nodiscard]] QStringList openTasks() const;
    void tellTaskCancelled(const ExchangePtr &exchange);
    ExchangePtr watchTask(const QString &id, std::function<void(const Result<QByteArray> &)> done);

    // rpclisten.cpp
    void listenModern();
    void onListenEnded(const Reply &reply);
    void onAcknowledged(const QByteArray &params);
    [[nodiscard]] bool isOfAnotherSubscription(const QByteArray &params) const;
    Call changeSubscription(const QString &uri, bool isOn, QObject *context, Completion<void> completion);

    Call modernTaskResult(const QString &id, QObject *context, Completion<McpCallResult> completion);
    Call plain(const McpRequest &what, QObject *context, Completion<void> completion);
    [[nodiscard]] std::optional<Error> notConnected() const;
    QList<McpTool> takeTools(const QList<McpTool> &tools);
    [[nodiscard]] Result<McpCallResult> readCall(const QString &name, const QByteArray &result, Microseconds started) const;

    void onReceived(quint64 ticket, const QByteArray &bytes, const QString &headers);
    void onMessage(quint64 ticket, const RpcMessage &message, const QByteArray &bytes, const QString &headers);
    void onAnswer(quint64 ticket, const RpcMessage &message, const QByteArray &bytes, const QString &headers);
    void onNotification(const RpcMessage &message, const QByteArray &bytes, const QString &headers);
    void onProgress(const QByteArray &params);
    void onTaskProgress(qint64 token, const McpProgress &told);
    void onCancelled(const QByteArray &params);
    void onRequest(const RpcMessage &message);
    void onEnded(quint64 ticket, const std::optional<Error> &error);
    void onClosed(const Error &error);
    [[nodiscard]] McpChannel::Headers rawHeaders(const QByteArray &message) const;
    /// True when this is an answer to what a person wrote; it is in the wire log then.
    bool takeRaw(quint64 ticket, const QByteArray &bytes, const QString &headers);
    bool endRaw(quint64 ticket, const std::optional<Error> &error);
    [[nodiscard]] static Error timeoutError(Milliseconds timeout);
    [[nodiscard]] Error unanswered(Milliseconds timeout) const;
    void noteUnusable(const QString &text);
    [[nodiscard]] bool isLate(quint64 ticket, qint64 id) const;

    // rpcrenewal.cpp
    void onForgotten(quint64 ticket, const Error &error);
    void failAllBut(const ExchangePtr &kept, const Error &error);
    void onRenewed(const Reply &reply);
    void finishRenewal();
    void subscribeAgain();
    void dropChannel();

    void notify(const QString &method, const QByteArray &params);
    void send(quint64 ticket, const QByteArray &message, const QString &method, const QByteArray &id, const McpChannel::Headers &headers = {});
    void logReceived(const QString &method, const RpcMessage &message, const QByteArray &bytes, const QString &headers, std::optional<Milliseconds> elapsed = {});
    void logWire(McpWireEntry entry, const QByteArray &bytes);
    void note(const QString &text, bool isWarning = false);
    [[nodiscard]] Error masked(Error error) const;

    RpcSessionEnvironment m_environment;
    const McpServerConfig m_config;
    ResolvedMcpConfig m_resolved; ///< while open or opening
    McpEra m_era = McpEra::Legacy; ///< Auto: not known yet
    bool m_isFromMemory = false;   ///< the era was known from an earlier connection
    std::unique_ptr<McpChannel> m_channel;
    std::unique_ptr<McpCodec> m_codec;
    std::optional<McpLogLevel> m_level; ///< modern: goes with every request
    McpServerInfo m_negotiated; ///< while the server is told so
    std::optional<McpServerInfo> m_info;
    quint64 m_initializedTicket = 0;
    ClientQuestions m_questions;
    ServerRequests m_requests;
    SecretMask m_mask;
    NotificationGate m_gate;
    std::map<qint64, Pending> m_pending;
    std::map<quint64, RawWait> m_raw;
    std::set<ExchangePtr> m_exchanges;
    QHash<QString, McpTool> m_tools; ///< of the last listing, by name
    QHash<QString, QString> m_hidden; ///< tools that were left out of it, and why
    qint64 m_listenId = 0;           ///< modern: the request of the running stream
    qint64 m_formerListenId = 0;     ///< modern: the one before
    bool m_hearsTasks = true;        ///< modern: the server has not refused to tell of tasks
    QStringList m_listenedTasks;     ///< modern: those of the running stream
    int m_listenBreaks = 0;
    std::optional<Microseconds> m_heardSince; ///< modern: since when the running stream is acknowledged
    ResultCache m_kept;              ///< modern: results that the server allows to keep
    bool m_isRenewing = false;       ///< initialize is on its way again, since the server forgot the session
    int m_renewals = 0;              ///< since the last answer
    QList<ExchangePtr> m_waiting;    ///< to be sent when the new session is there
    bool m_isAskedTwice = false;     ///< the server refused our revision and named it in the same breath
    QStringList m_subscribed;
    QList<std::shared_ptr<CallState<void>>> m_unacknowledged;
    std::shared_ptr<CallState<McpServerInfo>> m_opening;
    Call m_resolving;
    qint64 m_lastId = 0;
    QString m_unusable; ///< the last that came while something was waited for, and is no answer
    quint64 m_wireNumber = 0;
};

} // namespace qd
