#include "commands/mcp/mcpdoctorcommand.h"

#include "commands/mcp/leavetaking.h"
#include "mcp/serveridentity.h"
#include "printabletext.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace qd {

namespace {

ExitCode codeOf(doctor::Ending ending)
{
    switch (ending) {
    case doctor::Ending::Well: return ExitCode::Healthy;
    case doctor::Ending::BadInput: return ExitCode::Usage;
    case doctor::Ending::SignIn: return ExitCode::SignIn;
    case doctor::Ending::Unreachable: return ExitCode::Unreachable;
    case doctor::Ending::Protocol: break;
    }
    return ExitCode::QueryFailed;
}

QString markOf(doctor::State state)
{
    return state == doctor::State::Ok ? QStringLiteral("✓") : state == doctor::State::Failed ? QStringLiteral("✕") : QStringLiteral("○");
}

QByteArray doctorJson(const QString &server, const QList<doctor::Finding> &findings)
{
    nlohmann::ordered_json steps = nlohmann::ordered_json::array();
    for (const doctor::Finding &finding : findings) {
        nlohmann::ordered_json step{{"step", doctor::stepName(finding.step).toStdString()}, {"state", doctor::stateName(finding.state).toStdString()},
                                    {"ms", finding.elapsed.count()}, {"found", finding.found.toStdString()}};
        if (!finding.fix.isEmpty())
            step["fix"] = finding.fix.toStdString();
        steps.push_back(step);
    }
    const doctor::Finding *failure = doctor::failureIn(findings);
    nlohmann::ordered_json report{{"server", server.toStdString()}, {"ok", failure == nullptr}};
    if (failure)
        report["failed"] = doctor::stepName(failure->step).toStdString();
    report["steps"] = steps;
    return QByteArray::fromStdString(report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) + '\n';
}

} // namespace

/// It registers with nobody, and opens no page, unless that was agreed to.
McpDoctorCommand::McpDoctorCommand(const CliContext &context, const McpServerConfig &config, bool isAgreed, Milliseconds patience, const CliSignInChoice &signIn)
    : m_context(context), m_isAgreed(isAgreed), m_connections(context, signIn), m_config(m_connections.with(config)),
      m_doctor({.connector = m_connections.connector(), .secrets = m_connections.secrets(), .clock = context.clock, .timers = m_connections.timers(),
                .authorizer = signIn.isAgreed ? &m_connections.signIn().authorizer() : nullptr, .patience = patience})
{
    connect(&m_interrupts, &Interrupts::interrupted, this, [this] {
        m_isInterrupted = m_doctor.isRunning();
        m_doctor.cancel();
    });
    connect(&m_doctor, &McpDoctor::finished, this, &McpDoctorCommand::report);
}

void McpDoctorCommand::start() { m_doctor.examine(m_config, m_isAgreed); }

void McpDoctorCommand::report()
{
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(doctorJson(pinName(m_config, false), m_doctor.findings()));
    else
        printText();
    ExitCode code = codeOf(doctor::endingOf(m_doctor.findings()));
    if (m_isInterrupted) {
        m_context.streams.complain(QStringLiteral("deckctl: Interrupted: what was not tried is skipped."));
        code = ExitCode::Unreachable;
    }
    whenLeft(m_connections.connector(), m_connections.timers(), this, [this, code] { emit finished(code); });
}

void McpDoctorCommand::printText() const
{
    for (const doctor::Finding &finding : m_doctor.findings()) {
        const QString took = finding.elapsed.count() > 0 ? QStringLiteral(" (%1 ms)").arg(finding.elapsed.count()) : QString();
        m_context.streams.print(QStringLiteral("%1 %2 %3%4\n").arg(markOf(finding.state), doctor::stepTitle(finding.step).leftJustified(24),
                                                                   printableText(finding.found).replace(u'\n', QStringLiteral("\n    ")), took));
        if (!finding.fix.isEmpty())
            m_context.streams.print(QStringLiteral("  → %1\n").arg(printableText(finding.fix)));
    }
}

} // namespace qd
