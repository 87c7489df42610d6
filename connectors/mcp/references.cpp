#include "mcp/references.h"

#include "http/callstate.h"
#include "mcp/configaddress.h"
#include "mcp/keytext.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace qd {

namespace {

const QRegularExpression &referencePattern()
{
    static const QRegularExpression pattern(QStringLiteral("\\$\\{(env|secret):([^}:]+)(?::-([^}]*))?\\}"));
    return pattern;
}

/// What comes from the environment is taken for a key, unless it plainly is none.
bool isShown(const QString &variable, const QString &value)
{
    static constexpr std::array everybodys{"HOME", "PATH", "USER", "LANG", "PWD", "TMPDIR", "SHELL"};
    const bool isEverybodys = std::any_of(everybodys.begin(), everybodys.end(), [&variable](const char *name) { return variable == QLatin1StringView(name); });
    return isEverybodys || isPlainlyHarmless(value);
}

/// One resolution: reads the secrets one after the other, then replaces. Owned by the callbacks it waits in.
class ReferenceRun final : public std::enable_shared_from_this<ReferenceRun>
{
public:
    ReferenceRun(const McpServerConfig &config, SecretStore &store, QObject *context, std::shared_ptr<CallState<ResolvedMcpConfig>> state)
        : m_store(store), m_context(context), m_state(std::move(state)), m_resolved{.config = config, .secrets = {}}
    {
        for (const auto *values : {&config.headers, &config.environment})
            for (const auto &[name, value] : *values)
                want(value);
        for (const QString &argument : config.arguments)
            want(argument);
        want(config.urlTemplate);
        m_wanted.removeDuplicates();
    }

    void next()
    {
        if (m_wanted.isEmpty())
            return m_state->finish(resolved());
        const QString name = m_wanted.takeFirst();
        m_read = m_store.read(name, m_context, [self = shared_from_this(), name](const Result<QString> &secret) {
            if (!secret)
                return self->m_state->finish(Error{.kind = secret.error().kind,
                                                   .message = QStringLiteral("The secret \"%1\" could not be read: %2").arg(name, secret.error().message),
                                                   .detail = secret.error().detail});
            self->m_secrets.insert(name, *secret);
            self->m_resolved.secrets << *secret;
            self->next();
        });
    }
    void cancel() { m_read.cancel(); }

private:
    void want(const QString &value)
    {
        for (auto it = referencePattern().globalMatch(value); it.hasNext();)
            if (const QRegularExpressionMatch match = it.next(); match.captured(1) == QLatin1String("secret"))
                m_wanted << match.captured(2);
    }

    /// The template is spent by that: what comes of it is an address like any other.
    std::optional<Error> fillAddress()
    {
        McpServerConfig &config = m_resolved.config;
        if (!config.urlTemplate.isEmpty()) {
            if (const auto error = replace(config.urlTemplate, configaddress::insertion))
                return error;
            config.url = QUrl(std::exchange(config.urlTemplate, {}));
            if (!configaddress::isUsable(config.url))
                return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("What the references make of the server's address is not accepted: https, or http on this machine.")};
        }
        const QString address = config.url.toString();
        hide(address, keysInside(address));
        return std::nullopt;
    }

    Result<ResolvedMcpConfig> resolved()
    {
        if (const auto error = fillAddress())
            return *error;
        for (QString &argument : m_resolved.config.arguments)
            if (const auto error = replace(argument))
                return *error;
        for (const ArgumentKeys &keys : keysOfArguments(m_resolved.config.arguments))
            hide(m_resolved.config.arguments.at(keys.index), keys.places);
        for (auto &[name, value] : m_resolved.config.headers) {
            if (const auto error = replace(value))
                return *error;
            m_resolved.secrets << value << value.section(u' ', -1); // "Bearer abc": the key alone too
        }
        for (auto &[name, value] : m_resolved.config.environment) {
            if (const auto error = replace(value))
                return *error;
            if (namesKeyOfPair(name))
                m_resolved.secrets << value;
            hide(value, keysInside(value));
        }
        return m_resolved;
    }

    void hide(const QString &text, const QList<KeyPlace> &places)
    {
        for (const KeyPlace &place : places)
            m_resolved.secrets << text.mid(place.from, place.size);
    }

    using Insertion = QString (*)(const QString &value, bool isAtBeginning);

    std::optional<Error> replace(QString &value, Insertion insertion = nullptr)
    {
        QString made;
        qsizetype from = 0;
        for (auto it = referencePattern().globalMatch(value); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            made += QStringView(value).mid(from, match.capturedStart() - from);
            from = match.capturedEnd();
            const QString name = match.captured(2);
            const bool isSecret = match.captured(1) == QLatin1String("secret");
            if (!isSecret && !qEnvironmentVariableIsSet(name.toLocal8Bit().constData()) && !match.hasCaptured(3))
                return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The environment variable %1 is not set.").arg(name)};
            const QString found = isSecret ? m_secrets.value(name) : qEnvironmentVariable(name.toLocal8Bit().constData(), match.captured(3));
            if (!isSecret && !isShown(name, found))
                m_resolved.secrets << found;
            made += insertion ? insertion(found, match.capturedStart() == 0) : found;
        }
        value = made + QStringView(value).mid(from);
        return std::nullopt;
    }

    SecretStore &m_store;
    QObject *m_context; ///< the caller's: nothing comes back when it is gone
    std::shared_ptr<CallState<ResolvedMcpConfig>> m_state;
    ResolvedMcpConfig m_resolved;
    QStringList m_wanted;
    QHash<QString, QString> m_secrets;
    Call m_read;
};

} // namespace

Call resolveReferences(const McpServerConfig &config, SecretStore &store, QObject *context, Completion<ResolvedMcpConfig> completion)
{
    const auto state = CallState<ResolvedMcpConfig>::create(context, std::move(completion));
    const auto run = std::make_shared<ReferenceRun>(config, store, context, state);
    state->setStop([weak = std::weak_ptr(run)] {
        if (const auto alive = weak.lock())
            alive->cancel();
    });
    run->next();
    return state->handle();
}

} // namespace qd
