#include "allowlist/allowlistview.h"

#include "allowmodels.h"
#include "format.h"
#include "plaintip.h"
#include "policy/policycanonical.h"
#include "widgets/diffview.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/glyphdelegate.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"
#include "widgets/progressline.h"
#include "widgets/sidelist.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

namespace {

std::optional<CellMark> toolMark(const QModelIndex &index)
{
    const auto column = static_cast<AllowToolModel::Column>(index.column());
    if (index.data(AllowToolModel::AttentionRole).toBool())
        return CellMark{Glyph::Bang, StatusTone::Warn};
    if (column != AllowToolModel::Column::Decision)
        return std::nullopt;
    switch (static_cast<ToolDecision>(index.data(AllowToolModel::DecisionRole).toInt())) {
    case ToolDecision::Allowed: return CellMark{Glyph::Tick, StatusTone::Ok};
    case ToolDecision::Denied: return CellMark{Glyph::Lock, StatusTone::Info};
    case ToolDecision::Undecided: return CellMark{Glyph::DashedRing, StatusTone::Unknown};
    }
    return std::nullopt;
}

std::optional<CellMark> proofMark(const QModelIndex &index)
{
    if (index.column() != static_cast<int>(ProofModel::Column::Verdict))
        return std::nullopt;
    switch (static_cast<ProofRow::Verdict>(index.data(ProofModel::VerdictRole).toInt())) {
    case ProofRow::Verdict::Pass: return CellMark{Glyph::Tick, StatusTone::Ok};
    case ProofRow::Verdict::Fail: return CellMark{Glyph::Cross, StatusTone::Crit};
    case ProofRow::Verdict::Skipped: return CellMark{Glyph::FlatLine, StatusTone::Unknown};
    case ProofRow::Verdict::Running: return CellMark{Glyph::Arc, StatusTone::Info};
    }
    return std::nullopt;
}

int tokensShown(const AllowServer &server, ToolDecision AllowTool::*decision)
{
    int sum = 0;
    for (const AllowTool &tool : server.tools)
        sum += tool.*decision == ToolDecision::Allowed ? tool.tokens : 0;
    return sum;
}

int tokensOffered(const AllowServer &server)
{
    int sum = 0;
    for (const AllowTool &tool : server.tools)
        sum += tool.drift == ToolDrift::Gone ? 0 : tool.tokens;
    return sum;
}

ToolDecision nextDecision(ToolDecision decision)
{
    switch (decision) {
    case ToolDecision::Undecided: return ToolDecision::Allowed;
    case ToolDecision::Allowed: return ToolDecision::Denied;
    case ToolDecision::Denied: break;
    }
    return ToolDecision::Undecided;
}

} // namespace

AllowlistView::AllowlistView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_models(models), m_theme(theme), m_clock(clock), m_stack(new QStackedWidget(this)), m_empty(new EmptyState(theme)),
      m_loading(makeLabel(nullptr, QStringLiteral("allowLoading"), "secondary")), m_banner(new ErrorBanner(theme, this)),
      m_progress(new ProgressLine(theme)), m_servers(makeSideList(QStringLiteral("allowServers"), tr("MCP servers"), &models.servers)), m_title(makeLabel(nullptr, QStringLiteral("allowTitle"), "viewTitle")),
      m_state(makeLabel(nullptr, QStringLiteral("allowState"), "secondary")), m_size(makeLabel(nullptr, QStringLiteral("allowSize"), "secondary")),
      m_notice(makeLabel(nullptr, QStringLiteral("allowNotice"), "secondary")),
      m_tools(makePlainTable(nullptr, QStringLiteral("allowTools"), tr("Tools"))), m_tabs(new QTabWidget), m_plan(new DiffView(theme)),
      m_proof(makePlainTable(nullptr, QStringLiteral("allowProof"), tr("Proof"))),
      m_proofSummary(makeLabel(nullptr, QStringLiteral("allowProofSummary"))), m_subjects(new QComboBox)
{
    setObjectName(QStringLiteral("allowlist"));
    setProperty("busy", true);
    m_loading->setText(tr("Reading the MCP servers…"));
    m_loading->setAlignment(Qt::AlignCenter);
    auto *board = new QSplitter(Qt::Horizontal);
    board->addWidget(m_servers);
    board->addWidget(makeMain());
    board->setStretchFactor(1, 1);
    board->setSizes({200, 980});
    board->setChildrenCollapsible(false);
    for (QWidget *page : {static_cast<QWidget *>(board), static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_loading)})
        m_stack->addWidget(page);
    m_stack->setCurrentIndex(2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    wire();
}

QPushButton *AllowlistView::makeButton(const char *name, const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(text);
    button->setToolTip(tip);
    return button;
}

QWidget *AllowlistView::makeMain()
{
    m_sorted.setSourceModel(&m_models.tools);
    m_sorted.setSortRole(AllowToolModel::SortRole);
    m_tools->setModel(&m_sorted);
    m_tools->setSortingEnabled(true);
    m_tools->sortByColumn(static_cast<int>(AllowToolModel::Column::Name), Qt::AscendingOrder);
    m_tools->setItemDelegate(new GlyphDelegate(m_theme, toolMark, m_tools));
    for (const auto &[section, width] : {std::pair(0, 200), {1, 230}, {2, 76}, {3, 76}, {4, 76}, {5, 160}})
        m_tools->horizontalHeader()->resizeSection(section, width);
    m_plan->setObjectName(QStringLiteral("allowPlan"));
    m_tabs->setObjectName(QStringLiteral("allowTabs"));
    m_tabs->setAccessibleName(tr("Plan and proof"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setObjectName(QStringLiteral("allowTabBar"));
    m_tabs->tabBar()->setAccessibleName(tr("Plan or proof"));
    m_tabs->addTab(m_plan, tr("Policy, live to planned"));
    m_tabs->addTab(makeProof(), tr("Proof"));
    auto *tools = new QWidget;
    auto *toolsLayout = new QVBoxLayout(tools);
    toolsLayout->setContentsMargins(0, 0, 0, 0);
    toolsLayout->setSpacing(space::xs);
    toolsLayout->addWidget(makeDecisions());
    toolsLayout->addWidget(m_tools, 1);
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(tools);
    split->addWidget(m_tabs);
    split->setSizes({380, 330});
    split->setChildrenCollapsible(false);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(space::s, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addWidget(makeHead());
    layout->addWidget(m_progress);
    layout->addWidget(split, 1);
    return box;
}

QWidget *AllowlistView::makeHead()
{
    auto *head = new QWidget;
    head->setMinimumHeight(height::toolbar);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    m_undo = makeButton("allowUndo", tr("Undo…"), tr("Put the policy before the last apply back, for 10 minutes"));
    m_revert = makeButton("allowRevert", tr("Discard"), tr("The decisions become what is live"));
    m_apply = makeButton("allowApply", tr("Apply…"), tr("Write the policy after confirmation (Ctrl+Enter)"));
    m_apply->setProperty("qdRole", QStringLiteral("primary"));
    m_title->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_size->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_title);
    layout->addWidget(m_state, 1);
    for (QPushButton *button : {m_undo, m_revert, m_apply})
        layout->addWidget(button);
    return head;
}

QWidget *AllowlistView::makeDecisions()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    const auto decide = [this, layout](const char *name, const QString &text, const QString &tip, ToolDecision decision) {
        QPushButton *button = makeButton(name, text, tip);
        connect(button, &QPushButton::clicked, this, [this, decision] { decideSelected(decision); });
        layout->addWidget(button);
    };
    decide("allowAllow", tr("Allow"), tr("The selected tools can be called (+)"), ToolDecision::Allowed);
    decide("allowDeny", tr("Deny"), tr("The selected tools are refused (-)"), ToolDecision::Denied);
    decide("allowLater", tr("Undecided"), tr("Not decided yet: refused, and shown as new (0)"), ToolDecision::Undecided);
    m_drift = makeButton("allowDrift", tr("Drop tools that are gone"), tr("Takes tools out of the list that the server no longer offers"));
    layout->addWidget(m_drift);
    m_notice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_notice, 1);
    layout->addWidget(m_size);
    return row;
}

QWidget *AllowlistView::makeProof()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, space::s, 0, 0);
    layout->setSpacing(space::s);
    auto *row = new QHBoxLayout;
    m_prove = makeButton("allowProve", tr("Prove"), tr("List and call through the gateway, as this subscription"));
    m_subjects->setObjectName(QStringLiteral("allowSubject"));
    m_subjects->setAccessibleName(tr("Call as"));
    m_subjects->view()->setAccessibleName(tr("Subscriptions to call as"));
    auto *as = makeLabel(nullptr, QStringLiteral("allowAs"), "secondary");
    as->setText(tr("as"));
    row->addWidget(m_prove);
    row->addWidget(as);
    row->addWidget(m_subjects);
    row->addWidget(m_proofSummary, 1);
    layout->addLayout(row);
    m_proof->setModel(&m_models.proof);
    m_proof->setItemDelegate(new GlyphDelegate(m_theme, proofMark, m_proof));
    for (const auto &[section, width] : {std::pair(0, 96), {1, 320}, {2, 320}})
        m_proof->horizontalHeader()->resizeSection(section, width);
    layout->addWidget(m_proof, 1);
    return box;
}

void AllowlistView::wire()
{
    connect(m_servers->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        const QString key = index.data(AllowServerModel::KeyRole).toString();
        if (!key.isEmpty() && key != m_server.key)
            emit serverChosen(key);
    });
    connect(m_apply, &QPushButton::clicked, this, &AllowlistView::applyRequested);
    connect(m_revert, &QPushButton::clicked, this, &AllowlistView::revertRequested);
    connect(m_undo, &QPushButton::clicked, this, &AllowlistView::undoRequested);
    connect(m_drift, &QPushButton::clicked, this, &AllowlistView::driftAccepted);
    connect(m_prove, &QPushButton::clicked, this, [this] { emit proveRequested(subject()); });
    connect(m_banner, &ErrorBanner::retryRequested, this, &AllowlistView::retryRequested);
    connect(m_empty, &EmptyState::actionRequested, this, &AllowlistView::setupRequested);
    m_tools->installEventFilter(this);
    m_tick.setInterval(5000);
    connect(&m_tick, &QTimer::timeout, this, &AllowlistView::showState);
    m_tick.start();
}

bool AllowlistView::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != m_tools || !isKey)
        return QWidget::eventFilter(watched, event);
    const auto &key = static_cast<const QKeyEvent &>(*event);
    const bool isApply = key.modifiers() == Qt::ControlModifier && (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter);
    const bool isDecision = key.key() == Qt::Key_Space || key.text() == QStringLiteral("+") || key.text() == QStringLiteral("-") || key.text() == QStringLiteral("0");
    if (!isApply && !isDecision)
        return false;
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (isApply)
        emit applyRequested();
    else if (key.key() == Qt::Key_Space)
        decideSelected(nextDecision(static_cast<ToolDecision>(m_tools->currentIndex().data(AllowToolModel::DecisionRole).toInt())));
    else
        decideSelected(key.text() == QStringLiteral("+") ? ToolDecision::Allowed : key.text() == QStringLiteral("-") ? ToolDecision::Denied : ToolDecision::Undecided);
    return true;
}

QStringList AllowlistView::selectedTools() const
{
    QStringList names;
    for (const QModelIndex &index : m_tools->selectionModel()->selectedRows())
        names.append(index.data(AllowToolModel::NameRole).toString());
    return names;
}

void AllowlistView::decideSelected(ToolDecision decision)
{
    if (const QStringList names = selectedTools(); !names.isEmpty())
        emit decided(names, decision);
}

void AllowlistView::selectTool(const QString &name)
{
    for (int row = 0; row < m_sorted.rowCount(); ++row)
        if (m_sorted.index(row, 0).data(AllowToolModel::NameRole).toString() == name)
            m_tools->setCurrentIndex(m_sorted.index(row, 0));
}

void AllowlistView::showNotConfigured()
{
    m_empty->setKind(EmptyKind::NotConfigured, tr("This profile names no API Management service."));
    m_stack->setCurrentIndex(1);
    setProperty("busy", false);
}

void AllowlistView::showListError(const std::optional<Error> &error, bool isListed, bool hasServers)
{
    if (error && error->kind == ErrorKind::Forbidden && !isListed) {
        m_empty->setKind(EmptyKind::NoRight, tr("Reading MCP servers needs API Management Service Reader on the service."));
        m_stack->setCurrentIndex(1);
    } else if (error) {
        m_banner->setReport({.what = tr("The MCP servers could not be read"), .error = *error});
    } else if (isListed && !hasServers) {
        m_empty->setKind(EmptyKind::NothingYet, tr("The service has no API of type MCP."));
        m_stack->setCurrentIndex(1);
    } else if (isListed) {
        m_stack->setCurrentIndex(0);
    }
    setProperty("busy", !error && !isListed);
}

void AllowlistView::setSubjects(const QStringList &subjects)
{
    const QString chosen = m_subjects->currentText();
    m_subjects->clear();
    m_subjects->addItems(subjects);
    m_subjects->setCurrentIndex(std::max(0, static_cast<int>(subjects.indexOf(chosen))));
}

QString AllowlistView::subject() const { return m_subjects->currentText(); }

void AllowlistView::showNotice(const QString &text) { m_notice->setText(text); }

void AllowlistView::showServer(const AllowServer *server)
{
    if (!server)
        return;
    const bool isOther = server->key != m_server.key;
    m_server = *server;
    m_title->setText(server->label);
    m_progress->setActive(server->phase == AllowServer::Phase::Loading || server->isWriting || server->proof.phase == AllowProofState::Phase::Running);
    setProperty("busy", m_progress->isActive());
    if (server->error)
        m_banner->setReport({.what = server->readAt ? tr("That did not work; your decisions are still here") : tr("The policy could not be read"), .error = *server->error});
    else
        m_banner->clear();
    if (isOther || server->isConflict)
        m_notice->setText(server->isConflict ? tr("Somebody else changed the policy: nothing was written. The plan now stands on theirs.") : QString());
    for (int row = 0; isOther && row < m_models.servers.rowCount(); ++row)
        if (m_models.servers.index(row, 0).data(AllowServerModel::KeyRole).toString() == server->key)
            m_servers->setCurrentIndex(m_models.servers.index(row, 0));
    m_apply->setEnabled(!server->isWriting && !server->plan.isEmpty());
    m_revert->setEnabled(server->isChanged() && !server->isWriting);
    m_undo->setVisible(server->undoUntil && m_clock.now() < *server->undoUntil);
    m_drift->setVisible(std::ranges::find(server->tools, ToolDrift::Gone, &AllowTool::drift) != server->tools.cend());
    showPlan(*server);
    showProof(*server);
    showState();
}

void AllowlistView::showPlan(const AllowServer &server)
{
    m_plan->setTexts(canonicalPolicyText(server.policy), canonicalPolicyText(server.plan.isEmpty() ? server.policy : server.plan));
    m_tabs->setTabText(0, m_plan->isEmpty() ? tr("Policy, as live") : tr("Policy, live to planned: %1").arg(m_plan->summary()));
    if (!server.planError.isEmpty())
        m_notice->setText(server.planError);
}

void AllowlistView::showProof(const AllowServer &server)
{
    using Verdict = ProofRow::Verdict;
    const AllowProofState &proof = server.proof;
    m_prove->setEnabled(proof.phase != AllowProofState::Phase::Running && m_subjects->count() > 0);
    QString text;
    switch (proof.phase) {
    case AllowProofState::Phase::None: text = tr("Not proved yet: what is live was not tried from outside."); break;
    case AllowProofState::Phase::Running: text = tr("Proving…"); break;
    case AllowProofState::Phase::Failed: text = proof.error ? proof.error->message : QString(); break;
    case AllowProofState::Phase::Done:
        text = (proof.isPassed() ? tr("Proved as %1: %2 passed, %3 skipped") : tr("NOT proved as %1: %4 failed, %2 passed, %3 skipped"))
                   .arg(proof.subject).arg(proof.count(Verdict::Pass)).arg(proof.count(Verdict::Skipped));
        if (!proof.isPassed())
            text = text.arg(proof.count(Verdict::Fail));
        break;
    }
    m_proofSummary->setText(text);
    if (proof.phase == AllowProofState::Phase::Running || (proof.phase == AllowProofState::Phase::Done && !proof.isPassed()))
        m_tabs->setCurrentIndex(1);
}

QString AllowlistView::enforcementText() const
{
    switch (m_server.enforcement) {
    case AllowlistReading::State::None: return tr("no allowlist: every tool can be called");
    case AllowlistReading::State::Ours: return tr("allowlist in force");
    case AllowlistReading::State::Altered:
    case AllowlistReading::State::Foreign:
    case AllowlistReading::State::Unreadable: break;
    }
    return m_server.problem;
}

QString AllowlistView::sizeText() const
{
    const int offered = tokensOffered(m_server);
    const int live = m_server.enforcement == AllowlistReading::State::Ours ? tokensShown(m_server, &AllowTool::live) : offered;
    return tr("Clients are shown %1 tokens; by this plan %2").arg(format::compact(live), format::compact(tokensShown(m_server, &AllowTool::wanted)));
}

void AllowlistView::showState()
{
    if (!m_server.readAt) {
        m_state->setText(m_server.key.isEmpty() ? QString() : tr("reading…"));
        return;
    }
    QStringList parts{m_server.caption, enforcementText()};
    if (m_server.upstreamError)
        parts.append(tr("the server's own tools are not known: %1").arg(m_server.upstreamError->message));
    if (m_server.usageError)
        parts.append(tr("calls are not known"));
    parts.append(tr("read %1 ago").arg(format::age(m_clock.now() - *m_server.readAt)));
    m_state->setText(parts.join(QStringLiteral(" · ")));
    m_state->setToolTip(plainTip(m_state->text()));
    m_size->setText(sizeText());
}

} // namespace qd
