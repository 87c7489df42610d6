#include "auth/keychainstore.h"

#include "http/callstate.h"
#include "log.h"

#include <qt6keychain/keychain.h>

#include <utility>

namespace qd {

namespace {

Error keychainError(const QKeychain::Job &job)
{
    const bool notFound = job.error() == QKeychain::EntryNotFound;
    const bool denied = job.error() == QKeychain::AccessDenied || job.error() == QKeychain::AccessDeniedByUser;
    return {.kind = ErrorKind::Keychain,
            .message = notFound ? QStringLiteral("The keyring has no such secret, or it is locked.")
                     : denied   ? QStringLiteral("The keyring is locked.")
                                : QStringLiteral("No keyring could be used."),
            .detail = notFound ? QString(noSuchSecret) : QStringLiteral("QtKeychain error %1").arg(job.error())};
}

Error keychainTimeout()
{
    return {.kind = ErrorKind::Keychain,
            .message = QStringLiteral("The keyring did not answer; it may be waiting to be unlocked."),
            .detail = QStringLiteral("no answer for %1 ms").arg(KeychainStore::jobTimeout.count())};
}

/// Runs `job` (it deletes itself) and settles `state` once: by the job, by the timeout or by the caller's cancel. A job
/// cannot be stopped; after a timeout its answer is ignored.
template<typename T, typename Job>
void runKeychainJob(Job *job, Timers &timers, const std::shared_ptr<CallState<T>> &state, std::function<Result<T>(Job &)> read)
{
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    QObject::connect(job, &QKeychain::Job::finished, job, [job, state, read] {
        state->finish(job->error() == QKeychain::NoError ? read(*job) : Result<T>(keychainError(*job)));
    });
    timers.after(KeychainStore::jobTimeout, job, [state] { state->finish(keychainTimeout()); });
    job->start();
}

} // namespace

KeychainStore::KeychainStore(Timers &timers, QString service) : m_timers(timers), m_service(std::move(service)) {}

KeychainStore::~KeychainStore() = default;

Call KeychainStore::read(const QString &name, QObject *context, Completion<QString> completion)
{
    const auto state = CallState<QString>::create(context, std::move(completion));
    if (const auto kept = m_session.constFind(name); kept != m_session.constEnd()) {
        state->finish(*kept);
        return state->handle();
    }
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(name);
    runKeychainJob<QString, QKeychain::ReadPasswordJob>(job, m_timers, state, [](auto &done) { return Result<QString>(done.textData()); });
    return state->handle();
}

Call KeychainStore::write(const QString &name, const QString &secret, QObject *context, Completion<void> completion)
{
    const auto state = CallState<void>::create(context, std::move(completion));
    m_session.insert(name, secret);
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(name);
    job->setTextData(secret);
    QObject::connect(job, &QKeychain::Job::finished, &m_guard, [this, name](QKeychain::Job *done) {
        if (done->error() == QKeychain::NoError)
            m_session.remove(name);
        else if (!std::exchange(m_hasWarned, true))
            log::warning(log::auth, QStringLiteral("keyring refused a secret (error %1): kept only until this program ends").arg(done->error()));
    });
    runKeychainJob<void, QKeychain::WritePasswordJob>(job, m_timers, state, [](auto &) { return Result<void>(); });
    return state->handle();
}

Call KeychainStore::remove(const QString &name, QObject *context, Completion<void> completion)
{
    const auto state = CallState<void>::create(context, std::move(completion));
    m_session.remove(name);
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(name);
    runKeychainJob<void, QKeychain::DeletePasswordJob>(job, m_timers, state, [](auto &) { return Result<void>(); });
    return state->handle();
}

} // namespace qd
