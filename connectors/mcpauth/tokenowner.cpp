#include "mcpauth/tokenowner.h"

#include <algorithm>

namespace qd {

namespace {

bool namesOwner(const KeptSignIn &kept, const McpAuthSettings &settings)
{
    if (!settings.clientId.isEmpty())
        return kept.tokenClient == settings.clientId;
    return settings.documentUrl.isEmpty() || kept.tokenClient == settings.documentUrl || kept.tokenClient == kept.client.id;
}

} // namespace

bool isKeptFor(const KeptSignIn &kept, const McpAuthSettings &settings)
{
    if (kept.tokenClient.isEmpty() || kept.grant != settings.grant || !namesOwner(kept, settings))
        return false;
    return std::ranges::all_of(settings.scopes, [&kept](const QString &scope) { return kept.scopes.contains(scope) || kept.asked.contains(scope); });
}

oauth::ClientIdentity ownerOf(const KeptSignIn &kept, const McpAuthSettings &settings)
{
    if (kept.tokenClient == settings.clientId && !settings.clientSecret.isEmpty())
        return {.id = settings.clientId, .secret = settings.clientSecret, .authMethod = {}};
    if (kept.tokenClient == kept.client.id)
        return kept.client;
    return {.id = kept.tokenClient, .secret = {}, .authMethod = {}};
}

ClientProof proofOf(const oauth::ClientIdentity &client, const McpAuthSettings &settings)
{
    const QString &named = settings.clientId.isEmpty() ? settings.documentUrl : settings.clientId;
    if (client.id != named)
        return {.client = client, .key = {}, .keyId = {}};
    return {.client = client, .key = settings.clientKey.toUtf8(), .keyId = settings.keyId};
}

} // namespace qd
