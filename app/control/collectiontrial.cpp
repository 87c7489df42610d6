#include "collectiontrial.h"

#include "collectionanswers.h"

namespace qd {

CollectionTrial::CollectionTrial(McpConnector &connector, SecretStore &secrets, Timers &timers, QObject *parent)
    : QObject(parent), m_connector(connector), m_secrets(secrets), m_timers(timers)
{
}

CollectionTrial::~CollectionTrial() { drop(); }

void CollectionTrial::start(const McpServerConfig &config, const collection::Collection &collection, const CollectionChoice &choice)
{
    drop();
    m_isRunning = true;
    m_guard = std::make_unique<QObject>();
    startCollection(collection, choice, m_secrets, m_guard.get(), [this, config, collection](const Result<CollectionStart> &start) {
        if (start)
            open(config, collection, *start);
        else
            fail(start.error());
    });
}

/// Recorder and runner before the connection: what the server says from then on counts.
void CollectionTrial::open(const McpServerConfig &config, const collection::Collection &collection, const CollectionStart &start)
{
    m_session = m_connector.makeSession(config);
    m_session->setAnswers(CollectionAnswers::made(start.variables.inJson(collection.answers).value_or(QString()), {}));
    m_recorder = std::make_unique<SessionRecorder>(*m_session, config.id.value, start.secrets);
    m_runner = std::make_unique<CollectionRunner>(*m_session, collection, m_timers);
    connect(m_runner.get(), &CollectionRunner::stepDone, this, &CollectionTrial::stepDone);
    connect(m_runner.get(), &CollectionRunner::finished, this, [this](const collection::RunResult &result) {
        m_isRunning = false;
        m_session->close();
        emit finished(result);
    });
    m_session->open(m_guard.get(), [this, start](const Result<McpServerInfo> &info) {
        if (info)
            m_runner->start(start);
        else
            fail(info.error());
    });
}

void CollectionTrial::fail(const Error &error)
{
    m_isRunning = false;
    emit failed(error);
}

void CollectionTrial::stop()
{
    if (m_isRunning && m_session && m_session->info())
        return m_runner->cancel();
    if (m_isRunning)
        drop();
}

std::optional<McpRecording> CollectionTrial::recording() const
{
    return m_recorder ? std::optional(m_recorder->recording()) : std::nullopt;
}

/// The runner goes before the session that it borrows.
void CollectionTrial::drop()
{
    m_isRunning = false;
    m_guard.reset();
    m_runner.reset();
    m_recorder.reset();
    m_session.reset();
}

} // namespace qd
