#include "commands/mcp/mcpreplaycommand.h"

#include "collectionanswers.h"
#include "commands/mcp/writableplace.h"
#include "mcp/recordfile.h"
#include "mcp/serveridentity.h"
#include "mcpcollections/recordcollection.h"
#include "output/mcpsessionjson.h"
#include "printabletext.h"

#include <utility>

namespace qd {

McpReplayCommand::McpReplayCommand(const CliContext &context, const McpPlace &place, McpReplayRequest request)
    : McpCommand(context, place), m_request(std::move(request)), m_collection(collectionOf(m_request.recording))
{
}

void McpReplayCommand::start()
{
    if (const QString problem = unwritableAmong({m_request.recordFile}); !problem.isEmpty()) {
        QMetaObject::invokeMethod(this, [this, problem] { fail({.kind = ErrorKind::Invalid, .message = problem}); }, Qt::QueuedConnection);
        return;
    }
    startCollection(m_collection, {}, secrets(), this, [this](const Result<CollectionStart> &start) {
        if (!start)
            return fail(start.error());
        m_start = *start;
        McpCommand::start();
    });
}

void McpReplayCommand::prepare(McpSession &session)
{
    session.setAnswers(CollectionAnswers::made(m_start.variables.inJson(m_collection.answers).value_or(QString()), {}));
    m_recorder = std::make_unique<SessionRecorder>(session, pinName(place().config, false));
    m_runner = std::make_unique<CollectionRunner>(session, m_collection, timers());
    connect(m_runner.get(), &CollectionRunner::finished, this, &McpReplayCommand::report);
}

void McpReplayCommand::interrupted() { m_isRunning ? m_runner->cancel() : McpCommand::interrupted(); }

void McpReplayCommand::run()
{
    m_isRunning = true;
    m_runner->start(m_start);
}

void McpReplayCommand::report()
{
    const McpRecording &seen = m_recorder->recording();
    const SessionDiff diff = diffOf(viewOf(m_request.recording), viewOf(seen), m_request.ignored);
    streams().print(isJson() ? json::sessionDiff(m_request.name, seen.server, diff) : text::sessionDiff(m_request.name, seen.server, diff).toUtf8());
    if (!m_request.recordFile.isEmpty())
        if (const auto written = saveRecording(seen, m_request.recordFile); !written)
            return fail(written.error());
    end(diff.isSame() ? ExitCode::Healthy : ExitCode::Failed);
}

} // namespace qd
