#include "features/mcp/mcpcompare.h"

#include "features/mcp/mcpwire.h"
#include "mainwindow.h"
#include "mcp/compare/comparepage.h"
#include "mcp/recordfile.h"

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

/// What is compared with, by the beginning of its key.
const QLatin1StringView listingSource("server:");
const QLatin1StringView sessionSource("session:");

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
    QList<std::pair<QString, QString>> sources;
    if (const McpServerState *state = m_desk.current(); state && state->inspection && state->inspection->isPinned)
        sources.append({approvedKey(), tr("what was approved")});
    QList<std::pair<QString, QString>> sessions;
    for (const McpServerState &state : m_desk.store.servers()) {
        const QString name = state.config.id.value;
        if (!state.inspection || state.config.id == m_desk.view->currentServer())
            continue;
        sources.append({listingSource + name, tr("what %1 offers").arg(name)});
        sessions.append({sessionSource + name, tr("the session with %1").arg(name)});
    }
    m_desk.view->compare().setSources(sources + sessions);
}

void McpCompare::compare(const QString &source)
{
    const McpServerId id = m_desk.view->currentServer();
    McpInspector &inspector = m_desk.controller->inspector();
    const McpServerId other(source.section(u':', 1));
    if (source == approvedKey())
        inspector.compareWithApproved(id);
    else if (source.startsWith(sessionSource))
        inspector.compareSessions(id, sessionWith(m_desk.store, other), sessionWith(m_desk.store, id));
    else
        inspector.compareWithServer(id, other);
}

/// A listing, or a recorded session: each is held against its like.
void McpCompare::compareWithFile(const QString &name, const QByteArray &json)
{
    const McpServerId id = m_desk.view->currentServer();
    m_desk.view->compare().setOtherSource(name);
    if (!isRecording(json))
        return m_desk.controller->inspector().compareWithFile(id, name, json);
    const Result<McpRecording> recording = decodeRecording(json, name);
    if (!recording)
        return m_desk.showFailure(recording.error());
    McpRecording named = *recording;
    named.server = name;
    m_desk.controller->inspector().compareSessions(id, named, sessionWith(m_desk.store, id));
}

void McpCompare::openFile()
{
    auto *dialog = new QFileDialog(&m_desk.window, tr("Compare with a saved listing or session"), QString(), tr("Listing or recorded session (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestListingFile)
            return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The file cannot be read, or is larger than 16 MiB.")});
        compareWithFile(QFileInfo(path).fileName(), file.readAll());
    });
    dialog->open();
}

} // namespace qd
