#include "features/mcp/mcpmodels.h"

#include "mainwindow.h"
#include "mcp/exchange/modeldialog.h"
#include "mcp/requests/requestpage.h"
#include "workspace.h"

#include <QPointer>

namespace qd {

McpModels::McpModels(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk), m_model(desk.workspace.systemClock, desk.timers, desk.secrets)
{
    desk.workspace.commands.add({CommandId(QStringLiteral("mcp.model")), tr("MCP: the model that proposes answers to servers"), tr("MCP"), {}, QStringLiteral("message-2")}, this, [this] { edit(); });
    load();
}

void McpModels::wireView()
{
    connect(&m_desk.view->requests(), &RequestPage::proposalRequested, this, &McpModels::propose);
    showModel();
}

void McpModels::load()
{
    const Settings &settings = m_desk.workspace.settings;
    m_model.use({.url = QUrl(settings.value(keys::mcpModelUrl), QUrl::StrictMode), .model = settings.value(keys::mcpModelName)}, settings.value(keys::mcpModelHasKey));
}

void McpModels::showModel() const
{
    if (m_desk.view)
        m_desk.view->requests().setModelName(m_model.isSet() ? tr("%1 at %2").arg(m_model.settings().model, m_model.settings().url.host()) : QString());
}

void McpModels::edit()
{
    const Settings &settings = m_desk.workspace.settings;
    auto *dialog = new ModelDialog({.url = settings.value(keys::mcpModelUrl), .model = settings.value(keys::mcpModelName), .key = {}, .isKeyKept = settings.value(keys::mcpModelHasKey)}, &m_desk.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ModelDialog::saveRequested, this, [this, dialog](const TypedModel &typed) { save(*dialog, typed); });
    connect(dialog, &ModelDialog::removeRequested, this, [this, dialog] {
        remove();
        dialog->accept();
    });
    dialog->open();
}

/// The key first: an endpoint whose key was lost would be of no use.
void McpModels::save(ModelDialog &dialog, const TypedModel &typed)
{
    const ModelEndpointSettings model{.url = QUrl(typed.url, QUrl::StrictMode), .model = typed.model};
    const QString problem = typed.url.isEmpty() ? tr("The address is missing.") : McpModelDesk::problemOf(model);
    dialog.setProblem(problem);
    if (!problem.isEmpty())
        return;
    if (typed.key.isEmpty()) {
        keep(model, typed.isKeyKept);
        return dialog.accept();
    }
    m_desk.secrets.write(McpModelDesk::keyName(), typed.key, &dialog, [this, model, open = &dialog](const Result<void> &written) {
        if (!written)
            return open->setProblem(written.error().message);
        keep(model, true);
        open->accept();
    });
}

void McpModels::remove()
{
    keep({}, false);
    m_desk.secrets.remove(McpModelDesk::keyName(), this, [](const Result<void> &) {}); // there may be none
}

void McpModels::keep(const ModelEndpointSettings &model, bool hasKey)
{
    Settings &settings = m_desk.workspace.settings;
    settings.set(keys::mcpModelUrl, model.url.toString());
    settings.set(keys::mcpModelName, model.model);
    settings.set(keys::mcpModelHasKey, hasKey);
    m_asking.cancel();
    load();
    showModel();
}

/// What the server wrote is seen above the button, and goes out when it is pressed.
void McpModels::propose(quint64 id)
{
    const McpPendingRequest *request = m_desk.requests.request(id);
    if (!request || request->status != McpPendingRequest::Status::Waiting)
        return;
    m_asking.cancel();
    m_asking = m_model.propose(request->sampling, this, [this, id](const Result<McpSamplingAnswer> &answer) {
        if (!m_desk.view)
            return;
        m_desk.view->requests().setProposal(id, answer.value_or(McpSamplingAnswer{}));
        if (!answer && answer.error().kind != ErrorKind::Cancelled)
            m_desk.showFailure(answer.error());
    });
}

} // namespace qd
