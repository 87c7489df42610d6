#include "mcp/callpanel.h"

#include "confirm/plaintext.h"
#include "mcp/benchhint.h"
#include "mcp/resultpanel.h"
#include "mcp/toolformpanel.h"
#include "rollback/tonechip.h"
#include "theme/type.h"
#include "widgets/labels.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace qd {

namespace {

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

} // namespace

CallPanel::CallPanel(const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_problem(makeLabel(this, QStringLiteral("mcpProblem"), "secondary")), m_input(new QStackedWidget(this)),
      m_form(new ToolFormPanel(this)), m_raw(new QPlainTextEdit(this)), m_result(new ResultPanel(theme, clock, this))
{
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(makeInput(theme));
    splitter->addWidget(m_result);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({380, 280});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(splitter, 1);
    connect(m_result, &ResultPanel::retryRequested, this, &CallPanel::callRequested);
    setSubject({});
    setProblem({});
    setCall({});
}

QWidget *CallPanel::makeInput(const Theme &theme)
{
    m_raw->setObjectName(QStringLiteral("mcpRaw"));
    m_raw->setAccessibleName(tr("Arguments as JSON"));
    m_raw->setFont(monoFont());
    m_raw->setTabChangesFocus(true);
    m_problem->setWordWrap(true);
    m_input->addWidget(m_form);
    m_input->addWidget(m_raw);
    auto *frame = new QFrame(this);
    frame->setProperty("qdRole", QStringLiteral("panel"));
    m_pages = new QStackedWidget(frame);
    m_hint = new BenchHint(theme, QStringLiteral("mcpCallHint"), m_pages);
    auto *call = new QWidget(m_pages);
    auto *column = new QVBoxLayout(call);
    column->setContentsMargins(space::m, space::s, space::m, space::s);
    column->setSpacing(space::s);
    column->addWidget(makeHead(theme));
    column->addWidget(m_input, 1);
    column->addWidget(m_problem);
    column->addStretch(0);
    m_pages->addWidget(m_hint);
    m_pages->addWidget(call);
    auto *outer = new QVBoxLayout(frame);
    outer->setContentsMargins(1, 1, 1, 1);
    outer->addWidget(m_pages);
    return frame;
}

QWidget *CallPanel::makeHead(const Theme &theme)
{
    auto *head = new QWidget(this);
    m_name = makeLabel(head, QStringLiteral("mcpSubject"), "panelTitle");
    m_name->setMinimumWidth(0);
    m_risk = new ToneChip(theme, head);
    m_risk->setObjectName(QStringLiteral("mcpRisk"));
    m_description = makeLabel(head, QStringLiteral("mcpDescription"), "secondary");
    m_description->setWordWrap(true);
    m_rawButton = callButton(head, "mcpRawToggle", tr("JSON"), tr("Arguments as JSON instead of a form"));
    m_rawButton->setCheckable(true);
    m_rawButton->setProperty("qdRole", QStringLiteral("card"));
    m_cancel = callButton(head, "mcpCancel", tr("Cancel"), tr("Cancel the running call, Escape"));
    m_call = callButton(head, "mcpCall", tr("Call"), tr("Send the call, Ctrl+Enter"));
    m_call->setProperty("qdRole", QStringLiteral("primary"));
    QSizePolicy kept = m_cancel->sizePolicy();
    kept.setRetainSizeWhenHidden(true); // nothing moves when a call starts
    m_cancel->setSizePolicy(kept);
    m_call->setToolTip(tr("Ctrl+Enter"));
    m_cancel->setToolTip(tr("Esc"));
    connect(m_rawButton, &QPushButton::clicked, this, &CallPanel::rawToggled);
    connect(m_call, &QPushButton::clicked, this, &CallPanel::callRequested);
    connect(m_cancel, &QPushButton::clicked, this, &CallPanel::cancelRequested);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_name);
    line->addWidget(m_risk);
    line->addStretch(1);
    for (QPushButton *button : {m_cancel, m_rawButton, m_call})
        line->addWidget(button);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addLayout(line);
    column->addWidget(m_description);
    return head;
}

void CallPanel::setSubject(const CallSubject &subject)
{
    const bool isSame = !subject.name.isEmpty() && subject.name == m_subject.name && subject.kind == m_subject.kind
        && subject.description == m_subject.description; // what was typed stays
    m_subject = subject;
    if (isSame)
        return;
    m_hint->setHint(QStringLiteral("player-play"), tr("Choose what to call"), tr("Enter opens its form, Ctrl+Enter sends the call, Esc cancels it."));
    m_pages->setCurrentIndex(subject.name.isEmpty() ? 0 : 1);
    m_name->setText(visibleText(subject.name, 80).simplified());
    showRisk();
    m_description->setText(visibleText(subject.description, 600));
    m_description->setVisible(!subject.description.isEmpty());
    m_form->setForm(subject.form);
    m_raw->setPlainText(QStringLiteral("{}"));
    m_rawButton->setVisible(subject.kind == McpCallRecord::Kind::Tool && !subject.name.isEmpty());
    m_rawButton->setEnabled(!subject.form.isRaw);
    m_rawButton->setChecked(subject.form.isRaw);
    m_input->setCurrentIndex(subject.form.isRaw ? 1 : 0);
    m_input->setVisible(!subject.name.isEmpty() && subject.kind != McpCallRecord::Kind::Resource);
    m_call->setText(callVerb(subject.kind));
    setProblem({});
    refreshButtons();
}

/// A tool that says nothing of itself is treated as one that writes, and says nothing here either.
void CallPanel::showRisk()
{
    const bool isReading = m_subject.isReadOnly.value_or(false);
    const bool isDestructive = !isReading && m_subject.isDestructive.value_or(false);
    if (isReading)
        m_risk->setLook(Glyph::Dot, StatusTone::Info, tr("reads only"));
    else
        m_risk->setLook(Glyph::Bang, StatusTone::Warn, tr("destructive"));
    m_risk->setVisible(isReading || isDestructive);
}

void CallPanel::setCall(const McpCallRecord &call)
{
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

QString CallPanel::rawText() const { return m_raw->toPlainText(); }

ToolValues CallPanel::values() const { return m_form->values(); }

void CallPanel::showRaw(const QString &text)
{
    m_raw->setPlainText(text);
    m_input->setCurrentIndex(1);
    m_rawButton->setChecked(true);
}

void CallPanel::showValues(const ToolValues &values)
{
    m_form->setValues(values);
    m_input->setCurrentIndex(0);
    m_rawButton->setChecked(false);
}

void CallPanel::setProblem(const QString &problem)
{
    m_problem->setText(visibleText(problem, 500));
    m_problem->setVisible(!problem.isEmpty());
    m_rawButton->setChecked(isRaw());
}

void CallPanel::focusInput()
{
    if (isRaw())
        m_raw->setFocus(Qt::OtherFocusReason);
    else
        m_form->focusFirst();
}

} // namespace qd
