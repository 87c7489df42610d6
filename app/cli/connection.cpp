#include "connection.h"

#include "auth/keychainstore.h"
#include "auth/secretsources.h"
#include "labstate.h"
#include "slofiles.h"

namespace qd {

Connection::Connection(const CliOptions &options, const CliStreams &streams, const Clock &clock, QObject *parent)
    : QObject(parent), m_options(options), m_streams(streams), m_clock(clock)
{
}

Connection::~Connection() = default;

void Connection::open()
{
    if (const auto error = misuseOf(m_options, !m_options.lab.isEmpty())) {
        report(*error);
        return;
    }
    if (!m_options.lab.isEmpty()) {
        startPrivateLab();
        return;
    }
    if (isExplicitAccount(m_options)) {
        useExplicit();
        return;
    }
    const auto lab = labFromFile();
    if (lab)
        useLab(*lab);
    else
        report(lab.error());
}

Result<LabInfo> Connection::labFromFile() const
{
    if (m_options.connect.isEmpty()) {
        if (const auto running = labstate::running())
            return *running;
        return Error{.kind = ErrorKind::Network,
                     .message = QStringLiteral("No lab is running and no connection was given. Start one with `deckctl lab start`, or use --lab SCENARIO.")};
    }
    const bool isInput = m_options.connect == QStringLiteral("-");
    const Result<QByteArray> bytes = isInput ? Result<QByteArray>(m_streams.in.read(64 * 1024)) : readSmallFile(m_options.connect);
    if (!bytes)
        return bytes.error();
    const auto info = decodeLabInfo(bytes->trimmed(), isInput ? QStringLiteral("standard input") : m_options.connect);
    return info ? info : Result<LabInfo>(Error{.kind = ErrorKind::Invalid, .message = info.error().message, .detail = info.error().detail});
}

void Connection::startPrivateLab()
{
    m_lab = std::make_unique<LabProcess>(LabLaunch{.scenario = m_options.lab});
    connect(m_lab.get(), &LabProcess::ready, this, &Connection::useLab);
    connect(m_lab.get(), &LabProcess::failed, this, &Connection::failed);
    m_lab->start();
}

void Connection::useLab(const LabInfo &lab)
{
    m_session = makeLabSession(lab, m_options.schema, m_clock);
    QMetaObject::invokeMethod(this, &Connection::ready, Qt::QueuedConnection);
}

void Connection::useExplicit()
{
    SessionProfile profile{.name = QStringLiteral("command line"), .environment = Environment::Production,
                           .authority = QUrl(m_options.authority.isEmpty() ? QStringLiteral("https://login.microsoftonline.com") : m_options.authority),
                           .tenantId = m_options.tenant, .clientId = m_options.clientId};
    const bool isWorkspace = m_options.schema == TelemetrySchema::Workspace;
    profile.target = cloudTarget(m_options.schema, isWorkspace ? m_options.workspaceId : m_options.appId);
    profile.arm = cloudArmTarget(m_options.subscription, m_options.resourceGroup, m_options.site, m_options.apim);
    if (!m_options.endpoint.isEmpty())
        profile.target.endpoint = QUrl(m_options.endpoint);
    std::unique_ptr<SecretSource> secrets;
    if (const QString secret = qEnvironmentVariable("QD_CLIENT_SECRET"); !secret.isEmpty()) {
        secrets = std::make_unique<FixedSecret>(secret);
    } else {
        m_keychain = std::make_unique<KeychainStore>(m_timers);
        secrets = std::make_unique<StoredSecret>(*m_keychain, profile.secretName());
    }
    m_session = std::make_unique<Session>(profile, std::move(secrets), m_clock);
    QMetaObject::invokeMethod(this, &Connection::ready, Qt::QueuedConnection);
}

void Connection::report(const Error &error)
{
    QMetaObject::invokeMethod(this, [this, error] { emit failed(error); }, Qt::QueuedConnection);
}

void Connection::close()
{
    m_session.reset();
    if (!m_lab) {
        QMetaObject::invokeMethod(this, &Connection::closed, Qt::QueuedConnection);
        return;
    }
    m_lab->disconnect(this);
    connect(m_lab.get(), &LabProcess::stopped, this, &Connection::closed);
    m_lab->stop();
}

} // namespace qd
