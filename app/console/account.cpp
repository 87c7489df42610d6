#include "account.h"

#include "auth/keychainstore.h"
#include "auth/secretsources.h"
#include "slofiles.h"

#include <QFile>

#include <cstdio>

namespace qd {

namespace {

/// A secret in the desktop's keyring, with the store it needs.
class KeyringSecret final : public SecretSource
{
public:
    explicit KeyringSecret(const QString &name) : m_store(m_timers), m_secret(m_store, name) {}
    Call secret(QObject *context, Completion<QString> completion) override
    {
        return m_secret.secret(context, std::move(completion));
    }

private:
    SystemTimers m_timers;
    KeychainStore m_store;
    StoredSecret m_secret;
};

std::unique_ptr<SecretSource> accountSecret(const SessionProfile &profile)
{
    const QString given = qEnvironmentVariable("QD_CLIENT_SECRET");
    if (!given.isEmpty())
        return std::make_unique<FixedSecret>(given);
    return std::make_unique<KeyringSecret>(profile.secretName());
}

Environment accountEnvironment(const QString &name)
{
    if (name == QLatin1StringView("dev"))
        return Environment::Development;
    if (name == QLatin1StringView("staging"))
        return Environment::Staging;
    return Environment::Production; // an account that nobody vouched for is handled with the most care
}

Result<QByteArray> readLabInfo(const QString &name)
{
    if (name != QLatin1StringView("-"))
        return readSmallFile(name);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("standard input cannot be read")};
    return input.readLine(1024 * 1024);
}

} // namespace

Result<std::unique_ptr<Session>> connectFromFile(const ConsoleOptions &options, const Clock &clock)
{
    const auto bytes = readLabInfo(options.connect);
    if (!bytes)
        return bytes.error();
    const auto info = decodeLabInfo(*bytes, options.connect == QLatin1StringView("-") ? QStringLiteral("standard input") : options.connect);
    if (!info)
        return info.error();
    return makeLabSession(*info, options.schema, clock);
}

std::unique_ptr<Session> connectToAccount(const ConsoleOptions &options, const Clock &clock)
{
    const bool isClassic = options.schema == TelemetrySchema::Classic;
    SessionProfile profile{.environment = accountEnvironment(options.environment),
                           .authority = QUrl(options.authority.isEmpty() ? QStringLiteral("https://login.microsoftonline.com")
                                                                         : options.authority),
                           .tenantId = options.tenant,
                           .clientId = options.clientId,
                           .target = cloudTarget(options.schema, isClassic ? options.appId : options.workspaceId)};
    profile.arm = cloudArmTarget(options.subscription, options.resourceGroup, options.site, options.apim);
    profile.name = QStringLiteral("%1 %2").arg(isClassic ? QStringLiteral("app") : QStringLiteral("workspace"), profile.target.id);
    if (!options.endpoint.isEmpty())
        profile.target.endpoint = QUrl(options.endpoint);
    auto secret = accountSecret(profile);
    return std::make_unique<Session>(profile, std::move(secret), clock);
}

} // namespace qd
