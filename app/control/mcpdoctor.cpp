#include "mcpdoctor.h"

#include <algorithm>
#include <utility>

// What all servers have in common: the steps, the session, the lists. The ways to them are in mcpdoctorways.cpp.
namespace qd {

using doctor::Finding;
using doctor::State;
using doctor::Step;

namespace {

constexpr int patienceOfAll = 10;

QString eraText(const McpServerInfo &info)
{
    return info.isModern ? QStringLiteral("modern: every request stands alone") : QStringLiteral("legacy: a session begins with initialize");
}

QString serverText(const McpServerInfo &info)
{
    QStringList offers;
    for (const auto &[has, name] : {std::pair(info.hasTools, "tools"), {info.hasPrompts, "prompts"}, {info.hasResources, "resources"}, {info.hasLogging, "logging"},
                                    {info.hasCompletions, "completions"}, {info.hasTasks, "tasks"}})
        if (has)
            offers << QLatin1String(name);
    const QString name = QStringLiteral("%1 %2").arg(info.name, info.version).trimmed();
    return QStringLiteral("%1, MCP %2; offers %3").arg(name.isEmpty() ? QStringLiteral("a server without a name") : name, info.protocolVersion, offers.isEmpty() ? QStringLiteral("nothing") : offers.join(QStringLiteral(", ")));
}

/// "1 tool", "3 tools".
QString countText(qsizetype count, const char *what)
{
    const QString plural = QLatin1String(what);
    return QStringLiteral("%1 %2").arg(count).arg(count == 1 ? plural.chopped(1) : plural);
}

} // namespace

McpDoctor::McpDoctor(const McpDoctorTools &tools) : m_tools(tools) {}

McpDoctor::~McpDoctor() { dropAll(); }

void McpDoctor::examine(const McpServerConfig &config, bool isAgreed)
{
    dropAll();
    m_config = config;
    m_config.connectTimeout = m_config.requestTimeout = m_tools.patience;
    m_isAgreed = isAgreed;
    m_findings = doctor::stepsOf(config);
    m_errorLines.clear();
    m_garbage.clear();
    m_isEcho = false;
    m_doubtful.reset();
    m_resolved = {.config = m_config, .secrets = {}};
    m_mask = {};
    m_isRunning = true;
    m_guard = std::make_unique<QObject>();
    limitAll();
    const bool isStdio = config.transport == McpTransport::Stdio;
    QMetaObject::invokeMethod(m_guard.get(), ifCurrent([this, isStdio] { isStdio ? checkCommand() : checkAddress(); }), Qt::QueuedConnection);
}

/// A person who signs in has all the time that the sign-in gives.
void McpDoctor::limitAll()
{
    m_tools.timers.after(m_tools.patience * patienceOfAll, m_guard.get(), ifCurrent([this] { m_isSigningIn ? limitAll() : end(QStringLiteral("there was no time left")); }));
}

void McpDoctor::cancel()
{
    if (m_isRunning)
        end(QStringLiteral("cancelled"));
}

/// What may be the caller goes later.
void McpDoctor::dropAll()
{
    m_resolving.cancel();
    m_signingIn.cancel();
    m_isSigningIn = false;
    if (m_reach) {
        m_reach->disconnect(this);
        m_reach->stop();
        m_reach.release()->deleteLater();
    }
    if (m_answer) {
        m_answer->disconnect(this);
        m_answer.reset();
    }
    if (m_session) {
        m_session->disconnect(this);
        m_session->close();
        m_session.release()->deleteLater();
    }
    m_guard.reset();
}

int McpDoctor::indexOf(Step step) const
{
    return static_cast<int>(std::ranges::find(m_findings, step, &Finding::step) - m_findings.cbegin());
}

State McpDoctor::stateOf(Step step) const { return m_findings.at(indexOf(step)).state; }

void McpDoctor::begin(Step step)
{
    m_begun = m_tools.timers.monotonic();
    m_findings[indexOf(step)].state = State::Running;
    emit changed(indexOf(step));
}

void McpDoctor::take(const Finding &finding)
{
    const int index = indexOf(finding.step);
    if (m_findings.at(index).state != State::Waiting && m_findings.at(index).state != State::Running)
        return;
    m_findings[index] = finding;
    m_findings[index].found = m_mask.masked(finding.found);
    m_findings[index].fix = m_mask.masked(finding.fix);
    emit changed(index);
}

Milliseconds McpDoctor::elapsedOf(Step step) const
{
    return stateOf(step) == State::Running ? std::chrono::duration_cast<Milliseconds>(m_tools.timers.monotonic() - m_begun) : Milliseconds(0);
}

void McpDoctor::settle(Step step, State state, const QString &found)
{
    take({.step = step, .state = state, .elapsed = elapsedOf(step), .found = found, .fix = {}});
}

void McpDoctor::failStep(Step step, const Error &error)
{
    const QString detail = error.message.contains(error.detail) ? QString() : QStringLiteral(" (%1)").arg(error.detail.left(300));
    take({.step = step, .state = State::Failed, .elapsed = elapsedOf(step), .found = error.message + detail, .fix = doctor::fixFor(step, error, m_resolved.config), .ending = doctor::endingOf(step, error)});
    end(QStringLiteral("not reached"));
}

void McpDoctor::end(const QString &why)
{
    if (!std::exchange(m_isRunning, false))
        return;
    dropAll();
    const QList<Finding> before = m_findings; // who is told of one may take and drop the list
    for (const Finding &finding : before)
        if (finding.state == State::Waiting || finding.state == State::Running)
            skip(finding.step, why);
    emit finished();
}

void McpDoctor::open()
{
    begin(Step::Handshake);
    m_session = m_tools.connector.makeSession(m_config);
    connect(m_session.get(), &McpSession::wireSeen, this, &McpDoctor::onWire);
    m_session->open(m_guard.get(), ifCurrent([this](const Result<McpServerInfo> &info) { onOpened(info); }));
}

void McpDoctor::onOpened(const Result<McpServerInfo> &info)
{
    const bool isStdio = m_config.transport == McpTransport::Stdio;
    if (!info)
        return isStdio ? onProcessFailed(info.error()) : m_doubtful ? failAsDoubted() : failStep(Step::Handshake, info.error());
    if (m_doubtful) {
        pass(Step::Http, m_doubtful->found + QStringLiteral(" to server/discover; initialize is answered"));
        take(doctor::judgeAuth({}, m_resolved.config));
    }
    noteErrorText(State::Ok);
    pass(Step::Era, eraText(*info));
    pass(Step::Handshake, serverText(*info));
    list();
}

/// A legacy server would have answered initialize: the first answer was the failure, and nothing after it was reached.
void McpDoctor::failAsDoubted()
{
    take(*m_doubtful);
    m_findings[indexOf(Step::Handshake)].state = State::Waiting;
    end(QStringLiteral("not reached"));
}

void McpDoctor::list()
{
    const McpServerInfo info = m_session->info().value_or(McpServerInfo{});
    if (!info.hasTools && !info.hasPrompts && !info.hasResources) {
        skip(Step::List, QStringLiteral("the server offers none"));
        return end({});
    }
    begin(Step::List);
    if (info.hasTools)
        m_session->listTools(m_guard.get(), ifCurrent([this](const Result<QList<McpTool>> &tools) { onList("tools", tools); }));
    else if (info.hasPrompts)
        m_session->listPrompts(m_guard.get(), ifCurrent([this](const Result<QList<McpPrompt>> &prompts) { onList("prompts", prompts); }));
    else
        m_session->listResources(m_guard.get(), ifCurrent([this](const Result<QList<McpResource>> &resources) { onList("resources", resources); }));
}

template<typename T>
void McpDoctor::onList(const char *what, const Result<QList<T>> &items)
{
    if (!items)
        return failStep(Step::List, items.error());
    pass(Step::List, countText(items->size(), what));
    end({});
}

} // namespace qd
