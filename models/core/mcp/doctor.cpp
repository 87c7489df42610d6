#include "mcp/doctor.h"

#include <algorithm>

namespace qd::doctor {

namespace {

struct StepWords {
    Step step;
    const char *name;
    const char *title;
    Ending ending; ///< when it fails
};

constexpr StepWords stepTable[] = {
    {Step::Address, "address", "Address", Ending::BadInput},
    {Step::Proxy, "proxy", "Proxy", Ending::Unreachable},
    {Step::Dns, "dns", "Name lookup", Ending::Unreachable},
    {Step::Tcp, "tcp", "Connection (TCP)", Ending::Unreachable},
    {Step::Tls, "tls", "Encryption (TLS)", Ending::Unreachable},
    {Step::Http, "http", "HTTP answer", Ending::Protocol},
    {Step::Auth, "auth", "Sign-in", Ending::SignIn},
    {Step::Command, "command", "Command", Ending::BadInput},
    {Step::Executable, "executable", "Executable", Ending::BadInput},
    {Step::Consent, "consent", "Consent and environment", Ending::BadInput},
    {Step::Start, "start", "Process start", Ending::Unreachable},
    {Step::FirstLine, "first-line", "First line", Ending::Protocol},
    {Step::ErrorText, "error-text", "Error stream", Ending::Protocol},
    {Step::Era, "era", "Era", Ending::Protocol},
    {Step::Handshake, "handshake", "Handshake", Ending::Protocol},
    {Step::List, "list", "First list", Ending::Protocol}};

const StepWords &wordsOf(Step step)
{
    return *std::ranges::find(stepTable, step, &StepWords::step);
}

QList<Step> orderOf(const McpServerConfig &config)
{
    if (config.transport == McpTransport::Stdio)
        return {Step::Command, Step::Executable, Step::Consent, Step::Start, Step::FirstLine, Step::ErrorText, Step::Era, Step::Handshake, Step::List};
    return {Step::Address, Step::Proxy, Step::Dns, Step::Tcp, Step::Tls, Step::Http, Step::Auth, Step::Era, Step::Handshake, Step::List};
}

} // namespace

QList<Finding> stepsOf(const McpServerConfig &config)
{
    QList<Finding> findings;
    for (const Step step : orderOf(config))
        findings.append({.step = step, .found = {}, .fix = {}});
    return findings;
}

const Finding *failureIn(const QList<Finding> &findings)
{
    const auto failed = std::ranges::find(findings, State::Failed, &Finding::state);
    return failed == findings.cend() ? nullptr : &*failed;
}

bool isOver(const QList<Finding> &findings)
{
    return std::ranges::none_of(findings, [](const Finding &finding) { return finding.state == State::Waiting || finding.state == State::Running; });
}

QString stepName(Step step) { return QLatin1String(wordsOf(step).name); }
QString stepTitle(Step step) { return QLatin1String(wordsOf(step).title); }

QString stateName(State state)
{
    switch (state) {
    case State::Waiting: return QStringLiteral("waiting");
    case State::Running: return QStringLiteral("running");
    case State::Ok: return QStringLiteral("ok");
    case State::Failed: return QStringLiteral("failed");
    case State::Skipped: break;
    }
    return QStringLiteral("skipped");
}

Ending endingOf(Step step, const Error &error)
{
    const Ending usual = wordsOf(step).ending;
    bool isNumber = false;
    const bool isServersWord = error.vendorCode.toInt(&isNumber) < 0 && isNumber; // an error of JSON-RPC
    if (step == Step::Auth && error.kind == ErrorKind::Invalid)
        return Ending::BadInput; // a variable that is not set
    if (step == Step::Address && error.kind == ErrorKind::Keychain)
        return Ending::SignIn;
    if (usual != Ending::Protocol || isServersWord)
        return usual;
    switch (error.kind) {
    case ErrorKind::Cancelled:
    case ErrorKind::Timeout:
    case ErrorKind::Network:
    case ErrorKind::Tls:
    case ErrorKind::Throttled:
    case ErrorKind::Server: return Ending::Unreachable;
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::Keychain: return Ending::SignIn;
    default: return usual;
    }
}

Ending endingOf(const QList<Finding> &findings)
{
    const Finding *failure = failureIn(findings);
    return failure ? failure->ending.value_or(wordsOf(failure->step).ending) : Ending::Well;
}

} // namespace qd::doctor
