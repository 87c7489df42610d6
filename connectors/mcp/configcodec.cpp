#include "mcp/configcodec.h"

#include "mcp/configentry.h"
#include "mcp/configregistry.h"
#include "mcp/configtoml.h"
#include "mcp/jsonc.h"
#include "mcp/jsonslice.h"
#include "mcp/keytext.h"

#include <QMap>
#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace qd {

namespace {

using ConfigJson = nlohmann::ordered_json;

constexpr qsizetype maxConfigBytes = 1024 * 1024;
constexpr size_t maxConfigServers = 500;
constexpr size_t mostInputs = 100;

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

QString inputWord(const ConfigJson &input, const char *name)
{
    const auto found = input.find(name);
    return found != input.end() && found->is_string() ? QString::fromStdString(found->get_ref<const std::string &>()).left(200) : QString();
}

/// What VS Code asks for in the open is no matter for the keyring: a variable, with its default.
QString variableOfInput(const ConfigJson &input)
{
    static const QRegularExpression special(QStringLiteral("[^A-Za-z0-9]+"));
    const QString fallback = inputWord(input, "default");
    const bool isSafe = !fallback.isEmpty() && !fallback.contains(u'}') && keysInside(fallback).isEmpty();
    return QStringLiteral("${env:%1%2}").arg(inputWord(input, "id").toUpper().replace(special, QStringLiteral("_")), isSafe ? QString(QStringLiteral(":-") % fallback) : QString());
}

void replaceInAll(ConfigJson &value, const QString &from, const QString &to)
{
    if (value.is_string() && value.get_ref<const std::string &>().find('$') != std::string::npos)
        value = QString::fromStdString(value.get<std::string>()).replace(from, to).toStdString();
    else if (value.is_structured())
        for (ConfigJson &one : value)
            replaceInAll(one, from, to);
}

/// Called for each input that has an id.
void takeInput(const ConfigJson &input, ConfigJson &servers, QStringList &notes)
{
    const QString id = inputWord(input, "id");
    const QString about = inputWord(input, "description");
    const QString named = about.isEmpty() ? QStringLiteral("\"%1\"").arg(id) : QStringLiteral("\"%1\" (%2)").arg(id, about);
    const auto password = input.find("password");
    if (password != input.end() && password->is_boolean() && password->get<bool>()) {
        notes << QStringLiteral("The input %1 is read from the keyring as mcp.input.%2; or put the key itself in its place with Edit… in the console, which keeps it there.").arg(named, id);
        return;
    }
    const QString variable = variableOfInput(input);
    replaceInAll(servers, QStringLiteral("${input:%1}").arg(id), variable);
    notes << QStringLiteral("The input %1 is no secret: it is taken from the variable %2; set that, or put a value in its place.").arg(named, variable);
}

void takeInputs(const ConfigJson &file, ConfigJson &servers, QStringList &notes)
{
    const auto inputs = file.find("inputs");
    if (inputs == file.end() || !inputs->is_array())
        return;
    size_t taken = 0;
    for (const ConfigJson &input : *inputs)
        if (input.is_object() && !inputWord(input, "id").isEmpty() && taken++ < mostInputs)
            takeInput(input, servers, notes);
}

Result<ConfigJson> jsonOfConfig(const QByteArray &text)
{
    QByteArray plain = withoutComments(text);
    if (!ConfigJson::accept(plain.cbegin(), plain.cend()))
        plain = withoutJson5(text);
    if (!jsonslice::isJson(plain) && ConfigJson::accept(plain.cbegin(), plain.cend()))
        return badConfig(QStringLiteral("The file is nested too deep."));
    try { // only the exception tells the place
        ConfigJson file = ConfigJson::parse(plain.cbegin(), plain.cend());
        return file.is_object() ? Result<ConfigJson>(std::move(file)) : Result<ConfigJson>(badConfig(QStringLiteral("The file is no JSON object.")));
    } catch (const ConfigJson::parse_error &error) {
        return syntaxError(plain, error.byte > 0 ? error.byte - 1 : 0);
    } catch (const ConfigJson::exception &) {
        return badConfig(QStringLiteral("The file holds a number that cannot be read."));
    }
}

void readServers(const ConfigJson &servers, McpImport &import)
{
    for (const auto &[name, entry] : servers.items()) {
        if (name.empty() || !entry.is_object())
            import.notes << QStringLiteral("An entry without a name or content is left out.");
        else if (const auto config = readConfigEntry(QString::fromStdString(name).left(200), entry, import))
            import.servers.append(*config);
    }
}

/// A name that is taken stays with whom it belongs to.
void readProject(const QString &folder, const ConfigJson &servers, McpImport &import)
{
    for (const auto &[key, entry] : servers.items()) {
        const QString name = QString::fromStdString(key).left(200);
        const bool isTaken = std::ranges::any_of(import.servers, [&name](const McpServerConfig &known) { return known.id.value == name; });
        if (name.isEmpty() || !entry.is_object() || isTaken || static_cast<size_t>(import.servers.size()) >= maxConfigServers) {
            import.notes << QStringLiteral("%1 of the project %2 is left out: %3.").arg(name, folder, isTaken ? QStringLiteral("there is another server of this name") : QStringLiteral("it has no content, or there are too many"));
            continue;
        }
        const auto config = readConfigEntry(name, entry, import);
        if (!config)
            continue;
        import.servers.append(*config);
        import.notes << QStringLiteral("%1 was for the project %2 alone.").arg(name, folder);
    }
}

/// ~/.claude.json has servers for single folders, too.
void readProjects(const ConfigJson &file, McpImport &import)
{
    const auto projects = file.find("projects");
    if (projects == file.end() || !projects->is_object())
        return;
    for (const auto &[folder, project] : projects->items()) {
        const ConfigJson servers = project.is_object() ? project.value("mcpServers", ConfigJson()) : ConfigJson();
        if (servers.is_object())
            readProject(QString::fromStdString(folder).left(200), servers, import);
    }
}

bool hasProjects(const ConfigJson &file)
{
    const auto projects = file.find("projects");
    return projects != file.end() && projects->is_object();
}

/// Both members, where there are both; the first has the names.
Result<ConfigJson> serversOf(const ConfigJson &file, QStringList &notes)
{
    ConfigJson made = ConfigJson::object();
    bool isAny = hasProjects(file);
    for (const char *member : {"mcpServers", "servers"}) {
        const auto servers = file.find(member);
        if (servers == file.end())
            continue;
        if (!servers->is_object())
            return badConfig(QStringLiteral("\"%1\" must be an object: a name and an entry for each server.").arg(QLatin1StringView(member)));
        if (made.size() + servers->size() > maxConfigServers)
            return badConfig(QStringLiteral("The file names more than %1 servers.").arg(maxConfigServers));
        for (const auto &[name, entry] : servers->items())
            if (!made.contains(name))
                made[name] = entry;
            else
                notes << QStringLiteral("%1 of \"%2\" is left out: there is another server of this name.").arg(QString::fromStdString(name).left(200), QLatin1StringView(member));
        isAny = true;
    }
    return isAny ? Result<ConfigJson>(std::move(made)) : Result<ConfigJson>(badConfig(QStringLiteral("The file has neither \"mcpServers\" nor \"servers\".")));
}

/// Told by its first line that is neither empty nor a comment: "[table]" or "name = value".
bool isToml(const QByteArray &text)
{
    static const QRegularExpression first(QStringLiteral("^(?:\\s*(?:#[^\\n]*)?\\n)*+[ \\t]*(?:\\[[ \\t]*[A-Za-z0-9_.\"'-]+[ \\t]*\\][ \\t]*(?:#|\\r?\\n|$)|[A-Za-z0-9_.\"'-]+[ \\t]*=)"));
    return !isCodexToml(text) && first.match(QString::fromUtf8(text.left(65536))).hasMatch();
}

} // namespace

Result<McpImport> decodeMcpConfig(const QByteArray &text, bool isOwnList)
{
    if (text.size() > maxConfigBytes)
        return badConfig(QStringLiteral("The file is larger than 1 MiB."));
    auto file = isCodexToml(text) ? jsonOfCodex(text) : jsonOfConfig(text);
    if (!file)
        return isToml(text) ? badConfig(QStringLiteral("The file is TOML, but has no \"mcp_servers\", as Codex writes them.")) : file.error();
    McpImport import{.isOwnList = isOwnList};
    if (isRegistryServer(*file))
        file = configOfRegistry(*file, import.notes);
    auto servers = serversOf(*file, import.notes);
    if (!servers)
        return servers.error();
    QStringList inputNotes;
    takeInputs(*file, *servers, inputNotes);
    readServers(*servers, import);
    readProjects(*file, import);
    import.notes << inputNotes;
    return import;
}

void leaveOutRefused(McpImport &import, const QList<McpImport::Secret> &refused)
{
    QMap<QString, QStringList> places;
    for (const McpImport::Secret &secret : refused) {
        places[secret.server] << secret.what;
        import.notes.removeOne(putAwayNote(secret));
    }
    for (auto server = places.cbegin(); server != places.cend(); ++server) {
        import.servers.removeIf([&server](const McpServerConfig &config) { return config.id.value == server.key(); });
        import.notes << QStringLiteral("%1 is left out: the keyring did not take its keys (%2). Write ${env:NAME} in the place of each and import again.").arg(server.key(), server->join(QStringLiteral(", ")));
    }
}

QStringList replacementNotes(const McpImport &import, const QList<McpServerConfig> &list)
{
    QStringList notes;
    for (const McpServerConfig &config : import.servers)
        if (std::any_of(list.cbegin(), list.cend(), [&config](const McpServerConfig &known) { return known.id == config.id; }))
            notes << QStringLiteral("%1 stood in the list already: it is replaced.").arg(config.id.value);
    return notes;
}

QByteArray encodeMcpConfig(const QList<McpServerConfig> &servers, const ConfigPairs &standing)
{
    ConfigJson list = ConfigJson::object();
    for (const McpServerConfig &config : servers)
        list[config.id.value.toStdString()] = writeConfigEntry(config, standing);
    return QByteArray::fromStdString(ConfigJson{{"mcpServers", list}}.dump(2, ' ', false, ConfigJson::error_handler_t::replace)) + '\n';
}

} // namespace qd
