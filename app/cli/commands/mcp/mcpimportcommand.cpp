#include "commands/mcp/mcpimportcommand.h"

#include "mcp/launchconsent.h"
#include "mcp/serverlist.h"
#include "output/errorreport.h"
#include "printabletext.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace qd {

namespace {

/// A command with its keys masked, an address as it stands in the list: its references are no keys.
QString wayTo(const McpServerConfig &config)
{
    if (config.transport == McpTransport::Stdio)
        return launch::commandLine(config);
    return config.urlTemplate.isEmpty() ? config.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery) : config.urlTemplate;
}

} // namespace

McpImportCommand::McpImportCommand(const CliContext &context, McpImport import, QString path)
    : m_context(context), m_import(std::move(import)), m_path(std::move(path)), m_secrets(m_timers)
{
    m_secrets.leaveRefusalsToWriter();
}

void McpImportCommand::start()
{
    QMetaObject::invokeMethod(this, &McpImportCommand::storeNext, Qt::QueuedConnection);
}

void McpImportCommand::storeNext()
{
    if (m_stored >= m_import.secrets.size())
        return save();
    const McpImport::Secret &secret = m_import.secrets.at(m_stored);
    m_secrets.write(secret.name, secret.value, this, [this](const Result<void> &result) {
        if (!result)
            return refuse(result.error());
        ++m_stored;
        storeNext();
    });
}

/// A keyring that has refused one key is not asked to take the next.
void McpImportCommand::refuse(const Error &error)
{
    m_refusal = error;
    leaveOutRefused(m_import, m_import.secrets.mid(m_stored));
    save();
}

void McpImportCommand::save()
{
    auto list = loadMcpServers(m_path);
    if (list) {
        m_import.notes << replacementNotes(m_import, list->servers);
        for (const McpServerConfig &config : m_import.servers) {
            list->servers.removeIf([&config](const McpServerConfig &known) { return known.id == config.id; });
            list->servers.append(config);
        }
    }
    const Result<void> saved = list ? saveMcpServers(*list, m_path) : Result<void>(list.error());
    if (!saved) {
        emit finished(reportError(m_context.options, m_context.streams, saved.error()));
        return;
    }
    if (m_import.servers.isEmpty())
        m_import.notes << QStringLiteral("There is no server in this file that could be taken; the list stays as it was.");
    report();
    emit finished(ending());
}

ExitCode McpImportCommand::ending() const
{
    if (!m_refusal)
        return m_import.servers.isEmpty() ? ExitCode::Usage : ExitCode::Healthy;
    complainOf(m_context.streams, *m_refusal);
    return exitCodeOf(*m_refusal);
}

void McpImportCommand::report() const
{
    if (m_context.options.format == OutputFormat::Json) {
        nlohmann::ordered_json json{{"imported", nlohmann::ordered_json::array()}, {"notes", nlohmann::ordered_json::array()}};
        for (const McpServerConfig &config : m_import.servers)
            json["imported"].push_back(config.id.value.toStdString());
        for (const QString &note : m_import.notes)
            json["notes"].push_back(note.toStdString());
        m_context.streams.print(QByteArray::fromStdString(json.dump(2)) + '\n');
        return;
    }
    for (const McpServerConfig &config : m_import.servers)
        m_context.streams.print(printableText(QStringLiteral("%1: %2").arg(config.id.value, wayTo(config))) + u'\n');
    for (const QString &note : m_import.notes)
        m_context.streams.complain(QStringLiteral("note: ") + printableText(note));
}

} // namespace qd
