#include "commands/policy/allowcommand.h"

#include "allowtools.h"
#include "commands/policy/policyjson.h"
#include "output/errorreport.h"
#include "policy/linediff.h"
#include "policy/policycanonical.h"
#include "printabletext.h"
#include "texttable.h"

#include <cmath>

namespace qd {

namespace {

QString perHour(const std::optional<double> &calls) { return calls ? QString::number(*calls, 'f', 0) : QStringLiteral("-"); }

QString shareText(const std::optional<double> &share) { return share ? QString::number(std::round(*share * 1000) / 10) + u'%' : QStringLiteral("-"); }

QString hintsOf(const AllowTool &tool)
{
    QStringList hints;
    if (tool.isReadOnly == true)
        hints.append(QStringLiteral("read-only"));
    if (tool.isDestructive == true && tool.isReadOnly != true)
        hints.append(QStringLiteral("destructive"));
    if (tool.isOpenWorld == true)
        hints.append(QStringLiteral("open-world"));
    return hints.join(u' ');
}

QString enforcementText(const AllowServer &server)
{
    switch (server.enforcement) {
    case AllowlistReading::State::None: return QStringLiteral("no allowlist: every tool can be called");
    case AllowlistReading::State::Ours: return QStringLiteral("allowlist enforced");
    case AllowlistReading::State::Altered:
    case AllowlistReading::State::Foreign:
    case AllowlistReading::State::Unreadable: break;
    }
    return server.problem;
}

QString toolsTable(const AllowServer &server)
{
    TextTable table({{QStringLiteral("TOOL"), TextTable::Align::Left, 48}, {QStringLiteral("LIVE")}, {QStringLiteral("WANTED")}, {QStringLiteral("DRIFT")},
                     {QStringLiteral("TOKENS"), TextTable::Align::Right}, {QStringLiteral("CALLS/H"), TextTable::Align::Right},
                     {QStringLiteral("ERRORS"), TextTable::Align::Right}, {QStringLiteral("HINTS")}});
    for (const AllowTool &tool : server.tools)
        table.addRow({tool.name, decisionName(tool.live), decisionName(tool.wanted), driftName(tool.drift), QString::number(tool.tokens),
                      perHour(tool.callsPerHour), shareText(tool.errorShare), hintsOf(tool)});
    return table.text();
}

QString proofTable(const AllowProofState &proof)
{
    TextTable table({{QStringLiteral("VERDICT")}, {QStringLiteral("WHAT"), TextTable::Align::Left, 60}, {QStringLiteral("REASON"), TextTable::Align::Left, 70}});
    for (const ProofRow &row : proof.rows) {
        const QString word = row.verdict == ProofRow::Verdict::Pass ? QStringLiteral("pass")
            : row.verdict == ProofRow::Verdict::Fail               ? QStringLiteral("FAIL") : QStringLiteral("skipped");
        table.addRow({word, row.what, row.reason});
    }
    return table.text();
}

} // namespace

AllowCommand::AllowCommand(const CliOptions &options, const CliStreams &streams, const Clock &clock, Session &session, AllowRequest request)
    : m_options(options), m_streams(streams), m_request(std::move(request)), m_guard(streams, clock, session.profile(), m_request.guard),
      m_controller({session.apim(), session.monitor(), session.mcp(), m_guard.guard(), m_guard.state().history(), m_store, clock}, session.profile().clientId)
{
}

void AllowCommand::start()
{
    connect(&m_controller, &AllowController::loaded, this, &AllowCommand::onLoaded);
    connect(&m_controller, &AllowController::applied, this, &AllowCommand::onApplied);
    connect(&m_controller, &AllowController::proved, this, &AllowCommand::onProved);
    connect(&m_controller, &AllowController::refused, this, [this](const QString &reason) {
        m_streams.complain(reason);
        if (isJson())
            m_streams.print(json::allowApplied(server(), false));
        emit finished(ExitCode::Healthy);
    });
    m_controller.open(m_request.server);
    m_controller.refreshServers();
}

void AllowCommand::fail(const Error &error) { emit finished(reportError(m_options, m_streams, error)); }

void AllowCommand::onLoaded()
{
    if (m_store.listError())
        return fail(*m_store.listError());
    if (m_store.openKey() != m_request.server)
        return fail(Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("There is no MCP server \"%1\"; known are: %2").arg(m_request.server, m_store.keys().join(QStringLiteral(", ")))});
    if (server().error)
        return fail(*server().error);
    if (server().upstreamError && m_request.verb != AllowVerb::Prove)
        m_streams.complain(QStringLiteral("warning: the server's own tools are not known: ") + printableText(server().upstreamError->message));
    if (server().usageError)
        m_streams.complain(QStringLiteral("warning: calls are not known: ") + printableText(server().usageError->message));
    decide();
    switch (m_request.verb) {
    case AllowVerb::Show: return show();
    case AllowVerb::Plan: return plan();
    case AllowVerb::Apply: return m_controller.apply();
    case AllowVerb::Prove: break;
    }
    const QString subject = m_request.subject.isEmpty() ? m_store.subjects().value(0) : m_request.subject;
    m_controller.prove(subject);
}

void AllowCommand::decide()
{
    if (m_request.only) {
        QStringList all;
        for (const AllowTool &tool : server().tools)
            all.append(tool.name);
        m_controller.decide(all, ToolDecision::Denied);
        m_controller.decide(*m_request.only, ToolDecision::Allowed);
    }
    if (m_request.acceptsDrift)
        m_controller.acceptDrift();
    m_controller.decide(m_request.allow, ToolDecision::Allowed);
    m_controller.decide(m_request.deny, ToolDecision::Denied);
    for (const QString &name : m_request.only.value_or(QStringList{}) + m_request.allow + m_request.deny)
        if (std::ranges::find(server().tools, name, &AllowTool::name) == server().tools.cend())
            m_streams.complain(QStringLiteral("warning: there is no tool \"%1\"").arg(printableText(name)));
}

void AllowCommand::show()
{
    if (isJson()) {
        m_streams.print(json::allowServer(server()));
    } else {
        m_streams.print(QStringLiteral("%1: %2\n\n").arg(printableText(server().label), printableText(enforcementText(server()))));
        m_streams.print(toolsTable(server()));
        m_streams.print(QStringLiteral("\n%1 tokens of definitions are shown to clients\n").arg(tokensOf(server().tools, &AllowTool::live)));
    }
    emit finished(ExitCode::Healthy);
}

void AllowCommand::plan()
{
    if (server().plan.isEmpty())
        return fail(Error{.kind = ErrorKind::Invalid, .message = server().planError});
    const QList<DiffLine> lines = lineDiff(canonicalPolicyText(server().policy), canonicalPolicyText(server().plan));
    if (isJson()) {
        m_streams.print(json::allowPlan(server(), lines));
    } else {
        m_streams.print(toolsTable(server()) + u'\n');
        for (const QString &line : unifiedText(diffHunks(lines)).split(u'\n', Qt::SkipEmptyParts))
            m_streams.print(printableText(line) + u'\n');
        m_streams.print(diffSummary(lines) + u'\n');
    }
    emit finished(ExitCode::Healthy);
}

void AllowCommand::onApplied(bool isDone)
{
    if (server().error)
        return fail(*server().error);
    if (isJson())
        m_streams.print(json::allowApplied(server(), isDone));
    if (server().isConflict)
        m_streams.complain(QStringLiteral("somebody else changed this policy after it was read: nothing was written. Run the command again to plan on theirs."));
    else if (isDone && !isJson())
        m_streams.print(QStringLiteral("written; prove it with `deckctl allow prove %1`\n").arg(m_request.server));
    else if (!isDone)
        m_streams.complain(QStringLiteral("not confirmed: nothing was written"));
    emit finished(server().isConflict ? ExitCode::Conflict : isDone ? ExitCode::Healthy : ExitCode::Unreachable);
}

void AllowCommand::onProved()
{
    if (server().proof.phase == AllowProofState::Phase::Failed)
        return fail(*server().proof.error);
    if (isJson()) {
        m_streams.print(json::allowProof(server()));
    } else {
        m_streams.print(proofTable(server().proof));
        m_streams.print(QStringLiteral("\nas %1 through the gateway: %2\n").arg(printableText(server().proof.subject), server().proof.isPassed() ? QStringLiteral("proved") : QStringLiteral("NOT proved")));
    }
    emit finished(server().proof.isPassed() ? ExitCode::Healthy : ExitCode::Critical);
}

} // namespace qd
