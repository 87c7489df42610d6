#include "mcp/configcodec.h"

#include "mcp/configentry.h"
#include "mcp/configregistry.h"
#include "mcp/configtoml.h"
#include "mcp/jsonc.h"
#include "mcp/jsonslice.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

using ConfigJson = nlohmann::ordered_json;

constexpr qsizetype maxConfigBytes = 1024 * 1024;
constexpr size_t maxConfigServers = 500;

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

void noteInputs(const ConfigJson &file, McpImport &import)
{
    const auto inputs = file.find("inputs");
    if (inputs == file.end() || !inputs->is_array())
        return;
    for (const ConfigJson &input : *inputs)
        if (input.is_object() && input.contains("id") && input["id"].is_string())
            import.notes << QStringLiteral("The input \"%1\" is asked from the keyring as mcp.input.%1.").arg(QString::fromStdString(input["id"].get<std::string>()).left(100));
}

Result<ConfigJson> jsonOfConfig(const QByteArray &plain)
{
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

} // namespace

Result<McpImport> decodeMcpConfig(const QByteArray &text)
{
    if (text.size() > maxConfigBytes)
        return badConfig(QStringLiteral("The file is larger than 1 MiB."));
    auto file = isCodexToml(text) ? jsonOfCodex(text) : jsonOfConfig(withoutComments(text));
    if (!file)
        return file.error();
    McpImport import;
    if (isRegistryServer(*file))
        file = configOfRegistry(*file, import.notes);
    const auto servers = file->contains("mcpServers") ? file->find("mcpServers") : file->find("servers");
    const ConfigJson none = ConfigJson::object();
    const bool isAbsent = servers == file->end() || !servers->is_object();
    if (isAbsent && !hasProjects(*file))
        return badConfig(QStringLiteral("The file has neither \"mcpServers\" nor \"servers\"."));
    const ConfigJson &found = isAbsent ? none : *servers;
    if (found.size() > maxConfigServers)
        return badConfig(QStringLiteral("The file names more than %1 servers.").arg(maxConfigServers));
    readServers(found, import);
    readProjects(*file, import);
    noteInputs(*file, import);
    return import;
}

QStringList replacementNotes(const McpImport &import, const QList<McpServerConfig> &list)
{
    QStringList notes;
    for (const McpServerConfig &config : import.servers)
        if (std::any_of(list.cbegin(), list.cend(), [&config](const McpServerConfig &known) { return known.id == config.id; }))
            notes << QStringLiteral("%1 stood in the list already: it is replaced.").arg(config.id.value);
    return notes;
}

QByteArray encodeMcpConfig(const QList<McpServerConfig> &servers)
{
    ConfigJson list = ConfigJson::object();
    for (const McpServerConfig &config : servers)
        list[config.id.value.toStdString()] = writeConfigEntry(config);
    return QByteArray::fromStdString(ConfigJson{{"mcpServers", list}}.dump(2, ' ', false, ConfigJson::error_handler_t::replace)) + '\n';
}

} // namespace qd
