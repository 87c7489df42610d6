#include "mcp/configcodec.h"

#include "http/redaction.h"
#include "mcp/jsonc.h"
#include "mcp/jsonslice.h"
#include "mcp/secretarguments.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <array>

namespace qd {

namespace {

using ConfigJson = nlohmann::ordered_json;

constexpr qsizetype maxConfigBytes = 1024 * 1024;
constexpr size_t maxConfigServers = 500;
constexpr size_t maxConfigParts = 1000;
constexpr std::array knownMembers{"type", "transport", "command", "args", "env", "cwd", "url", "serverUrl", "httpUrl", "headers", "protocolEra"};

Error badConfig(const QString &what, const QString &detail = {})
{
    return {.kind = ErrorKind::Decode, .message = what, .detail = detail};
}

Error syntaxError(const QByteArray &text, size_t offset)
{
    const QByteArray before = text.left(static_cast<qsizetype>(offset));
    const int line = static_cast<int>(before.count('\n')) + 1;
    const int column = static_cast<int>(before.size() - before.lastIndexOf('\n'));
    Error error = badConfig(QStringLiteral("The file is not JSON: line %1, column %2.").arg(line).arg(column));
    error.position = TextPosition{.line = line, .column = column, .offset = before.size()};
    return error;
}

/// ${VAR} of Claude and ${input:id} of VS Code as our own references.
QString ownReferences(QString value)
{
    static const QRegularExpression plain(QStringLiteral("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?\\}"));
    static const QRegularExpression input(QStringLiteral("\\$\\{input:([^}]+)\\}"));
    value.replace(plain, QStringLiteral("${env:\\1\\2}"));
    value.replace(input, QStringLiteral("${secret:mcp.input.\\1}"));
    return value;
}

bool isReference(const QString &value) { return value.contains(QLatin1String("${env:")) || value.contains(QLatin1String("${secret:")); }

/// Reads one server; notes and secrets go to the import.
class ServerReader
{
public:
    ServerReader(const QString &name, const ConfigJson &entry, McpImport &import) : m_name(name), m_entry(entry), m_import(import) {}

    std::optional<McpServerConfig> read()
    {
        McpServerConfig config{.id = McpServerId(m_name)};
        config.command = text("command");
        for (const char *name : {"url", "serverUrl", "httpUrl"})
            if (config.url.isEmpty())
                config.url = QUrl(ownReferences(text(name)));
        const QString type = text("type").isEmpty() ? text("transport").toLower() : text("type").toLower();
        config.transport = type == QLatin1String("stdio") || (type.isEmpty() && !config.command.isEmpty()) ? McpTransport::Stdio : McpTransport::StreamableHttp;
        if (type == QLatin1String("sse"))
            config.transport = McpTransport::Sse;
        config.era = era();
        if (!check(config))
            return std::nullopt;
        config.workingFolder = text("cwd");
        config.arguments = arguments();
        config.environment = pairs("env", false);
        config.headers = pairs("headers", true);
        config.unknown = unknown();
        return config;
    }

private:
    QString text(const char *name) const
    {
        const auto found = m_entry.find(name);
        return found != m_entry.end() && found->is_string() ? QString::fromStdString(found->get_ref<const std::string &>()).left(8192) : QString();
    }

    /// As it can stand in "${secret:…}".
    QString secretName(const QString &part) const
    {
        static const QRegularExpression special(QStringLiteral("[:${}]"));
        return QStringLiteral("mcp.%1.%2").arg(m_name, part).replace(special, QStringLiteral("_"));
    }

    bool check(const McpServerConfig &config)
    {
        const bool isStdio = config.transport == McpTransport::Stdio;
        if (isStdio && config.command.isEmpty())
            return leaveOut(QStringLiteral("it has no command"));
        if (!isStdio && (config.url.host().isEmpty() || !config.url.isValid()))
            return leaveOut(QStringLiteral("it has neither a command nor a valid URL"));
        return true;
    }

    /// As Inspector writes it; anything else is the default of the transport.
    std::optional<McpEra> era() const
    {
        const QString name = text("protocolEra");
        if (name == QLatin1String("legacy"))
            return McpEra::Legacy;
        if (name == QLatin1String("modern"))
            return McpEra::Modern;
        return name == QLatin1String("auto") ? std::optional(McpEra::Auto) : std::nullopt;
    }

    bool leaveOut(const QString &why)
    {
        m_import.notes << QStringLiteral("%1 is left out: %2.").arg(m_name, why);
        return false;
    }

    QStringList arguments()
    {
        QStringList made;
        if (const auto list = m_entry.find("args"); list != m_entry.end() && list->is_array())
            for (const ConfigJson &argument : *list)
                if (argument.is_string() && static_cast<size_t>(made.size()) < maxConfigParts)
                    made << ownReferences(QString::fromStdString(argument.get_ref<const std::string &>()));
        for (const SecretArgument &key : secretArguments(made)) {
            const QString name = secretName(QStringLiteral("arg%1.%2").arg(key.index).arg(key.name));
            m_import.secrets.append({name, made.at(key.index).mid(key.from)});
            m_import.notes << QStringLiteral("%1: the argument %2 is a secret in clear; it goes to the keyring.").arg(m_name, key.name);
            made[key.index] = made.at(key.index).left(key.from) + QStringLiteral("${secret:%1}").arg(name);
        }
        return made;
    }

    QList<std::pair<QString, QString>> pairs(const char *member, bool areHeaders)
    {
        QList<std::pair<QString, QString>> made;
        const auto object = m_entry.find(member);
        if (object == m_entry.end() || !object->is_object())
            return made;
        for (const auto &[key, value] : object->items()) {
            if (!value.is_string() || static_cast<size_t>(made.size()) >= maxConfigParts)
                continue;
            const QString name = QString::fromStdString(key);
            made.append({name, withoutSecret(name, ownReferences(QString::fromStdString(value.get_ref<const std::string &>())), areHeaders)});
        }
        return made;
    }

    QString withoutSecret(const QString &name, const QString &value, bool isHeader)
    {
        if (value.isEmpty() || isReference(value) || !soundsSecret(name))
            return value;
        const QString secret = secretName(name);
        m_import.secrets.append({secret, value});
        m_import.notes << QStringLiteral("%1: the %2 %3 is a secret in clear; it goes to the keyring.").arg(m_name, isHeader ? QStringLiteral("header") : QStringLiteral("variable"), name);
        return QStringLiteral("${secret:%1}").arg(secret);
    }

    QString unknown() const
    {
        ConfigJson rest = ConfigJson::object();
        for (const auto &[key, value] : m_entry.items())
            if (std::none_of(knownMembers.begin(), knownMembers.end(), [&key = key](const char *known) { return key == known; }))
                rest[key] = value;
        return rest.empty() ? QString() : QString::fromStdString(rest.dump());
    }

    const QString m_name;
    const ConfigJson &m_entry;
    McpImport &m_import;
};

void noteInputs(const ConfigJson &file, McpImport &import)
{
    const auto inputs = file.find("inputs");
    if (inputs == file.end() || !inputs->is_array())
        return;
    for (const ConfigJson &input : *inputs)
        if (input.is_object() && input.contains("id") && input["id"].is_string())
            import.notes << QStringLiteral("The input \"%1\" is asked from the keyring as mcp.input.%1.").arg(QString::fromStdString(input["id"].get<std::string>()).left(100));
}

ConfigJson pairsJson(const QList<std::pair<QString, QString>> &pairs)
{
    ConfigJson made = ConfigJson::object();
    for (const auto &[name, value] : pairs)
        made[name.toStdString()] = (soundsSecret(name) && !isReference(value) ? QStringLiteral("${env:%1}").arg(name.toUpper().replace(u'-', u'_')) : value).toStdString();
    return made;
}

/// A key in the address would be in clear.
std::string addressText(const QUrl &url)
{
    const bool holdsSecret = redaction::url(url).contains(QLatin1String("***")) || !url.userInfo().isEmpty();
    return (holdsSecret ? url.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo) : url.toString()).toStdString();
}

ConfigJson serverJson(const McpServerConfig &config)
{
    ConfigJson made = ConfigJson::object();
    if (config.transport == McpTransport::Stdio) {
        made["type"] = "stdio";
        made["command"] = config.command.toStdString();
        made["args"] = ConfigJson::array();
        for (const QString &argument : config.arguments)
            made["args"].push_back(argument.toStdString());
        if (!config.workingFolder.isEmpty())
            made["cwd"] = config.workingFolder.toStdString();
    } else {
        made["type"] = config.transport == McpTransport::Sse ? "sse" : "http";
        made["url"] = addressText(config.url);
    }
    if (!config.environment.isEmpty())
        made["env"] = pairsJson(config.environment);
    if (!config.headers.isEmpty())
        made["headers"] = pairsJson(config.headers);
    if (config.era)
        made["protocolEra"] = *config.era == McpEra::Legacy ? "legacy" : *config.era == McpEra::Modern ? "modern" : "auto";
    const ConfigJson rest = ConfigJson::parse(config.unknown.toStdString(), nullptr, false);
    if (rest.is_object())
        for (const auto &[key, value] : rest.items())
            made[key] = value;
    return made;
}

} // namespace

Result<McpImport> decodeMcpConfig(const QByteArray &text)
{
    if (text.size() > maxConfigBytes)
        return badConfig(QStringLiteral("The file is larger than 1 MiB."));
    const QByteArray plain = withoutComments(text);
    if (!jsonslice::isJson(plain) && ConfigJson::accept(plain.cbegin(), plain.cend()))
        return badConfig(QStringLiteral("The file is nested too deep."));
    ConfigJson file;
    try { // only the exception tells the place
        file = ConfigJson::parse(plain.cbegin(), plain.cend());
    } catch (const ConfigJson::parse_error &error) {
        return syntaxError(plain, error.byte > 0 ? error.byte - 1 : 0);
    } catch (const ConfigJson::exception &) {
        return badConfig(QStringLiteral("The file holds a number that cannot be read."));
    }
    if (!file.is_object())
        return badConfig(QStringLiteral("The file is no JSON object."));
    const auto servers = file.contains("mcpServers") ? file.find("mcpServers") : file.find("servers");
    if (servers == file.end() || !servers->is_object())
        return badConfig(QStringLiteral("The file has neither \"mcpServers\" nor \"servers\"."));
    if (servers->size() > maxConfigServers)
        return badConfig(QStringLiteral("The file names more than %1 servers.").arg(maxConfigServers));
    McpImport import;
    for (const auto &[name, entry] : servers->items()) {
        if (name.empty() || !entry.is_object()) {
            import.notes << QStringLiteral("An entry without a name or content is left out.");
            continue;
        }
        if (const auto config = ServerReader(QString::fromStdString(name).left(200), entry, import).read())
            import.servers.append(*config);
    }
    noteInputs(file, import);
    return import;
}

QByteArray encodeMcpConfig(const QList<McpServerConfig> &servers)
{
    ConfigJson list = ConfigJson::object();
    for (const McpServerConfig &config : servers)
        list[config.id.value.toStdString()] = serverJson(config);
    return QByteArray::fromStdString(ConfigJson{{"mcpServers", list}}.dump(2, ' ', false, ConfigJson::error_handler_t::replace)) + '\n';
}

} // namespace qd
