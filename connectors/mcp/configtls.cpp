#include "mcp/configtls.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qd::configtls {

namespace {

using TlsJson = nlohmann::ordered_json;

constexpr qsizetype longestTlsPath = 4096;

struct FileMember {
    const char *name;
    QString TlsSettings::*path;
};

constexpr std::array fileMembers{FileMember{"ca", &TlsSettings::caFile}, FileMember{"certificate", &TlsSettings::certificateFile}, FileMember{"key", &TlsSettings::keyFile}};
constexpr const char *insecureMember = "insecure";

bool isOurs(const std::string &name, const TlsJson &value)
{
    const bool isFile = std::any_of(fileMembers.begin(), fileMembers.end(), [&name](const FileMember &member) { return name == member.name; });
    return isFile ? value.is_string() : name == insecureMember && value.is_boolean();
}

} // namespace

TlsSettings read(const TlsJson &entry)
{
    TlsSettings settings;
    const auto found = entry.find("tls");
    if (found == entry.end() || !found->is_object())
        return settings;
    for (const FileMember &member : fileMembers)
        if (const auto path = found->find(member.name); path != found->end() && path->is_string())
            settings.*member.path = QString::fromStdString(path->get_ref<const std::string &>()).left(longestTlsPath);
    const auto insecure = found->find(insecureMember);
    settings.isInsecure = insecure != found->end() && insecure->is_boolean() && insecure->get<bool>();
    return settings;
}

TlsJson unknownOf(const TlsJson &member)
{
    TlsJson rest;
    for (const auto &[key, value] : member.items())
        if (!isOurs(key, value))
            rest[key] = value;
    return rest;
}

std::optional<TlsJson> write(const TlsSettings &settings, const TlsJson &unknown)
{
    TlsJson made = TlsJson::object();
    for (const FileMember &member : fileMembers)
        if (!(settings.*member.path).isEmpty())
            made[member.name] = (settings.*member.path).toStdString();
    if (settings.isInsecure)
        made[insecureMember] = true;
    if (unknown.is_object())
        for (const auto &[key, value] : unknown.items())
            if (!made.contains(key))
                made[key] = value;
    return made.empty() ? std::nullopt : std::optional(made);
}

} // namespace qd::configtls
