#include "features/mcp/mcpexchange.h"

#include "features/mcp/typedserver.h"
#include "mainwindow.h"
#include "mcp/benchhead.h"
#include "mcp/exchange/addserverdialog.h"
#include "mcp/exchange/exportdialog.h"
#include "shell/bannerarea.h"
#include "workspace.h"

#include <QFile>
#include <QFileDialog>
#include <QSaveFile>

namespace qd {

namespace {

constexpr qint64 largestImport = 1024 * 1024;

} // namespace

McpExchange::McpExchange(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk)
{
    connect(&desk.controller->roster(), &McpRoster::imported, this, [this](const QStringList &notes) {
        m_desk.window.banners().showBanner({QStringLiteral("mcp-import"), StatusTone::Info, tr("The MCP servers are in the list"), notes.join(u'\n').left(2000)});
    });
}

void McpExchange::wireView()
{
    connect(m_desk.view, &McpView::importRequested, this, &McpExchange::importFile);
    connect(m_desk.view, &McpView::addRequested, this, &McpExchange::addServer);
    connect(m_desk.view, &McpView::exportRequested, this, &McpExchange::exportServers);
    connect(&m_desk.view->head(), &BenchHead::editRequested, this, &McpExchange::editServer);
}

void McpExchange::importFile()
{
    auto *dialog = new QFileDialog(&m_desk.window, tr("Import MCP servers"), QString(), tr("Configuration (*.json *.toml);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestImport)
            return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The file cannot be read, or is larger than 1 MiB.")});
        m_desk.controller->roster().import(file.readAll());
    });
    dialog->open();
}

void McpExchange::addServer()
{
    auto *dialog = new AddServerDialog(&m_desk.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QStringList taken;
    for (const McpServerState &state : m_desk.store.servers())
        taken << state.config.id.value;
    dialog->setTakenNames(taken);
    connect(dialog, &AddServerDialog::added, this, [this](const NewServer &server) { take(importOfTyped(server, nullptr), server.name); });
    dialog->open();
}

void McpExchange::editServer()
{
    const McpServerState *state = m_desk.current();
    if (!state || state->isPassing)
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("Choose a server of your own list.")});
    auto *dialog = new AddServerDialog(&m_desk.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setServer(typedServer(state->config));
    connect(dialog, &AddServerDialog::added, this, [this, known = state->config](const NewServer &server) { take(importOfTyped(server, &known), server.name); });
    dialog->open();
}

void McpExchange::take(const Result<McpImport> &import, const QString &name)
{
    if (!import)
        return m_desk.showFailure(import.error());
    m_desk.controller->roster().take(*import);
    if (m_desk.view)
        m_desk.view->chooseServer(McpServerId(name));
}

void McpExchange::exportServers(const McpServerId &only)
{
    QList<McpServerConfig> servers;
    for (const McpServerState &state : m_desk.store.servers())
        if (only.isEmpty() ? !state.isPassing : state.config.id == only)
            servers << state.config;
    QStringList clients;
    for (int shape = 0; shape < mcpConfigShapeCount; ++shape)
        clients << configShapeTitle(static_cast<McpConfigShape>(shape));
    auto *dialog = new ExportDialog(clients, m_desk.workspace.theme, &m_desk.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::clientChosen, this, [this, dialog, servers] { show(*dialog, servers); });
    connect(dialog, &ExportDialog::saveRequested, this, [this, dialog, servers] {
        const auto shape = static_cast<McpConfigShape>(dialog->client());
        save(shape, exportMcpConfig(shape, servers).text);
    });
    show(*dialog, servers);
    dialog->open();
}

void McpExchange::show(ExportDialog &dialog, const QList<McpServerConfig> &servers)
{
    const McpConfigExport made = exportMcpConfig(static_cast<McpConfigShape>(dialog.client()), servers);
    dialog.setText(QString::fromUtf8(made.text), made.notes);
}

void McpExchange::save(McpConfigShape shape, const QByteArray &text)
{
    auto *dialog = new QFileDialog(&m_desk.window, tr("Save the configuration"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(configShapeFile(shape));
    connect(dialog, &QFileDialog::fileSelected, this, [this, text](const QString &path) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The file could not be written: %1").arg(file.errorString())});
    });
    dialog->open();
}

} // namespace qd
