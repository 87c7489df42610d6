#include "commands/mcp/mcpruncommand.h"

#include "collectionanswers.h"
#include "commands/mcp/junitreport.h"
#include "commands/mcp/runreport.h"
#include "commands/mcp/terminalanswers.h"
#include "commands/mcp/writableplace.h"
#include "mcp/recordfile.h"
#include "mcp/serveridentity.h"
#include "printabletext.h"
#include "samplingmodel.h"

#include <QSaveFile>

namespace qd {

ExitCode exitCodeOf(collection::Ending ending)
{
    using collection::Ending;
    switch (ending) {
    case Ending::Passed: return ExitCode::Healthy;
    case Ending::Failed: return ExitCode::Failed;
    case Ending::ProtocolError: return ExitCode::QueryFailed;
    case Ending::SignIn: return ExitCode::SignIn;
    case Ending::Unreachable:
    case Ending::Cancelled: break;
    }
    return ExitCode::Unreachable;
}

McpRunCommand::McpRunCommand(const CliContext &context, const McpPlace &place, McpRunRequest request)
    : McpCommand(context, place), m_request(std::move(request))
{
}

/// Files and variables first: a run that lacks one starts nothing.
void McpRunCommand::start()
{
    if (const QString problem = unwritableAmong({m_request.junitFile, m_request.recordFile}); !problem.isEmpty()) {
        m_isReporting = false;
        QMetaObject::invokeMethod(this, [this, problem] { fail({.kind = ErrorKind::Invalid, .message = problem}); }, Qt::QueuedConnection);
        return;
    }
    startCollection(m_request.collection, m_request.choice, secrets(), this, [this](const Result<CollectionStart> &start) {
        if (!start)
            return fail(start.error());
        m_start = *start;
        McpCommand::start();
    });
}

std::shared_ptr<McpClientAnswers> McpRunCommand::answers()
{
    const bool isAsking = m_request.elicit == QStringLiteral("ask");
    std::shared_ptr<McpClientAnswers> said = CollectionAnswers::made(m_start.variables.inJson(m_request.collection.answers).value_or(QString()), isAsking ? QString() : m_request.elicit);
    if (isAsking)
        said = std::make_shared<TerminalAnswers>(streams(), pinName(place().config, place().isListed), std::move(said));
    if (m_request.model.url.isEmpty())
        return said;
    return answersOfModel(clock(), timers(), m_request.model, qEnvironmentVariable("QD_MODEL_KEY"), std::move(said));
}

void McpRunCommand::prepare(McpSession &session)
{
    session.setAnswers(answers());
    if (!m_request.recordFile.isEmpty())
        m_recorder = std::make_unique<SessionRecorder>(session, place().config.id.value, m_start.secrets);
    m_runner = std::make_unique<CollectionRunner>(session, m_request.collection, timers());
    connect(m_runner.get(), &CollectionRunner::stepDone, this, &McpRunCommand::printStep);
    connect(m_runner.get(), &CollectionRunner::finished, this, &McpRunCommand::report);
}

void McpRunCommand::interrupted() { m_isRunning ? m_runner->cancel() : McpCommand::interrupted(); }

void McpRunCommand::run()
{
    m_isRunning = true;
    if (!isJson())
        streams().print(serverLine(*session().info()));
    m_runner->start(m_start);
}

void McpRunCommand::printStep(const collection::StepResult &step)
{
    if (isJson())
        return;
    streams().print(stepLines(step));
    if (auto *file = qobject_cast<QFileDevice *>(&streams().out))
        file->flush(); // a run may take long
}

void McpRunCommand::report(const collection::RunResult &result)
{
    printNotes(result.notes);
    streams().print(isJson() ? withTrail(runJson(result, session().info())) : runSummary(result).toUtf8());
    const bool isWritten = writeJunit(result) && writeRecord();
    const ExitCode code = exitCodeOf(result.ending);
    end(isWritten || code != ExitCode::Healthy ? code : ExitCode::Usage);
}

void McpRunCommand::printNotes(const QStringList &notes)
{
    for (const QString &note : notes)
        streams().complain(QStringLiteral("note: ") + printableText(note));
}

bool McpRunCommand::writeRecord()
{
    const auto written = m_recorder ? saveRecording(m_recorder->recording(), m_request.recordFile) : Result<void>();
    if (!written)
        streams().complain(QStringLiteral("deckctl: ") + printableText(written.error().message));
    return static_cast<bool>(written);
}

/// A build server must see a run that could not begin as a failure, not as nothing.
void McpRunCommand::failed(const Error &error, ExitCode)
{
    if (!m_isReporting)
        return;
    using collection::StepResult;
    StepResult connect;
    connect.what = QStringLiteral("connect");
    connect.outcome = StepResult::Outcome::Failed;
    connect.reason = error.message;
    connect.error = error;
    collection::RunResult result;
    result.name = m_request.collection.name;
    result.steps = {connect};
    result.notes = m_request.collection.notes;
    printNotes(result.notes);
    static_cast<void>(writeJunit(result));
}

bool McpRunCommand::writeJunit(const collection::RunResult &result)
{
    if (m_request.junitFile.isEmpty())
        return true;
    QSaveFile file(m_request.junitFile);
    const QByteArray xml = junitXml(result);
    if (file.open(QIODevice::WriteOnly) && file.write(xml) == xml.size() && file.commit())
        return true;
    streams().complain(QStringLiteral("deckctl: %1 cannot be written: %2").arg(printableText(m_request.junitFile), file.errorString()));
    return false;
}

} // namespace qd
