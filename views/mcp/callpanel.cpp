#include "mcp/callpanel.h"

#include "confirm/plaintext.h"
#include "mcp/benchhint.h"
#include "mcp/codepane.h"
#include "mcp/offerdetail.h"
#include "mcp/rawinput.h"
#include "mcp/result/resultpanel.h"
#include "mcp/standinglook.h"
#include "mcp/toolformpanel.h"
#include "rollback/tonechip.h"
#include "widgets/elidelabel.h"
#include "widgets/labels.h"
#include "widgets/showntab.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int shortestInput = 96;

QPushButton *callButton(QWidget *parent, const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(accessible);
    return button;
}

QString callVerb(McpCallRecord::Kind kind)
{
    switch (kind) {
    case McpCallRecord::Kind::Tool: return CallPanel::tr("Call");
    case McpCallRecord::Kind::Prompt: return CallPanel::tr("Get");
    case McpCallRecord::Kind::Resource: break;
    }
    return CallPanel::tr("Read");
}

QString pageName(CallPanel::Page page, McpCallRecord::Kind kind)
{
    switch (page) {
    case CallPanel::Page::Call: return callVerb(kind);
    case CallPanel::Page::About: return CallPanel::tr("About");
    case CallPanel::Page::InputSchema: return CallPanel::tr("Input schema");
    case CallPanel::Page::OutputSchema: return CallPanel::tr("Output schema");
    case CallPanel::Page::Definition: break;
    }
    return CallPanel::tr("Definition");
}

} // namespace

CallPanel::CallPanel(const Theme &theme, const Clock &clock, QWidget *parent) : QFrame(parent)
{
    setProperty("qdRole", QStringLiteral("panel"));
    m_choice = new QStackedWidget(this);
    m_hint = new BenchHint(theme, QStringLiteral("mcpCallHint"), m_choice);
    m_hint->setHint(QStringLiteral("player-play"), tr("Choose what to call"), tr("Enter opens its form, Ctrl+Enter sends the call, Esc cancels it."));
    auto *subject = new QWidget(m_choice);
    makeTabs(theme);
    m_pages->insertWidget(0, makeCall(theme, clock));
    m_pages->setCurrentIndex(0);
    auto *column = new QVBoxLayout(subject);
    column->setContentsMargins(space::m, space::s, space::m, space::s);
    column->setSpacing(space::s);
    column->addWidget(makeHead(theme));
    column->addWidget(m_tabs);
    column->addWidget(m_pages, 1);
    m_choice->addWidget(m_hint);
    m_choice->addWidget(subject);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 1, 1, 1);
    outer->addWidget(m_choice);
    connect(m_result, &ResultPanel::retryRequested, this, &CallPanel::callRequested);
    connect(this, &CallPanel::callRequested, this, [this] { choosePage(Page::Call); }); // where it is seen to run
    connect(m_detail, &OfferDetail::approveRequested, this, &CallPanel::approveRequested);
    showSubject();
    setProblem({});
    setCall({});
}

void CallPanel::makeTabs(const Theme &theme)
{
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("mcpSubjectTabs"));
    m_tabs->setAccessibleName(tr("What of the offer is shown"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_pages = new QStackedWidget(this);
    m_detail = new OfferDetail(theme, m_pages);
    m_inputSchema = new CodePane(theme, QStringLiteral("mcpInputSchema"), tr("Input schema"), m_pages);
    m_outputSchema = new CodePane(theme, QStringLiteral("mcpOutputSchema"), tr("Output schema"), m_pages);
    m_definition = new CodePane(theme, QStringLiteral("mcpDefinition"), tr("Definition as the server sent it"), m_pages);
    for (QWidget *page : {static_cast<QWidget *>(m_detail), static_cast<QWidget *>(m_inputSchema), static_cast<QWidget *>(m_outputSchema), static_cast<QWidget *>(m_definition)})
        m_pages->addWidget(page);
    for (const Page page : {Page::Call, Page::About, Page::InputSchema, Page::OutputSchema, Page::Definition})
        m_tabs->addTab(pageName(page, McpCallRecord::Kind::Tool));
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        emit pageChosen();
    });
}

QWidget *CallPanel::makeCall(const Theme &theme, const Clock &clock)
{
    m_form = new ToolFormPanel(m_pages);
    connect(m_form, &ToolFormPanel::completionWanted, this, &CallPanel::completionWanted);
    m_raw = new RawInput(theme, m_pages);
    m_result = new ResultPanel(theme, clock, m_pages);
    m_splitter = new QSplitter(Qt::Vertical, m_pages);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(space::s);
    m_splitter->addWidget(makeInput());
    m_splitter->addWidget(m_result);
    m_splitter->setStretchFactor(1, 1);
    return m_splitter;
}

QWidget *CallPanel::makeInput()
{
    m_problem = makeLabel(this, QStringLiteral("mcpProblem"), "secondary");
    m_problem->setWordWrap(true);
    m_input = new QStackedWidget(this);
    m_input->addWidget(m_form);
    m_input->addWidget(m_raw);
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(m_input, 1);
    column->addWidget(m_problem);
    return box;
}

QWidget *CallPanel::makeHead(const Theme &theme)
{
    auto *head = new QWidget(this);
    m_name = new ElideLabel(head, QStringLiteral("mcpSubject"), "panelTitle");
    m_risk = new ToneChip(theme, head);
    m_risk->setObjectName(QStringLiteral("mcpRisk"));
    m_standing = new ToneChip(theme, head);
    m_standing->setObjectName(QStringLiteral("mcpStanding"));
    m_description = new ElideLabel(head, QStringLiteral("mcpDescription"), "secondary");
    m_description->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_name);
    line->addWidget(m_risk);
    line->addWidget(m_standing);
    line->addStretch(1);
    line->addWidget(makeButtons(head));
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addLayout(line);
    column->addWidget(m_description);
    return head;
}

QWidget *CallPanel::makeButtons(QWidget *parent)
{
    auto *box = new QWidget(parent);
    m_rawButton = callButton(box, "mcpRawToggle", tr("JSON"), tr("Arguments as JSON instead of a form"));
    m_rawButton->setCheckable(true);
    m_rawButton->setProperty("qdRole", QStringLiteral("card"));
    m_cancel = callButton(box, "mcpCancel", tr("Cancel"), tr("Cancel the running call, Escape"));
    m_call = callButton(box, "mcpCall", tr("Call"), tr("Send the call, Ctrl+Enter"));
    m_call->setProperty("qdRole", QStringLiteral("primary"));
    m_call->setToolTip(tr("Ctrl+Enter"));
    m_cancel->setToolTip(tr("Esc"));
    connect(m_rawButton, &QPushButton::clicked, this, &CallPanel::rawToggled);
    connect(m_call, &QPushButton::clicked, this, &CallPanel::callRequested);
    connect(m_cancel, &QPushButton::clicked, this, &CallPanel::cancelRequested);
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addStretch(1);
    for (QPushButton *button : {m_cancel, m_rawButton, m_call})
        line->addWidget(button);
    return box;
}

CallPanel::Page CallPanel::page() const { return static_cast<Page>(m_tabs->currentIndex()); }

void CallPanel::choosePage(Page page)
{
    if (m_tabs->isTabVisible(static_cast<int>(page)))
        m_tabs->setCurrentIndex(static_cast<int>(page));
}

CallDraft CallPanel::draft() const { return {.isRaw = isRaw(), .raw = rawText(), .meta = m_raw->meta(), .values = values(), .base = m_base, .page = m_tabs->currentIndex()}; }

void CallPanel::setDraft(const CallDraft &draft)
{
    m_form->setValues(draft.values);
    m_base = draft.base;
    m_raw->setText(draft.raw);
    m_raw->setMeta(draft.meta);
    m_input->setCurrentIndex(draft.isRaw || m_subject.form.isRaw ? 1 : 0);
    m_rawButton->setChecked(isRaw());
    choosePage(static_cast<Page>(draft.page));
}

void CallPanel::setSubject(const CallSubject &subject)
{
    const bool isSame = !subject.name.isEmpty() && subject.name == m_subject.name && subject.kind == m_subject.kind
        && subject.inputSchema == m_subject.inputSchema && subject.description == m_subject.description; // what was typed stays
    m_subject = subject;
    showChips();
    m_detail->setSubject(subject);
    m_definition->setCode(subject.definition);
    if (isSame)
        return;
    showSubject();
    setProblem({});
    refreshButtons();
}

void CallPanel::showSubject()
{
    const bool isTool = m_subject.kind == McpCallRecord::Kind::Tool;
    m_choice->setCurrentIndex(m_subject.name.isEmpty() ? 0 : 1);
    m_name->setText(visibleText(m_subject.name, 80).simplified());
    const QString title = m_subject.title == m_subject.name ? QString() : m_subject.title;
    const QString first = m_subject.description.section(u'\n', 0, 0);
    m_description->setText(visibleText(title.isEmpty() || first.isEmpty() ? QString(title + first) : QString(title + QStringLiteral(" · ") + first), 300).simplified());
    m_description->setVisible(!m_description->text().isEmpty());
    m_inputSchema->setCode(m_subject.inputSchema);
    m_outputSchema->setCode(m_subject.outputSchema);
    m_form->setForm(m_subject.form);
    m_base.clear();
    m_raw->setText(QStringLiteral("{}"));
    m_raw->setMeta({});
    m_rawButton->setVisible(isTool && !m_subject.name.isEmpty());
    m_rawButton->setEnabled(!m_subject.form.isRaw);
    m_rawButton->setChecked(m_subject.form.isRaw);
    m_input->setCurrentIndex(m_subject.form.isRaw ? 1 : 0);
    m_call->setText(callVerb(m_subject.kind));
    showTabs();
    shareHeight();
}

void CallPanel::showTabs()
{
    m_tabs->setTabText(0, pageName(Page::Call, m_subject.kind));
    setTabShown(*m_tabs, static_cast<int>(Page::InputSchema), !m_subject.inputSchema.isEmpty());
    setTabShown(*m_tabs, static_cast<int>(Page::OutputSchema), !m_subject.outputSchema.isEmpty());
    setTabShown(*m_tabs, static_cast<int>(Page::Definition), !m_subject.definition.isEmpty());
}

/// The form gets what it needs, at most half; the result has the rest.
void CallPanel::shareHeight()
{
    const int all = std::max(m_splitter->height(), 2 * shortestInput);
    const int wanted = isRaw() ? all / 2 : m_form->contentHeight() + space::l;
    const int input = std::clamp(wanted, shortestInput, all / 2);
    m_splitter->setSizes({input, all - input});
}

/// A tool that says nothing of itself is treated as one that writes, and says nothing here either.
void CallPanel::showChips()
{
    const bool isReading = m_subject.isReadOnly.value_or(false);
    const bool isDestructive = !isReading && m_subject.isDestructive.value_or(false);
    if (isReading)
        m_risk->setLook(Glyph::Dot, StatusTone::Info, tr("reads only"));
    else
        m_risk->setLook(Glyph::Bang, StatusTone::Warn, tr("destructive"));
    m_risk->setVisible(isReading || isDestructive);
    const auto look = standingLook(m_subject.standing);
    m_standing->setVisible(look.has_value());
    if (look)
        m_standing->setLook(look->glyph, look->tone, look->word);
}

void CallPanel::setCall(const McpCallRecord &call)
{
    if (m_status == McpCallRecord::Status::None && call.status != McpCallRecord::Status::None)
        shareHeight();
    m_status = call.status;
    m_result->setCall(call);
    m_result->setVisible(call.status != McpCallRecord::Status::None);
    refreshButtons();
}

void CallPanel::refreshButtons()
{
    m_call->setEnabled(!isBusy() && !m_subject.name.isEmpty());
    m_cancel->setEnabled(isBusy());
    m_cancel->setVisible(isBusy());
}

bool CallPanel::isBusy() const { return m_status == McpCallRecord::Status::Running || m_status == McpCallRecord::Status::Waiting; }

bool CallPanel::isRaw() const { return m_input->currentIndex() == 1; }

QString CallPanel::rawText() const { return m_raw->text(); }

QString CallPanel::meta() const { return isRaw() ? m_raw->meta() : QString(); }

ToolValues CallPanel::values() const { return m_form->values(); }

void CallPanel::showRaw(const QString &text)
{
    m_raw->setText(text);
    m_input->setCurrentIndex(1);
    m_rawButton->setChecked(true);
}

void CallPanel::showValues(const ToolValues &values, const QString &base)
{
    m_form->setValues(values);
    m_base = base;
    m_input->setCurrentIndex(0);
    m_rawButton->setChecked(false);
}

void CallPanel::setProblem(const QString &problem)
{
    m_problem->setText(visibleText(problem, 500));
    m_problem->setVisible(!problem.isEmpty());
    m_rawButton->setChecked(isRaw());
}

void CallPanel::setProblems(const QList<ToolProblem> &problems)
{
    m_form->showProblems(problems);
    setProblem(problems.isEmpty() ? QString() : problems.size() == 1 ? problems.first().message : tr("%1 (and %2 more)").arg(problems.first().message).arg(problems.size() - 1));
}

void CallPanel::setCompletions(const QString &path, const QStringList &values) { m_form->setCompletions(path, values); }

void CallPanel::focusInput()
{
    choosePage(Page::Call);
    if (isRaw())
        m_raw->focusText();
    else
        m_form->focusFirst();
}

} // namespace qd
