#include "features/mcp/mcpexplorer.h"

#include "features/mcp/mcpsubjects.h"
#include "mcp/jsontext.h"
#include "mcp/schemaform.h"

#include <iterator>

namespace qd {

namespace {

constexpr size_t mostDrafts = 500;

} // namespace

McpExplorer::McpExplorer(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk)
{
    connect(&desk.store, &McpBenchStore::serverChanged, this, &McpExplorer::onServerChanged);
    connect(&desk.store, &McpBenchStore::serverRemoved, this, &McpExplorer::showServer);
    connect(&desk.store, &McpBenchStore::serverAdded, this, &McpExplorer::showServer);
    connect(&desk.calls, &McpCallStore::callChanged, this, [this](const McpCallRecord &call) {
        if (m_desk.view && subjectIdOf(call) == m_subject)
            m_desk.view->call().setCall(call);
    });
}

void McpExplorer::wireView()
{
    McpView &view = *m_desk.view;
    connect(&view, &McpView::serverChosen, this, &McpExplorer::onServerChosen);
    connect(&view, &McpView::tabChosen, this, &McpExplorer::onTabChosen);
    connect(&view, &McpView::offerChosen, this, &McpExplorer::onOfferChosen);
    connect(&view.call(), &CallPanel::callRequested, this, [this] { send(); });
    connect(&view.call(), &CallPanel::cancelRequested, this, &McpExplorer::cancel);
    connect(&view.call(), &CallPanel::rawToggled, this, &McpExplorer::toggleRaw);
    connect(&view.call(), &CallPanel::completionWanted, this, &McpExplorer::complete);
    connect(&view.call(), &CallPanel::approveRequested, this, &McpExplorer::approve);
}

McpCallRecord::Kind McpExplorer::kind() const
{
    switch (m_desk.view->currentTab()) {
    case McpView::Tab::Prompts: return McpCallRecord::Kind::Prompt;
    case McpView::Tab::Resources: return McpCallRecord::Kind::Resource;
    default: return McpCallRecord::Kind::Tool;
    }
}

/// Only the server that is looked at is drawn anew.
void McpExplorer::onServerChanged(qsizetype index)
{
    if (m_desk.view && m_desk.store.servers().at(index).config.id == m_desk.view->currentServer())
        showServer();
}

void McpExplorer::onServerChosen()
{
    keepDraft();
    m_subject = {};
    m_isPlacing = true;
    m_desk.view->call().setSubject({});
    m_desk.offers.clear();
    m_desk.view->chooseTab(m_places[m_desk.view->currentServer().value].tab);
    m_isPlacing = false;
    showServer();
}

void McpExplorer::onTabChosen()
{
    const McpView::Tab tab = m_desk.view->currentTab();
    m_places[m_desk.view->currentServer().value].tab = tab;
    if (m_isPlacing)
        return;
    if (tab <= McpView::Tab::Resources) {
        keepDraft();
        m_subject = {};
        m_desk.view->call().setSubject({});
    }
    showServer();
}

void McpExplorer::showServer()
{
    if (!m_desk.view || m_isPlacing)
        return;
    McpView &view = *m_desk.view;
    if (view.currentServer().isEmpty() && !m_desk.store.servers().isEmpty())
        return view.chooseServer(m_desk.store.servers().first().config.id); // comes back
    const McpServerState *state = m_desk.current();
    m_desk.shownWire.setServer(state ? state->config.id.value : QString());
    m_desk.shownWire.setNotificationsOnly(view.currentTab() == McpView::Tab::Notifications);
    if (state)
        showOffers(*state);
    else
        m_desk.offers.clear();
    view.setServer(state);
    if (state && view.currentTab() <= McpView::Tab::Resources)
        chooseOffer();
    else if (state && view.currentTab() == McpView::Tab::Load)
        chooseLastTool();
}

/// What the load page repeats, whatever was looked at on the way there.
void McpExplorer::chooseLastTool()
{
    const QString last = m_places[m_desk.view->currentServer().value].offers.value(static_cast<int>(McpView::Tab::Tools));
    if (!last.isEmpty() && (m_subject.name.isEmpty() || m_subject.kind != McpCallRecord::Kind::Tool))
        showSubject(last);
}

void McpExplorer::showOffers(const McpServerState &state)
{
    if (m_desk.view->currentTab() == McpView::Tab::Prompts)
        m_desk.offers.showPrompts(state);
    else if (m_desk.view->currentTab() == McpView::Tab::Resources)
        m_desk.offers.showResources(state);
    else
        m_desk.offers.showTools(state);
}

/// The one that was chosen last here, else the first; what is known of it may have changed.
void McpExplorer::chooseOffer()
{
    const Place &place = m_places[m_desk.view->currentServer().value];
    const QString last = place.offers.value(static_cast<int>(m_desk.view->currentTab()));
    if (!m_subject.name.isEmpty())
        return m_desk.offers.rowOf(m_subject.name) >= 0 ? showSubject(m_subject.name) : void();
    if (m_desk.offers.rowCount() == 0 || m_isHolding)
        return;
    const QString key = m_desk.offers.rowOf(last) >= 0 ? last : m_desk.offers.rows().first().key;
    m_desk.view->chooseOffer(key);
    if (m_subject.name.isEmpty())
        showSubject(key); // it was the current row all the time, back from a page without offers
}

void McpExplorer::onOfferChosen(const QString &key)
{
    if (key.isEmpty() || m_isPlacing)
        return; // a filter hides it, or another server comes
    m_places[m_desk.view->currentServer().value].offers[static_cast<int>(m_desk.view->currentTab())] = key;
    showSubject(key);
}

void McpExplorer::keepDraft()
{
    if (m_subject.name.isEmpty())
        return;
    m_drafts[m_subject] = m_desk.view->call().draft();
    if (m_drafts.size() > mostDrafts)
        m_drafts.erase(m_drafts.begin() == m_drafts.find(m_subject) ? std::next(m_drafts.begin()) : m_drafts.begin());
}

void McpExplorer::showSubject(const QString &key)
{
    const McpServerState *state = m_desk.current();
    if (!state)
        return;
    const McpSubjectId id{state->config.id, kind(), key};
    const bool isSame = id == m_subject;
    if (!isSame)
        keepDraft();
    m_subject = id;
    CallPanel &call = m_desk.view->call();
    call.setSubject(subjectOfOffer(*state, id.kind, key));
    if (isSame)
        return;
    if (const auto draft = m_drafts.find(id); draft != m_drafts.end())
        call.setDraft(draft->second);
    call.setCall(m_desk.calls.call(id));
}

/// What was typed moves along; when it cannot, the input stays as it is and says why.
void McpExplorer::toggleRaw(bool isRaw)
{
    CallPanel &call = m_desk.view->call();
    const ToolForm &form = call.subject().form;
    if (isRaw) {
        const auto text = argumentsOf(form, call.values(), call.base());
        if (text)
            call.showRaw(indentedJson(*text));
        return call.setProblems(text ? QList<ToolProblem>() : problemsOf(form, call.values()));
    }
    const QString typed = call.rawText();
    const auto values = valuesOf(form, typed);
    if (values)
        call.showValues(*values, typed);
    call.setProblem(values ? QString() : values.error().message);
}

/// What the server would suggest for an argument of a prompt or a template, in the light of the others.
void McpExplorer::complete(const QString &path, const QString &typed)
{
    McpSession *session = m_desk.controller->connections().session(m_subject.server);
    const CallSubject &subject = m_desk.view->call().subject();
    if (!session || subject.kind == McpCallRecord::Kind::Tool)
        return;
    McpCompletionQuery query{.of = subject.kind == McpCallRecord::Kind::Prompt ? McpCompletionQuery::Of::Prompt : McpCompletionQuery::Of::ResourceTemplate,
                             .name = subject.name, .argument = {}, .value = typed, .context = {}};
    const ToolValues values = m_desk.view->call().values();
    for (const ToolField &field : subject.form.fields) {
        if (field.path == path)
            query.argument = field.name;
        else if (!values.value(field.path).isEmpty())
            query.context.append({field.name, values.value(field.path)});
    }
    m_completing.cancel();
    m_completing = session->complete(query, this, [this, path, id = m_subject](const Result<McpCompletions> &found) {
        if (found && m_desk.view && id == m_subject)
            m_desk.view->call().setCompletions(path, found->values);
    });
}

void McpExplorer::cancel() { m_desk.controller->calls().cancel(m_subject); }

void McpExplorer::approve()
{
    const CallSubject &subject = m_desk.view->call().subject();
    const auto definition = subject.kind == McpCallRecord::Kind::Tool ? McpDefinition::Kind::Tool
        : subject.kind == McpCallRecord::Kind::Prompt                 ? McpDefinition::Kind::Prompt
                                                                      : McpDefinition::Kind::Template;
    m_desk.controller->inspector().approve(m_subject.server, {inspectionKey(definition, subject.name)});
}

void McpExplorer::openResource(const QString &uri)
{
    m_desk.view->chooseTab(McpView::Tab::Resources);
    m_desk.view->chooseOffer(uri);
    if (m_subject.name != uri)
        adopt({m_desk.view->currentServer(), McpCallRecord::Kind::Resource, uri}, {.kind = McpCallRecord::Kind::Resource, .name = uri, .description = tr("The server does not list it.")});
    send();
}

/// Something that is not listed (any more): it can be called all the same.
void McpExplorer::adopt(const McpSubjectId &id, const CallSubject &subject)
{
    keepDraft();
    m_subject = id;
    m_desk.view->call().setSubject(subject);
    m_desk.view->call().setCall(m_desk.calls.call(id));
}

void McpExplorer::setHolding(bool isHolding)
{
    m_isHolding = isHolding;
    if (!isHolding)
        showServer();
}

void McpExplorer::fillIn(const QString &tool, const QString &arguments)
{
    m_isHolding = false;
    m_desk.view->chooseTab(McpView::Tab::Tools);
    showServer();
    m_desk.view->chooseOffer(tool);
    CallPanel &call = m_desk.view->call();
    if (call.subject().name != tool)
        adopt({m_desk.view->currentServer(), McpCallRecord::Kind::Tool, tool}, {.name = tool, .description = tr("The server does not list this tool."), .form = {.fields = {}, .isRaw = true, .initial = {}}});
    const auto values = valuesOf(call.subject().form, arguments);
    if (values && !call.subject().form.isRaw)
        call.showValues(*values, arguments);
    else
        call.showRaw(arguments);
    call.focusInput();
}

} // namespace qd
