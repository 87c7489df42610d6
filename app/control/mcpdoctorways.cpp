#include "mcpdoctor.h"

#include "mcp/configaddress.h"
#include "mcp/jsonslice.h"
#include "mcp/launchconsent.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <utility>

// The two ways to a server: over the network, and as a process.
namespace qd {

using doctor::State;
using doctor::Step;

namespace {

constexpr qsizetype firstErrorLines = 6;
constexpr qsizetype lastErrorLines = 4;
constexpr qsizetype longestErrorLine = 500;

Step stepOf(ReachStage::Kind kind)
{
    switch (kind) {
    case ReachStage::Kind::Proxy: return Step::Proxy;
    case ReachStage::Kind::Dns: return Step::Dns;
    case ReachStage::Kind::Tcp: return Step::Tcp;
    case ReachStage::Kind::Tls: break;
    }
    return Step::Tls;
}

/// Causes stand at the beginning, what came of them at the end.
void keepEnds(QStringList &lines, const QString &line)
{
    if (line.trimmed().isEmpty())
        return;
    lines << line;
    if (lines.size() == firstErrorLines + lastErrorLines + 1)
        lines.insert(firstErrorLines, QStringLiteral("…"));
    if (lines.size() > firstErrorLines + lastErrorLines + 1)
        lines.removeAt(firstErrorLines + 1);
}

/// No server asks what a client asks first.
bool isOurQuestion(const McpWireEntry &entry)
{
    const bool isFirst = entry.method == QLatin1String("initialize") || entry.method == QLatin1String("server/discover");
    return isFirst && jsonslice::member(entry.text.toUtf8(), "method").has_value();
}

QString variableNames(const McpServerConfig &config)
{
    QStringList names;
    for (const auto &[name, value] : config.environment)
        names << name;
    return names.isEmpty() ? QStringLiteral("agreed; no variables of its own") : QStringLiteral("agreed; variables: %1").arg(names.join(QStringLiteral(", ")));
}

Error plainError(ErrorKind kind, const QString &message) { return {.kind = kind, .message = message}; }

} // namespace

/// What is reached is what the references make of the address; those of headers have time until they are sent.
void McpDoctor::checkAddress()
{
    begin(Step::Address);
    McpServerConfig address = m_config;
    address.headers.clear();
    resolve(address, [this] { reachAddress(); }, Step::Address);
}

void McpDoctor::reachAddress()
{
    m_mask = SecretMask(m_resolved.secrets);
    for (const QString &secret : std::as_const(m_resolved.secrets))
        m_mask.add(secret.toLower()); // as a host shows it
    const QUrl url = m_resolved.config.url;
    const QString shown = url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (!configaddress::isUsable(url))
        return failStep(Step::Address, plainError(ErrorKind::Invalid, QStringLiteral("%1 is no address that is accepted: https, or http on this machine").arg(shown)));
    pass(Step::Address, shown);
    reach();
}

void McpDoctor::reach()
{
    m_reach = std::make_unique<ReachProbe>(m_tools.timers, m_tools.clock, m_resolved.config.url, m_tools.patience, m_config.tls);
    connect(m_reach.get(), &ReachProbe::passed, this, &McpDoctor::onStage);
    connect(m_reach.get(), &ReachProbe::ended, this, [this](bool isReached) {
        if (isReached)
            resolve(m_config, [this] { ask(); }, Step::Auth);
    });
    m_reach->start();
}

void McpDoctor::onStage(const ReachStage &stage)
{
    if (stage.error)
        return failStep(stepOf(stage.kind), *stage.error);
    take({.step = stepOf(stage.kind), .state = stage.isSkipped ? State::Skipped : State::Ok, .elapsed = stage.elapsed, .found = stage.found, .fix = {}});
}

void McpDoctor::resolve(const McpServerConfig &config, const std::function<void()> &next, Step step)
{
    m_resolving = resolveReferences(config, m_tools.secrets, m_guard.get(), ifCurrent([this, next, step](const Result<ResolvedMcpConfig> &resolved) {
        if (!resolved)
            return failStep(step, resolved.error());
        m_resolved = *resolved;
        next();
    }));
}

void McpDoctor::ask()
{
    begin(Step::Http);
    HttpClientOptions options = m_tools.http;
    options.tls = m_resolved.config.tls;
    options.tlsServer = m_resolved.config.url;
    m_client = std::make_unique<HttpClient>(m_tools.clock, m_tools.timers, std::move(options));
    m_answer = std::make_unique<AnswerProbe>(*m_client, m_resolved.config, m_tools.patience);
    connect(m_answer.get(), &AnswerProbe::answered, m_guard.get(), ifCurrent([this](const doctor::Answer &answer) { onAnswer(answer); }), Qt::QueuedConnection);
    connect(m_answer.get(), &AnswerProbe::failed, m_guard.get(), ifCurrent([this](const Error &error) { failStep(Step::Http, error); }), Qt::QueuedConnection);
    m_answer->start();
}

void McpDoctor::checkCommand()
{
    begin(Step::Command);
    const bool isPath = m_config.command.contains(u'/');
    const QString path = isPath ? QDir(m_config.workingFolder).absoluteFilePath(m_config.command) : QStandardPaths::findExecutable(m_config.command);
    if (path.isEmpty() || !QFileInfo::exists(path))
        return failStep(Step::Command, plainError(ErrorKind::NotFound, QStringLiteral("there is no %1").arg(m_config.command)));
    pass(Step::Command, path);
    begin(Step::Executable);
    const QFileInfo info(path);
    if (!info.isFile() || !info.isExecutable())
        return failStep(Step::Executable, plainError(ErrorKind::Invalid, info.isDir() ? QStringLiteral("it is a folder") : QStringLiteral("it may not be executed")));
    pass(Step::Executable, info.isSymLink() ? QStringLiteral("leads to %1").arg(info.canonicalFilePath()) : QStringLiteral("%1 bytes").arg(info.size()));
    checkConsent();
}

void McpDoctor::checkConsent()
{
    begin(Step::Consent);
    if (!m_isAgreed)
        return failStep(Step::Consent, plainError(ErrorKind::Invalid, QStringLiteral("not agreed to: %1").arg(launch::commandLine(m_config))));
    resolve(m_config, [this] {
        pass(Step::Consent, variableNames(m_config));
        begin(Step::Start);
        open();
    }, Step::Consent);
}

/// What is seen on the way tells how far a process has come.
void McpDoctor::onWire(const McpWireEntry &entry)
{
    if (m_config.transport != McpTransport::Stdio || !m_isRunning)
        return;
    if (entry.direction == McpWireEntry::Direction::Sent && stateOf(Step::Start) == State::Running) {
        pass(Step::Start, QStringLiteral("runs"));
        begin(Step::FirstLine);
    } else if (entry.direction == McpWireEntry::Direction::Received && (m_isEcho || isOurQuestion(entry))) {
        m_isEcho = true;
    } else if (entry.direction == McpWireEntry::Direction::Received) {
        pass(Step::FirstLine, m_garbage.isEmpty() ? QStringLiteral("a message") : QStringLiteral("a message, after text that is none: %1").arg(m_garbage));
    } else if (entry.text.startsWith(QLatin1String("stderr: "))) {
        for (const QString &line : entry.text.mid(8).split(u'\n'))
            keepEnds(m_errorLines, line.left(longestErrorLine));
    } else if (entry.text.startsWith(QLatin1String("stdout, not a message: ")) && m_garbage.isEmpty()) {
        m_garbage = entry.text.mid(23).left(longestErrorLine);
    }
}

void McpDoctor::noteErrorText(State state)
{
    if (m_config.transport != McpTransport::Stdio)
        return;
    if (m_errorLines.isEmpty())
        skip(Step::ErrorText, QStringLiteral("nothing on it"));
    else
        settle(Step::ErrorText, state, m_errorLines.join(u'\n'));
}

/// A process that could not be started, that ended, that writes no messages, or whose message is no answer to ours.
void McpDoctor::onProcessFailed(const Error &error)
{
    noteErrorText(State::Skipped); // it tells why, and is well no more than the process
    const bool hasStarted = stateOf(Step::Start) == State::Ok;
    const bool hasSpoken = stateOf(Step::FirstLine) == State::Ok;
    if (!hasStarted)
        return failStep(Step::Start, error);
    if (m_isEcho)
        return failStep(Step::FirstLine, {.kind = ErrorKind::Protocol, .message = QStringLiteral("it sends back what it gets"), .vendorCode = QStringLiteral("echo")});
    if (hasSpoken)
        return failStep(Step::Handshake, error);
    if (error.kind == ErrorKind::Timeout && !m_garbage.isEmpty())
        return failStep(Step::FirstLine, plainError(ErrorKind::Protocol, QStringLiteral("no message, but: %1").arg(m_garbage)));
    failStep(Step::FirstLine, error);
}

} // namespace qd
