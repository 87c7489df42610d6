#include "mcproster.h"

#include "mcp/launchconsent.h"

#include <algorithm>
#include <utility>

namespace qd {

McpRoster::McpRoster(McpBenchStore &store, SecretStore &secrets, QString path, QObject *parent)
    : QObject(parent), m_store(store), m_secrets(secrets), m_path(std::move(path))
{
}

void McpRoster::load()
{
    const auto list = loadMcpServers(m_path);
    if (!list)
        return emit failed(list.error());
    m_list = *list;
    for (const McpServerConfig &config : m_list.servers)
        if (!m_store.server(config.id))
            m_store.apply({.config = config});
}

bool McpRoster::save()
{
    const Result<void> saved = saveMcpServers(m_list, m_path);
    if (!saved)
        emit failed(saved.error());
    return saved.has_value();
}

void McpRoster::import(const QByteArray &text)
{
    const auto import = decodeMcpConfig(text);
    if (!import)
        return emit failed(import.error());
    McpImport noted = *import;
    noted.notes << replacementNotes(noted, m_list.servers);
    take(noted);
}

void McpRoster::take(const McpImport &import) { storeSecrets(std::make_shared<McpImport>(import), 0); }

/// The keyring first: a server whose key was lost would be of no use, and stays out.
void McpRoster::storeSecrets(const std::shared_ptr<McpImport> &import, qsizetype next)
{
    if (next >= import->secrets.size())
        return finishImport(*import);
    const McpImport::Secret &secret = import->secrets.at(next);
    m_secrets.write(secret.name, secret.value, this, [this, import, next](const Result<void> &stored) {
        if (stored)
            return storeSecrets(import, next + 1);
        leaveOutRefused(*import, import->secrets.mid(next));
        import->servers.isEmpty() ? emit failed(stored.error()) : finishImport(*import);
    });
}

void McpRoster::finishImport(const McpImport &import)
{
    for (const McpServerConfig &config : import.servers)
        replace(config);
    if (save())
        emit imported(import.notes);
}

void McpRoster::replace(const McpServerConfig &config)
{
    emit aboutToReplace(config.id);
    m_list.servers.removeIf([&config](const McpServerConfig &known) { return known.id == config.id; });
    m_list.servers.append(config);
    m_store.apply({.config = config});
}

void McpRoster::put(const McpServerConfig &config)
{
    replace(config);
    (void)save();
}

void McpRoster::remove(const McpServerId &id)
{
    emit aboutToReplace(id);
    m_store.remove(id);
    if (m_list.servers.removeIf([&id](const McpServerConfig &config) { return config.id == id; }) > 0)
        (void)save();
}

void McpRoster::setRoots(const McpServerId &id, const QList<McpRoot> &roots)
{
    const auto own = std::find_if(m_list.servers.begin(), m_list.servers.end(), [&id](const McpServerConfig &config) { return config.id == id; });
    const McpServerState *known = m_store.server(id);
    if (own == m_list.servers.end() || !known || own->roots == roots)
        return;
    own->roots = roots;
    McpServerState state = *known;
    state.config.roots = roots;
    m_store.apply(state);
    if (save())
        emit rootsChanged(id);
}

void McpRoster::addPassing(const McpServerConfig &config)
{
    const McpServerState *known = m_store.server(config.id);
    if (known && known->isPassing && known->config == config)
        return;
    emit aboutToReplace(config.id);
    m_store.apply({.config = config, .isPassing = true});
}

void McpRoster::removePassing()
{
    const QList<McpServerState> servers = m_store.servers();
    for (const McpServerState &state : servers)
        if (state.isPassing)
            remove(state.config.id);
}

bool McpRoster::isConsented(const McpServerConfig &config) const { return m_list.consents.contains(launch::fingerprint(config)); }

bool McpRoster::consent(const McpServerConfig &config)
{
    m_list.consents.insert(launch::fingerprint(config));
    return save();
}

} // namespace qd
