#include "mcp/configtoml.h"

#include <QRegularExpression>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <utility>

namespace qd {

namespace {

using TomlJson = nlohmann::ordered_json;

constexpr int deepestToml = 64;

std::string tomlText(const toml::node &node)
{
    std::ostringstream text;
    if (const auto *date = node.as_date())
        text << **date;
    else if (const auto *time = node.as_time())
        text << **time;
    else if (const auto *both = node.as_date_time())
        text << **both;
    return text.str();
}

TomlJson jsonOf(const toml::node &node, int depth = 0)
{
    if (depth > deepestToml)
        return nullptr;
    if (const auto *table = node.as_table()) {
        TomlJson made = TomlJson::object();
        for (const auto &[key, value] : *table)
            made[std::string(key.str())] = jsonOf(value, depth + 1);
        return made;
    }
    if (const auto *array = node.as_array()) {
        TomlJson made = TomlJson::array();
        for (const toml::node &value : *array)
            made.push_back(jsonOf(value, depth + 1));
        return made;
    }
    if (const auto *text = node.as_string())
        return **text;
    if (const auto *number = node.as_integer())
        return **number;
    if (const auto *real = node.as_floating_point())
        return **real;
    if (const auto *truth = node.as_boolean())
        return **truth;
    return tomlText(node);
}

std::string referenceTo(const TomlJson &variable) { return "${env:" + variable.get<std::string>() + "}"; }

/// Codex names variables in members of their own where others write references.
void translate(TomlJson &entry)
{
    TomlJson headers = entry.value("http_headers", TomlJson::object());
    const TomlJson named = entry.value("env_http_headers", TomlJson::object());
    if (!headers.is_object() || !named.is_object())
        return;
    for (const auto &[header, variable] : named.items())
        if (variable.is_string())
            headers[header] = referenceTo(variable);
    if (const auto token = entry.find("bearer_token_env_var"); token != entry.end() && token->is_string())
        headers["Authorization"] = "Bearer " + referenceTo(*token);
    for (const char *taken : {"http_headers", "env_http_headers", "bearer_token_env_var"})
        entry.erase(taken);
    if (!headers.empty())
        entry["headers"] = headers;
}

Error tomlError(const toml::parse_error &fault)
{
    const auto place = fault.source().begin;
    Error error{.kind = ErrorKind::Decode,
                .message = QStringLiteral("The file is not TOML: line %1, column %2.").arg(place.line).arg(place.column),
                .detail = QString::fromStdString(std::string(fault.description())).left(500)};
    error.position = TextPosition{.line = static_cast<int>(place.line), .column = static_cast<int>(place.column), .offset = 0};
    return error;
}

/// A key of very many parts nests as many tables, which the library neither bounds nor can take down again.
bool hasEndlessKey(const QByteArray &text)
{
    static const QRegularExpression parts(QStringLiteral("(?:\\.[ \\t]*(?:[A-Za-z0-9_-]++|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"|'[^'\n]*+')[ \\t]*+){32}"));
    const QRegularExpressionMatch match = parts.match(QString::fromUtf8(text));
    return match.hasMatch() || !match.isValid();
}

} // namespace

bool isCodexToml(const QByteArray &text)
{
    static const QRegularExpression servers(QStringLiteral("^\\s*(\\[\\s*)?\"?mcp_servers\"?\\s*[.=\\]]"), QRegularExpression::MultilineOption);
    return !text.trimmed().startsWith('{') && servers.match(QString::fromUtf8(text)).hasMatch();
}

Result<nlohmann::ordered_json> jsonOfCodex(const QByteArray &text)
{
    if (hasEndlessKey(text))
        return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The file is nested too deep.")};
    const toml::parse_result file = toml::parse(std::string_view(text.constData(), static_cast<size_t>(text.size())));
    if (!file)
        return tomlError(file.error());
    const toml::node *servers = file.table().get("mcp_servers");
    if (!servers || !servers->is_table())
        return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The file has no \"mcp_servers\".")};
    TomlJson list = jsonOf(*servers);
    for (TomlJson &entry : list)
        if (entry.is_object())
            translate(entry);
    return TomlJson{{"mcpServers", std::move(list)}};
}

} // namespace qd
