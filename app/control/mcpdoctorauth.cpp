#include "mcpdoctor.h"

#include "mcpauth/mcpauthorizer.h"

#include <memory>

// What an HTTP server answers first, and signing in where it asks for that.
namespace qd {

using doctor::State;
using doctor::Step;

namespace {

/// Only a legacy server may answer an unknown method so.
bool isDoubtful(const doctor::Finding &finding, const doctor::Answer &answer)
{
    const bool isRefusal = answer.status == 400 || answer.status == 404 || answer.status == 405 || answer.status == 406 || answer.status == 422;
    return finding.state == State::Failed && isRefusal;
}

} // namespace

void McpDoctor::onAnswer(const doctor::Answer &answer)
{
    doctor::Finding finding = doctor::judgeAnswer(answer, m_resolved.config);
    finding.elapsed = std::chrono::duration_cast<Milliseconds>(m_tools.timers.monotonic() - m_begun);
    if (isDoubtful(finding, answer))
        m_doubtful = finding;
    else
        take(finding);
    if (!m_doubtful && finding.state == State::Failed)
        return end(QStringLiteral("not reached"));
    const doctor::Finding auth = doctor::judgeAuth(answer, m_config);
    if (auth.state == State::Failed && signIn(answer))
        return;
    if (!m_doubtful)
        take(auth);
    if (auth.state == State::Failed)
        return end(QStringLiteral("not reached"));
    open();
}

/// False when nobody signs in, or signing in cannot help.
bool McpDoctor::signIn(const doctor::Answer &answer)
{
    const QByteArray challenge = answer.challenge.toLatin1();
    if (!m_tools.authorizer || !isSignInPossible(m_config) || !isCurable(answer.status, challenge))
        return false;
    begin(Step::Auth);
    m_isSigningIn = true;
    const QString server = authServerText(m_resolved.config.url);
    const auto steps = std::make_shared<QStringList>();
    m_tools.authorizer->setSettings(server, m_config.signIn);
    m_tools.authorizer->setTls(server, m_config.tls);
    m_signingIn = m_tools.authorizer->authorize({.server = server, .status = answer.status, .challenge = challenge, .sent = {}, .tries = 0, .tell = [steps](const QString &step) { steps->append(step); }},
                                                m_guard.get(), ifCurrent([this, steps](const Result<QByteArray> &token) { onSignedIn(*steps, token); }));
    return true;
}

void McpDoctor::onSignedIn(const QStringList &steps, const Result<QByteArray> &token)
{
    m_isSigningIn = false;
    if (!token) {
        Error error = token.error();
        error.message = (steps + QStringList{error.message}).join(u'\n');
        return failStep(Step::Auth, error);
    }
    pass(Step::Auth, steps.isEmpty() ? QStringLiteral("signed in before") : (steps + QStringList{QStringLiteral("signed in")}).join(u'\n'));
    open();
}

} // namespace qd
