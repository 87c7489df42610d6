#include "mcp/configsignin.h"

#include "mcp/secretarguments.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qd::configsignin {

namespace {

using SignInJson = nlohmann::ordered_json;

constexpr qsizetype longestText = 8192;
constexpr size_t mostScopes = 100;

struct TextMember {
    const char *name;
    QString McpAuthSettings::*value;
    bool isSecret = false;
};

constexpr std::array textMembers{
    TextMember{"clientId", &McpAuthSettings::clientId},
    TextMember{"clientIssuer", &McpAuthSettings::clientIssuer},
    TextMember{"clientSecret", &McpAuthSettings::clientSecret, true},
    TextMember{"clientKey", &McpAuthSettings::clientKey, true},
    TextMember{"keyId", &McpAuthSettings::keyId},
    TextMember{"clientMetadataUrl", &McpAuthSettings::documentUrl},
    TextMember{"idpIssuer", &McpAuthSettings::idpIssuer},
    TextMember{"idpClientId", &McpAuthSettings::idpClientId},
    TextMember{"idpClientSecret", &McpAuthSettings::idpClientSecret, true},
    TextMember{"idToken", &McpAuthSettings::idToken, true},
};
/// Cursor's names for the same.
constexpr std::array cursorMembers{TextMember{"CLIENT_ID", &McpAuthSettings::clientId}, TextMember{"CLIENT_SECRET", &McpAuthSettings::clientSecret, true}};
constexpr std::array otherMembers{"scopes", "callbackPort", "grant"};
constexpr std::array grantNames{std::pair("code", oauth::Grant::AuthorizationCode), std::pair("client", oauth::Grant::ClientCredentials),
                                std::pair("enterprise", oauth::Grant::EnterpriseManaged)};

QString textOf(const SignInJson &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get_ref<const std::string &>()).left(longestText) : QString();
}

/// One text with spaces, or a list of texts.
QStringList scopesOf(const SignInJson &object)
{
    QStringList scopes = textOf(object, "scopes").split(u' ', Qt::SkipEmptyParts);
    if (const auto list = object.find("scopes"); list != object.end() && list->is_array())
        for (const SignInJson &scope : *list)
            if (scope.is_string())
                scopes << QString::fromStdString(scope.get_ref<const std::string &>()).left(longestText);
    return scopes.first(std::min<qsizetype>(scopes.size(), mostScopes));
}

oauth::Grant grantOf(const SignInJson &object)
{
    const QString name = textOf(object, "grant");
    for (const auto &[known, grant] : grantNames)
        if (name == QLatin1StringView(known))
            return grant;
    const auto managed = object.find("enterpriseManaged"); // Inspector's
    return managed != object.end() && managed->is_boolean() && managed->get<bool>() ? oauth::Grant::EnterpriseManaged : oauth::Grant::AuthorizationCode;
}

template<typename Members>
void readTexts(const SignInJson &object, const Members &members, const KeepSecret &keep, McpAuthSettings &settings)
{
    for (const TextMember &member : members) {
        const QString text = textOf(object, member.name);
        settings.*member.value = member.isSecret && !text.isEmpty() ? keep(QStringLiteral("oauth.") + QLatin1StringView(member.name), text) : text;
    }
}

bool isKnown(const std::string &name)
{
    const auto isIn = [&name](const auto &members) { return std::any_of(members.begin(), members.end(), [&name](const TextMember &member) { return name == member.name; }); };
    return isIn(textMembers) || isIn(cursorMembers) || std::any_of(otherMembers.begin(), otherMembers.end(), [&name](const char *other) { return name == other; });
}

} // namespace

McpAuthSettings read(const SignInJson &entry, const KeepSecret &keep)
{
    const bool isCursor = !entry.contains("oauth");
    const auto found = entry.find(isCursor ? "auth" : "oauth");
    McpAuthSettings settings;
    if (found == entry.end() || !found->is_object())
        return settings;
    isCursor ? readTexts(*found, cursorMembers, keep, settings) : readTexts(*found, textMembers, keep, settings);
    settings.scopes = scopesOf(*found);
    settings.grant = grantOf(*found);
    if (const auto port = found->find("callbackPort"); port != found->end() && port->is_number_unsigned())
        settings.callbackPort = static_cast<quint16>(port->get<quint64>() <= 65535 ? port->get<quint64>() : 0);
    return settings;
}

SignInJson unknownOf(const SignInJson &member, const KeepSecret &keep)
{
    SignInJson rest = SignInJson::object();
    if (!member.is_object())
        return rest;
    for (const auto &[key, value] : member.items()) {
        if (isKnown(key))
            continue;
        const QString name = QString::fromStdString(key);
        const QString text = value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
        const bool isSecret = !text.isEmpty() && soundsSecret(name) && !text.startsWith(QLatin1String("http")); // "tokenUrl" is none
        rest[key] = isSecret ? SignInJson(keep(QStringLiteral("oauth.") + name, text).toStdString()) : value;
    }
    return rest;
}

std::optional<SignInJson> write(const McpAuthSettings &settings, const SignInJson &unknown)
{
    SignInJson made = SignInJson::object();
    for (const TextMember &member : textMembers)
        if (!(settings.*member.value).isEmpty())
            made[member.name] = (settings.*member.value).toStdString();
    if (!settings.scopes.isEmpty())
        made["scopes"] = settings.scopes.join(u' ').toStdString();
    if (settings.callbackPort > 0)
        made["callbackPort"] = settings.callbackPort;
    if (settings.grant != oauth::Grant::AuthorizationCode)
        made["grant"] = settings.grant == oauth::Grant::ClientCredentials ? "client" : "enterprise";
    if (unknown.is_object())
        for (const auto &[key, value] : unknown.items())
            if (!made.contains(key))
                made[key] = value;
    return made.empty() ? std::nullopt : std::optional(made);
}

} // namespace qd::configsignin
