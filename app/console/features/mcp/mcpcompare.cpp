#include "features/mcp/mcpcompare.h"

#include "mainwindow.h"
#include "mcp/compare/comparepage.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>

namespace qd {

namespace {

constexpr qint64 largestListingFile = 16LL * 1024 * 1024;

const QString &approvedKey()
{
    static const QString key = QStringLiteral("approved");
    return key;
}

} // namespace

McpCompare::McpCompare(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk)
{
    connect(&desk.controller->inspector(), &McpInspector::compared, this, [this](const McpServerId &id, const McpComparison &comparison) {
        if (!m_desk.view || id != m_desk.view->currentServer())
            return;
        m_desk.differences.setRows(comparison.items);
        m_desk.view->compare().setComparison(comparison);
    });
    connect(&desk.controller->inspector(), &McpInspector::approved, this, &McpCompare::onServerChosen);
}

void McpCompare::wireView()
{
    ComparePage &page = m_desk.view->compare();
    connect(m_desk.view, &McpView::serverChosen, this, &McpCompare::onServerChosen);
    connect(m_desk.view, &McpView::tabChosen, this, [this](McpView::Tab tab) {
        if (tab == McpView::Tab::Compare)
            onServerChosen();
    });
    connect(&page, &ComparePage::sourceChosen, this, &McpCompare::compare);
    connect(&page, &ComparePage::fileRequested, this, &McpCompare::openFile);
}

/// With what was approved, where something was: that is what one asks most.
void McpCompare::onServerChosen()
{
    if (!m_desk.view || m_desk.view->currentTab() != McpView::Tab::Compare)
        return;
    m_desk.differences.setRows({});
    showSources();
    const McpServerState *state = m_desk.current();
    if (state && state->inspection && state->inspection->isPinned)
        return compare(approvedKey());
    m_desk.view->compare().setNotice(state && state->inspection ? tr("Nothing of this server was approved yet. Choose what to compare with.") : tr("Connect to the server first."));
}

void McpCompare::showSources()
{
    QList<std::pair<QString, QString>> sources{{approvedKey(), tr("what was approved")}};
    for (const McpServerState &state : m_desk.store.servers())
        if (state.inspection && state.config.id != m_desk.view->currentServer())
            sources.append({QStringLiteral("server:") + state.config.id.value, state.config.id.value});
    m_desk.view->compare().setSources(sources);
}

void McpCompare::compare(const QString &source)
{
    const McpServerId id = m_desk.view->currentServer();
    if (source == approvedKey())
        m_desk.controller->inspector().compareWithApproved(id);
    else
        m_desk.controller->inspector().compareWithServer(id, McpServerId(source.section(u':', 1)));
}

void McpCompare::openFile()
{
    auto *dialog = new QFileDialog(&m_desk.window, tr("Compare with a saved listing"), QString(), tr("Listing (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestListingFile)
            return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The file cannot be read, or is larger than 16 MiB.")});
        m_desk.controller->inspector().compareWithFile(m_desk.view->currentServer(), QFileInfo(path).fileName(), file.readAll());
    });
    dialog->open();
}

} // namespace qd
