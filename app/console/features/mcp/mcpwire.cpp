#include "features/mcp/mcpwire.h"

#include "mainwindow.h"
#include "mcp/jsonoutline.h"
#include "mcp/recordfile.h"
#include "mcp/sessionrecorder.h"
#include "mcp/wirepanel.h"
#include "mcpwiretext.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QSaveFile>

namespace qd {

namespace {

/// The member of an object, or -1.
qsizetype memberOf(const JsonOutline &outline, qsizetype object, const QString &name)
{
    for (const qsizetype child : outline.nodes().at(object).children)
        if (outline.name(child) == name)
            return child;
    return -1;
}

/// The same request under an id that no other has.
std::optional<QByteArray> withOtherId(const QString &text, int number)
{
    const auto outline = JsonOutline::of(text);
    const qsizetype id = outline ? memberOf(*outline, 0, QStringLiteral("id")) : -1;
    if (id < 0)
        return std::nullopt;
    const JsonOutline::Node &node = outline->nodes().at(id);
    return QString(text.left(node.from) + QStringLiteral("\"again-%1\"").arg(number) + text.mid(node.to)).toUtf8();
}

} // namespace

McpRecording sessionWith(const McpBenchStore &store, const McpServerId &server)
{
    QList<McpWireEntry> said;
    for (const McpLogEntry &logged : store.log())
        if (logged.server == server)
            said << logged.entry;
    return SessionRecorder::recordingOf(server.value, said);
}

McpWire::McpWire(McpDesk &desk, McpExplorer &explorer, QObject *parent) : QObject(parent), m_desk(desk), m_explorer(explorer) {}

void McpWire::wireView()
{
    WirePanel &panel = m_desk.view->wire();
    connect(&panel, &WirePanel::filterChanged, &m_desk.shownWire, &McpWireProxy::setText);
    connect(&panel, &WirePanel::kindChosen, this, [this](int kind) { m_desk.shownWire.setKind(static_cast<McpWireProxy::Kind>(kind)); });
    connect(&panel, &WirePanel::everyServerChosen, &m_desk.shownWire, &McpWireProxy::setEveryServer);
    connect(&panel, &WirePanel::clearRequested, &m_desk.store, &McpBenchStore::clearLog);
    connect(&panel, &WirePanel::curlRequested, this, &McpWire::copyCurl);
    connect(&panel, &WirePanel::replayRequested, this, &McpWire::sendAgain);
    connect(&panel, &WirePanel::exportRequested, this, &McpWire::save);
    connect(&m_desk.store, &McpBenchStore::logForgot, m_desk.view, [this] { m_desk.view->wire().setForgotten(m_desk.store.forgotten()); });
}

const McpLogEntry *McpWire::entry(qsizetype row) const
{
    return row >= 0 && row < static_cast<qsizetype>(m_desk.store.log().size()) ? &m_desk.store.log().at(static_cast<size_t>(row)) : nullptr;
}

void McpWire::copyCurl(qsizetype row) const
{
    const McpLogEntry *logged = entry(row);
    const McpServerState *state = logged ? m_desk.store.server(logged->server) : nullptr;
    if (logged)
        QGuiApplication::clipboard()->setText(wiretext::asCurl(*logged, state ? state->config : McpServerConfig{}));
}

/// The call of a tool goes through its form, so that what guards calls guards this one, too.
void McpWire::sendAgain(qsizetype row)
{
    const McpLogEntry *found = entry(row);
    if (!found)
        return;
    const McpLogEntry logged = *found; // the log goes on
    if (logged.entry.method != QLatin1String("tools/call"))
        return sendRaw(logged);
    const auto outline = JsonOutline::of(logged.entry.text);
    const qsizetype params = outline ? memberOf(*outline, 0, QStringLiteral("params")) : -1;
    const qsizetype name = params < 0 ? -1 : memberOf(*outline, params, QStringLiteral("name"));
    if (name < 0)
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The message was cut or is no call of a tool.")});
    const qsizetype arguments = memberOf(*outline, params, QStringLiteral("arguments"));
    m_desk.view->chooseServer(logged.server);
    m_explorer.fillIn(JsonOutline::decoded(outline->value(name)), arguments < 0 ? QStringLiteral("{}") : outline->value(arguments).toString());
}

void McpWire::sendRaw(const McpLogEntry &logged)
{
    McpSession *session = m_desk.controller->connections().session(logged.server);
    const auto message = withOtherId(logged.entry.text, ++m_lastReplay);
    const bool isWhole = logged.entry.text.size() >= logged.entry.bytes / 4; // a cut text is no JSON anyway
    if (!session || !message || !isWhole || logged.entry.text.contains(QLatin1String("***")) || logged.entry.method == QLatin1String("initialize"))
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = !session ? tr("Connect to the server first.")
                                                                                  : tr("This message cannot be sent again: it opens the connection, was cut, or a key in it is masked.")});
    session->sendRaw(*message, this, [this](const Result<QByteArray> &answer) {
        if (!answer && answer.error().kind != ErrorKind::Cancelled)
            m_desk.showFailure(answer.error()); // an answer is in the log
    });
}

void McpWire::save()
{
    if (!m_desk.view)
        return;
    QList<McpLogEntry> shown;
    const QList<qsizetype> rows = m_desk.view->wire().shownRows();
    for (const qsizetype row : rows)
        if (const McpLogEntry *logged = entry(row))
            shown << *logged;
    const QString asSession = tr("Recorded session of the chosen server (*.json)");
    const McpRecording session = sessionWith(m_desk.store, m_desk.view->currentServer());
    auto *dialog = new QFileDialog(&m_desk.window, tr("Save what was said"), QString(), tr("Messages that are shown (*.json)") + QStringLiteral(";;") + asSession);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("mcp-messages.json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, shown, session, asSession](const QString &path) {
        write(path, dialog->selectedNameFilter() == asSession ? encodeRecording(session) : wiretext::asJsonArray(shown).toUtf8());
    });
    dialog->open();
}

void McpWire::write(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The file could not be written: %1").arg(file.errorString())});
}

} // namespace qd
