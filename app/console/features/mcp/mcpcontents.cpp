#include "features/mcp/mcpcontents.h"

#include "mainwindow.h"
#include "mcp/result/resultpanel.h"
#include "mcp/webaddress.h"
#include "workspace.h"

#include <QFile>
#include <QFileDialog>
#include <QMimeDatabase>

#include <utility>

namespace qd {

namespace {

/// "part.png": after the type, never after a name that a server chose.
QString fileNameFor(const McpContent &part)
{
    const QString suffix = QMimeDatabase().mimeTypeForName(part.mimeType).preferredSuffix();
    return QStringLiteral("part.") + (suffix.isEmpty() ? QStringLiteral("bin") : suffix);
}

} // namespace

McpContents::McpContents(McpDesk &desk, McpExplorer &explorer, QObject *parent) : QObject(parent), m_desk(desk), m_explorer(explorer) {}

void McpContents::wireView()
{
    const ResultPanel &result = m_desk.view->call().result();
    connect(&result, &ResultPanel::saveRequested, this, &McpContents::save);
    connect(&result, &ResultPanel::playRequested, this, &McpContents::play);
    connect(&result, &ResultPanel::readRequested, &m_explorer, &McpExplorer::openResource);
    connect(&result, &ResultPanel::openRequested, this, [this](const QString &url) { openAddress(url, m_desk.view->currentServer()); });
}

void McpContents::save(const McpContent &part)
{
    auto *dialog = new QFileDialog(&m_desk.window, tr("Save the bytes of the result"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(fileNameFor(part));
    connect(dialog, &QFileDialog::fileSelected, this, [this, bytes = part.data](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The file could not be written: %1").arg(file.errorString())});
    });
    dialog->open();
}

void McpContents::play(const McpContent &part)
{
    if (!m_sounds)
        m_sounds = std::make_unique<QTemporaryDir>();
    if (!part.mimeType.startsWith(QLatin1String("audio/")) || !m_sounds->isValid())
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("This is no sound.")});
    const QString path = m_sounds->filePath(fileNameFor(part));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(part.data) != part.data.size())
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The sound could not be handed to a player: %1").arg(file.errorString())});
    file.close();
    m_desk.openUrl(QUrl::fromLocalFile(path));
}

void McpContents::openAddress(const QString &url, const McpServerId &server, std::function<void(bool)> then)
{
    const WebAddress address = webAddressOf(url);
    if (!address.isOpenable) {
        m_desk.showFailure({.kind = ErrorKind::Invalid, .message = address.warnings.join(u' ')});
        return then ? then(false) : void();
    }
    const QString host = address.shownHost == address.host ? address.host : QStringLiteral("%1 (%2)").arg(address.host, address.shownHost);
    const WriteAction action{.verb = QStringLiteral("mcp.open-address"), .target = host,
                             .title = tr("%1 wants this page to be opened in your browser. It goes to %2.").arg(server.value, host), .before = {}, .after = url, .effects = address.warnings};
    m_desk.workspace.confirm.ask({.action = action, .level = ConfirmLevel::Diff, .environment = tr("your browser")}, this, [this, url, then](const Result<bool> &answer) {
        const bool isAgreed = answer.has_value() && *answer;
        if (isAgreed)
            m_desk.openUrl(QUrl(url, QUrl::StrictMode));
        if (then)
            then(isAgreed);
    });
}

} // namespace qd
