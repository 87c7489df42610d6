#include "features/mcp/mcprequests.h"

#include "confirm/plaintext.h"
#include "mainwindow.h"
#include "mcp/jsonslice.h"
#include "mcp/requests/requestpage.h"
#include "mcp/requests/taskpage.h"
#include "mcp/schemaform.h"
#include "mcp/webaddress.h"
#include "mcprequestdesk.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype mostTasks = 500; ///< remembered of one server

const QString &requestBanner()
{
    static const QString id = QStringLiteral("mcp-request");
    return id;
}

} // namespace

McpRequests::McpRequests(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk)
{
    connect(&desk.requests, &McpRequestStore::added, this, &McpRequests::onAdded);
    connect(&desk.requests, &McpRequestStore::changed, this, [this] {
        showRequest();
        showCount();
    });
    connect(&desk.controller->connections(), &McpConnections::taskChanged, this, &McpRequests::onTask);
}

void McpRequests::wireView()
{
    RequestPage &page = m_desk.view->requests();
    connect(&page, &RequestPage::requestChosen, this, &McpRequests::showRequest);
    connect(&page, &RequestPage::acceptRequested, this, &McpRequests::accept);
    connect(&page, &RequestPage::visitRequested, this, &McpRequests::visit);
    connect(&page, &RequestPage::visitedRequested, this, [this](quint64 id) { m_desk.answers->visited(id); });
    connect(&page, &RequestPage::declineRequested, this, [this](quint64 id) { m_desk.answers->decline(id); });
    connect(&page, &RequestPage::dismissRequested, this, [this](quint64 id) { m_desk.answers->dismiss(id); });
    connect(&page, &RequestPage::samplingAnswered, this, [this](quint64 id, const QString &model, const QString &text) {
        const bool isBlocks = text.startsWith(u'[') && text.contains(QLatin1String("\"tool_use\"")) && jsonslice::isJson(text.toUtf8()); // calls of tools, as a model proposed them
        m_desk.answers->answer(id, {.text = isBlocks ? QString() : text, .content = isBlocks ? text : QString(), .model = model, .stopReason = isBlocks ? QStringLiteral("toolUse") : QStringLiteral("endTurn")});
    });
    wireTasks();
    showCount();
}

void McpRequests::wireTasks()
{
    TaskPage &page = m_desk.view->tasks();
    connect(&page, &TaskPage::refreshRequested, this, &McpRequests::listTasks);
    connect(&page, &TaskPage::cancelRequested, this, &McpRequests::cancelTask);
    connect(&page, &TaskPage::resultRequested, this, &McpRequests::readResult);
    connect(&page, &TaskPage::taskChosen, this, [this](const QString &id) {
        const int row = m_desk.tasks.rowOf(id);
        m_desk.view->tasks().setText(row < 0 ? QString() : m_desk.tasks.rows().at(row).raw);
    });
    connect(m_desk.view, &McpView::serverChosen, this, &McpRequests::showTasks);
    connect(m_desk.view, &McpView::tabChosen, this, [this](McpView::Tab tab) {
        if (tab == McpView::Tab::Requests)
            m_desk.window.banners().dismiss(requestBanner());
        if (tab == McpView::Tab::Tasks)
            listTasks();
    });
}

/// The person may be anywhere in the program: a banner says that somebody waits.
void McpRequests::onAdded(quint64 id)
{
    const McpPendingRequest *request = m_desk.requests.request(id);
    if (!request || request->kind == McpPendingRequest::Kind::Roots)
        return; // it is answered already
    showCount();
    if (!m_desk.view)
        return;
    m_desk.view->requests().choose(id);
    showRequest();
    if (m_desk.window.pages().currentPage() != McpDesk::page() || m_desk.view->currentTab() != McpView::Tab::Requests)
        m_desk.window.banners().showBanner({requestBanner(), StatusTone::Warn,
                                            tr("%1 asks for %2").arg(visibleText(request->server.value, 100).simplified(), requestKindWord(request->kind)),
                                            visibleText(request->summary(), 300).simplified(), tr("Answer")});
}

void McpRequests::openFirst()
{
    m_desk.window.pages().open(McpDesk::page());
    m_desk.window.banners().dismiss(requestBanner());
    m_desk.view->chooseTab(McpView::Tab::Requests);
    for (const McpPendingRequest &request : m_desk.requests.requests())
        if (request.status == McpPendingRequest::Status::Waiting)
            return m_desk.view->requests().choose(request.id);
}

void McpRequests::showRequest()
{
    if (!m_desk.view)
        return;
    const McpPendingRequest *request = m_desk.requests.request(m_desk.view->requests().current());
    const bool isForm = request && request->kind == McpPendingRequest::Kind::Form;
    m_desk.view->requests().setRequest(request, isForm ? formOfSchema(request->elicitation.schema.toUtf8()) : ToolForm{});
}

void McpRequests::showCount()
{
    if (m_desk.requests.waiting() == 0)
        m_desk.window.banners().dismiss(requestBanner());
    if (m_desk.view)
        m_desk.view->setWaiting(m_desk.requests.waiting());
}

/// Checked against the schema before anything goes out.
void McpRequests::accept(quint64 id)
{
    const McpPendingRequest *request = m_desk.requests.request(id);
    if (!request)
        return;
    RequestPage &page = m_desk.view->requests();
    const ToolForm form = formOfSchema(request->elicitation.schema.toUtf8());
    const QList<ToolProblem> problems = problemsOf(form, page.values());
    page.setProblems(problems);
    const auto content = argumentsOf(form, page.values());
    if (problems.isEmpty() && content)
        m_desk.answers->accept(id, *content);
}

/// Pressing the button below the whole address is the consent. A call that waits for the page goes on when the person, or the
/// server, says that it was visited.
void McpRequests::visit(quint64 id)
{
    const McpPendingRequest *request = m_desk.requests.request(id);
    if (!request || !webAddressOf(request->elicitation.url).isOpenable)
        return;
    const bool isRequired = request->elicitation.isRequired;
    m_desk.openUrl(QUrl(request->elicitation.url, QUrl::StrictMode));
    if (!isRequired)
        m_desk.answers->accept(id, {});
}

void McpRequests::onTask(const McpServerId &server, const McpTask &task)
{
    QList<McpTask> &tasks = m_tasks[server];
    const auto known = std::find_if(tasks.begin(), tasks.end(), [&task](const McpTask &one) { return one.id == task.id; });
    if (known != tasks.end())
        *known = task;
    else if (tasks.size() < mostTasks)
        tasks.append(task);
    showTasks();
}

void McpRequests::showTasks()
{
    if (m_desk.view)
        m_desk.tasks.setRows(m_tasks.value(m_desk.view->currentServer()));
}

void McpRequests::listTasks()
{
    const McpServerId server = m_desk.view->currentServer();
    McpSession *session = m_desk.controller->connections().session(server);
    const bool canList = session && session->info()->hasTasks && !session->info()->isModern; // the modern era has no such list
    m_desk.view->tasks().setNotice(!session ? tr("The server is not connected.") : !session->info()->hasTasks ? tr("The server does not offer tasks.") : QString());
    if (!canList)
        return;
    session->listTasks(this, [this, server](const Result<QList<McpTask>> &found) {
        if (found)
            m_tasks[server] = found->first(std::min(found->size(), mostTasks));
        else if (m_desk.view)
            m_desk.view->tasks().setNotice(found.error().message);
        showTasks();
    });
}

void McpRequests::cancelTask(const QString &id)
{
    const McpServerId server = m_desk.view->currentServer();
    McpSession *session = m_desk.controller->connections().session(server);
    if (!session || id.isEmpty())
        return;
    session->cancelTask(id, this, [this, server, id](const Result<void> &done) {
        if (!done)
            return m_desk.showFailure(done.error());
        if (McpSession *alive = m_desk.controller->connections().session(server))
            alive->readTask(id, this, [this, server](const Result<McpTask> &task) {
                if (task)
                    onTask(server, *task);
            });
    });
}

void McpRequests::readResult(const QString &id)
{
    McpSession *session = m_desk.controller->connections().session(m_desk.view->currentServer());
    if (!session || id.isEmpty())
        return;
    m_reading.cancel();
    m_reading = session->taskResult(id, this, [this](const Result<McpCallResult> &result) {
        if (!m_desk.view)
            return;
        if (result)
            m_desk.view->tasks().setText(result->raw);
        else if (result.error().kind != ErrorKind::Cancelled)
            m_desk.showFailure(result.error());
    });
}

} // namespace qd
