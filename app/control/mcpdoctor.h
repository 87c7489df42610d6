#pragma once

#include "auth/secretstore.h"
#include "http/httpclient.h"
#include "http/reachprobe.h"
#include "mcp/answerprobe.h"
#include "mcp/doctor.h"
#include "mcp/mcpsession.h"
#include "mcp/references.h"
#include "mcp/secretmask.h"
#include "mcpauth/mcpauthorizer.h"

#include <QObject>

#include <memory>

namespace qd {

/// What the doctor works with; all references are borrowed.
struct McpDoctorTools {
    McpConnector &connector;
    SecretStore &secrets;
    const Clock &clock;
    Timers &timers;
    McpAuthorizer *authorizer = nullptr; ///< also the connector's; null: a server that wants a sign-in fails at that step
    HttpClientOptions http = {};
    Milliseconds patience{10000}; ///< of each step
};

/// The connection doctor: goes the whole way to one server, step by step, and says at which it fails and what mends it.
/// Calls no tool. Every step is bounded; all together end within ten times the patience. GUI thread.
class McpDoctor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpDoctor)

public:
    explicit McpDoctor(const McpDoctorTools &tools);
    ~McpDoctor() override;

    /// Ends what runs and begins anew. A command starts only with `isAgreed`. finished() follows, never before this has
    /// returned.
    void examine(const McpServerConfig &config, bool isAgreed);
    /// What has not been tried is skipped; finished() follows.
    void cancel();
    [[nodiscard]] const QList<doctor::Finding> &findings() const { return m_findings; }
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

signals:
    /// The finding at `index` has another state.
    void changed(int index);
    void finished();

private:
    void checkAddress();
    void reachAddress();
    void reach();
    void onStage(const ReachStage &stage);
    void ask();
    void onAnswer(const doctor::Answer &answer);
    bool signIn(const doctor::Answer &answer);
    void onSignedIn(const QStringList &steps, const Result<QByteArray> &token);
    void limitAll();
    void checkCommand();
    void checkConsent();
    void resolve(const McpServerConfig &config, const std::function<void()> &next, doctor::Step step);
    void open();
    void onWire(const McpWireEntry &entry);
    void onOpened(const Result<McpServerInfo> &info);
    void onProcessFailed(const Error &error);
    void noteErrorText(doctor::State state);
    void failAsDoubted();
    void list();
    template<typename T>
    void onList(const char *what, const Result<QList<T>> &items);

    void begin(doctor::Step step);
    void settle(doctor::Step step, doctor::State state, const QString &found);
    void pass(doctor::Step step, const QString &found) { settle(step, doctor::State::Ok, found); }
    void skip(doctor::Step step, const QString &why) { settle(step, doctor::State::Skipped, why); }
    void failStep(doctor::Step step, const Error &error);
    void take(const doctor::Finding &finding);
    void end(const QString &why);
    void dropAll();
    /// Runs `action` unless this examination is over by then.
    template<typename Action>
    [[nodiscard]] auto ifCurrent(Action action)
    {
        return [this, guard = m_guard.get(), action](const auto &...values) {
            if (m_guard.get() == guard)
                action(values...);
        };
    }
    [[nodiscard]] Milliseconds elapsedOf(doctor::Step step) const;
    [[nodiscard]] int indexOf(doctor::Step step) const;
    [[nodiscard]] doctor::State stateOf(doctor::Step step) const;

    McpDoctorTools m_tools;
    McpServerConfig m_config;
    bool m_isAgreed = false;
    bool m_isRunning = false;
    QList<doctor::Finding> m_findings;
    Microseconds m_begun{0};
    ResolvedMcpConfig m_resolved; ///< as far as it is: the address, then all
    SecretMask m_mask;            ///< of what the address holds
    std::optional<doctor::Finding> m_doubtful; ///< an answer that only a legacy server may give
    QStringList m_errorLines; ///< the first and the last ones
    QString m_garbage; ///< the first line that is no message
    bool m_isEcho = false; ///< our own question came back
    std::unique_ptr<QObject> m_guard;
    std::unique_ptr<ReachProbe> m_reach;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<AnswerProbe> m_answer;
    std::unique_ptr<McpSession> m_session;
    Call m_resolving;
    Call m_signingIn;
    bool m_isSigningIn = false; ///< it takes as long as a person does
};

} // namespace qd
