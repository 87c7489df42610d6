#include "mcp/rpcsession.h"

#include "mcp/codec20260728.h"
#include "mcp/handshake.h"
#include "mcp/jsonslice.h"

#include <algorithm>
#include <utility>

// Which era a server speaks: asked by server/discover, concluded from what comes back.
namespace qd {

namespace {

constexpr qsizetype maxVersions = 32;
constexpr qsizetype longestVersion = 32;
constexpr Milliseconds longestProbe{10000}; ///< of a process that may not answer an unknown request at all

/// -32020 to -32022 are answers that only a modern server gives.
bool isModernRefusal(const Error &error)
{
    return error.vendorCode == QLatin1String("-32020") || error.vendorCode == QLatin1String("-32021") || error.vendorCode == QLatin1String("-32022");
}

} // namespace

/// Whether the failure of a modern request says that the server is a legacy one: an answer that refuses it. Neither
/// missing rights nor a lost way say anything about the era.
bool RpcSession::isLegacyEvidence(const Error &error) const
{
    if (isModernRefusal(error) || error.kind == ErrorKind::Cancelled)
        return false;
    if (m_resolved.config.transport == McpTransport::Stdio)
        return true;
    if (error.httpStatus == 401 || error.httpStatus == 403 || error.httpStatus == 429 || error.httpStatus >= 500)
        return false;
    return !error.vendorCode.isEmpty() || error.httpStatus == 400 || error.httpStatus == 404 || error.httpStatus == 405 || error.kind == ErrorKind::Protocol;
}

/// Of a server that is of another era than it was: it refuses initialize, as a modern one does or as any would.
bool RpcSession::isEraEvidence(const Error &error) const { return isModernRefusal(error) || isLegacyEvidence(error); }

void RpcSession::askVersions()
{
    const Codec20260728 codec(m_questions.abilities(), m_level);
    m_codec = std::make_unique<Codec20260728>(codec);
    m_channel->setRevision(QLatin1String(Codec20260728::revision));
    const bool isPatient = m_era == McpEra::Modern || m_resolved.config.transport != McpTransport::Stdio;
    request(codec.discover(), isPatient ? m_config.connectTimeout : std::min(longestProbe, m_config.connectTimeout), [this](const Reply &reply) { onVersions(reply); });
}

void RpcSession::onVersions(const Reply &reply)
{
    if (!m_opening)
        return;
    if (!reply.result && reply.result.error().vendorCode == QLatin1String("-32022")) {
        const QByteArray data = jsonslice::member(reply.failure, "data").value_or(QByteArrayView()).toByteArray();
        return onOtherVersions(jsonslice::member(data, "supported").value_or(QByteArrayView()).toByteArray(), reply.result.error());
    }
    if (!reply.result)
        return onProbeFailed(reply.result.error());
    const auto info = Codec20260728().decodeDiscovery(*reply.result);
    if (!info)
        return onNoDiscovery(*reply.result, info.error());
    if (eraOf(m_config) == McpEra::Auto)
        m_environment.eras->remember(m_config, McpEra::Modern, m_environment.clock.now());
    m_era = McpEra::Modern;
    m_negotiated = *info;
    finishOpen();
    listenModern();
}

/// An answer to server/discover that does not name our revision: there are servers that answer anything with an empty
/// result, which is no word about the era.
void RpcSession::onNoDiscovery(const QByteArray &result, const Error &error)
{
    const QByteArray list = jsonslice::member(result, "supportedVersions").value_or(QByteArrayView()).toByteArray();
    if (!list.isEmpty())
        return onOtherVersions(list, error);
    if (eraOf(m_config) == McpEra::Auto)
        return goLegacy(QStringLiteral("its answer to server/discover names no revision"));
    failOpen(error);
}

/// The server names the revisions that it speaks (-32022, or a discovery without ours). Ours among them is tried once more;
/// one from before 2026-07-28 is reached by initialize, unless the modern era was demanded.
void RpcSession::onOtherVersions(const QByteArray &list, const Error &refusal)
{
    QStringList supported;
    for (const QByteArrayView one : jsonslice::elements(list).mid(0, maxVersions))
        supported << jsonslice::text(one).value_or(QString()).left(longestVersion);
    if (supported.contains(QLatin1String(Codec20260728::revision)) && !std::exchange(m_isAskedTwice, true))
        return askVersions();
    const bool isLegacy = std::any_of(supported.cbegin(), supported.cend(), [](const QString &one) { return handshake::codecOf(one) != nullptr; });
    if (isLegacy && eraOf(m_config) == McpEra::Auto)
        return goLegacy(QStringLiteral("it speaks ") + supported.join(QStringLiteral(", ")));
    m_environment.eras->forget(m_config);
    Error error = Codec20260728::revisionRefusal(supported);
    error.vendorCode = refusal.vendorCode;
    error.httpStatus = refusal.httpStatus;
    failOpen(error);
}

void RpcSession::onProbeFailed(const Error &error)
{
    m_environment.eras->forget(m_config);
    if (eraOf(m_config) == McpEra::Auto && isLegacyEvidence(error))
        return goLegacy(error.message);
    failOpen(error);
}

void RpcSession::goLegacy(const QString &why)
{
    note(QStringLiteral("not a server of the modern era (%1); going on with initialize").arg(why));
    m_environment.eras->forget(m_config);
    m_era = McpEra::Legacy;
    m_isFromMemory = false;
    if (m_resolved.config.transport == McpTransport::Stdio)
        start(); // a new process: the question may have upset this one
    else
        initialize();
}

} // namespace qd
