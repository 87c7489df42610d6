#include "policy/policyview.h"

#include "format.h"
#include "policy/policycanonical.h"
#include "policy/policyeditor.h"
#include "policymodels.h"
#include "widgets/diffview.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/glyphdelegate.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"
#include "widgets/progressline.h"
#include "widgets/sidelist.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int editorPage = 0;
constexpr int differencePage = 1;
constexpr int conflictPage = 2;

std::optional<CellMark> findingMark(const QModelIndex &index)
{
    if (index.column() != static_cast<int>(PolicyFindingModel::Column::Severity))
        return std::nullopt;
    switch (static_cast<PolicyFinding::Severity>(index.data(PolicyFindingModel::SeverityRole).toInt())) {
    case PolicyFinding::Severity::Error: return CellMark{Glyph::Cross, StatusTone::Crit};
    case PolicyFinding::Severity::Warning: return CellMark{Glyph::Bang, StatusTone::Warn};
    case PolicyFinding::Severity::Hint: return CellMark{Glyph::Dot, StatusTone::Info};
    }
    return std::nullopt;
}

QVBoxLayout *column(QWidget *box, int margin, int spacing)
{
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace

PolicyView::PolicyView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_models(models), m_theme(theme), m_clock(clock), m_stack(new QStackedWidget(this)), m_empty(new EmptyState(theme)),
      m_loading(makeLabel(nullptr, QStringLiteral("policyLoading"), "secondary")), m_banner(new ErrorBanner(theme, this)),
      m_progress(new ProgressLine(theme)), m_scopes(makeSideList(QStringLiteral("policyScopes"), tr("Scopes"), &models.scopes)), m_title(makeLabel(nullptr, QStringLiteral("policyTitle"), "viewTitle")),
      m_age(makeLabel(nullptr, QStringLiteral("policyAge"), "secondary")), m_notice(makeLabel(nullptr, QStringLiteral("policyNotice"), "secondary")),
      m_editor(new PolicyEditor(theme)), m_diff(new DiffView(theme)), m_diffSummary(makeLabel(nullptr, QStringLiteral("policyDiffSummary"), "secondary")),
      m_texts(new QStackedWidget), m_conflict(new DiffView(theme)),
      m_findings(makePlainTable(nullptr, QStringLiteral("policyFindings"), tr("Findings"))),
      m_versions(makePlainTable(nullptr, QStringLiteral("policyVersions"), tr("Versions"))), m_history(nullptr)
{
    setObjectName(QStringLiteral("policy"));
    setProperty("busy", true);
    m_loading->setText(tr("Reading the policies…"));
    m_loading->setAlignment(Qt::AlignCenter);
    auto *board = new QSplitter(Qt::Horizontal);
    board->addWidget(m_scopes);
    board->addWidget(makeMain());
    board->addWidget(m_history = makeHistory());
    board->setStretchFactor(1, 1);
    board->setSizes({200, 980, 340});
    board->setChildrenCollapsible(false);
    m_history->hide();
    for (QWidget *page : {static_cast<QWidget *>(board), static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_loading)})
        m_stack->addWidget(page);
    m_stack->setCurrentIndex(2);
    auto *layout = column(this, space::l, space::s);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    wire();
}

QWidget *PolicyView::makeMain()
{
    auto *box = new QWidget;
    auto *layout = column(box, 0, space::xs);
    layout->setContentsMargins(space::s, 0, 0, 0);
    layout->addWidget(makeHead());
    layout->addWidget(m_progress);
    layout->addWidget(m_undoBar = makeUndoBar());
    auto *difference = new QWidget;
    auto *differenceLayout = column(difference, 0, space::xs);
    m_diff->setObjectName(QStringLiteral("policyDiff"));
    differenceLayout->addWidget(m_diffSummary);
    differenceLayout->addWidget(m_diff, 1);
    for (QWidget *page : {static_cast<QWidget *>(m_editor), difference, makeConflict()})
        m_texts->addWidget(page);
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(m_texts);
    split->addWidget(m_findings);
    split->setStretchFactor(0, 1);
    split->setSizes({520, 140});
    split->setChildrenCollapsible(false);
    m_findings->setModel(&m_models.findings);
    m_findings->setItemDelegate(new GlyphDelegate(m_theme, findingMark, m_findings));
    m_findings->horizontalHeader()->resizeSection(0, 96);
    m_findings->horizontalHeader()->resizeSection(1, 72);
    m_findings->horizontalHeader()->resizeSection(2, 560);
    layout->addWidget(split, 1);
    return box;
}

QPushButton *PolicyView::makeButton(const char *name, const QString &text, const QString &tip, void (PolicyView::*intent)())
{
    auto *button = new QPushButton(text);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(text);
    button->setToolTip(tip);
    connect(button, &QPushButton::clicked, this, intent);
    return button;
}

QWidget *PolicyView::makeHead()
{
    auto *head = new QWidget;
    head->setMinimumHeight(height::toolbar);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_title);
    layout->addWidget(m_age);
    layout->addWidget(m_notice, 1);
    m_differ = new QPushButton(tr("Difference"));
    m_differ->setObjectName(QStringLiteral("policyDifference"));
    m_differ->setAccessibleName(tr("Show the difference to what is live"));
    m_differ->setToolTip(tr("Check, and show the difference to what is live (Ctrl+S)"));
    m_differ->setCheckable(true);
    connect(m_differ, &QPushButton::clicked, this, &PolicyView::showDifference);
    auto *history = new QPushButton(tr("History"));
    history->setObjectName(QStringLiteral("policyHistory"));
    history->setAccessibleName(tr("Show the history"));
    connect(history, &QPushButton::clicked, this, &PolicyView::toggleHistory);
    m_revert = makeButton("policyRevert", tr("Discard"), tr("Throw the changes away; they stay in the history"), &PolicyView::revertRequested);
    m_apply = makeButton("policyApply", tr("Apply…"), tr("Write the policy after confirmation (Ctrl+Enter)"), &PolicyView::applyRequested);
    m_apply->setProperty("qdRole", QStringLiteral("primary"));
    for (QPushButton *button : {m_differ, history, m_revert, m_apply})
        layout->addWidget(button);
    m_title->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_age->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_notice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return head;
}

QWidget *PolicyView::makeUndoBar()
{
    auto *bar = new QFrame;
    bar->setProperty("qdRole", QStringLiteral("raised"));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(space::m, space::xs, space::xs, space::xs);
    auto *text = makeLabel(bar, QStringLiteral("policyUndoText"));
    text->setText(tr("Written. The version before can be put back for 10 minutes."));
    layout->addWidget(text, 1);
    layout->addWidget(makeButton("policyUndo", tr("Undo…"), tr("Write the version before, after confirmation"), &PolicyView::undoRequested));
    bar->hide();
    return bar;
}

QWidget *PolicyView::makeConflict()
{
    auto *box = new QWidget;
    auto *layout = column(box, 0, space::s);
    auto *title = makeLabel(box, QStringLiteral("conflictTitle"), "panelTitle");
    title->setText(tr("Somebody else changed this policy after you read it. Nothing was written; both texts are kept."));
    auto *legend = makeLabel(box, QStringLiteral("conflictLegend"), "secondary");
    legend->setText(tr("Left: theirs, live now. Right: yours."));
    m_conflict->setObjectName(QStringLiteral("conflictDiff"));
    m_conflict->setSideBySide(true);
    auto *ways = new QHBoxLayout;
    const auto way = [this, ways](const char *name, const QString &text, const QString &tip, Way chosen) {
        auto *button = new QPushButton(text);
        button->setObjectName(QLatin1StringView(name));
        button->setAccessibleName(text);
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, [this, chosen] { emit wayChosen(chosen); });
        ways->addWidget(button);
    };
    way("conflictTheirs", tr("Take theirs"), tr("Your text stays in the history"), Way::TakeTheirs);
    way("conflictMerge", tr("Lay both together"), tr("Where both changed a line, yours stands; look at it before you apply"), Way::Merge);
    way("conflictMine", tr("Keep mine"), tr("Look at the difference to theirs, then apply with a new confirmation"), Way::KeepMine);
    ways->addStretch(1);
    layout->addWidget(title);
    layout->addWidget(legend);
    layout->addWidget(m_conflict, 1);
    layout->addLayout(ways);
    return box;
}

QWidget *PolicyView::makeHistory()
{
    auto *box = new QWidget;
    auto *layout = column(box, 0, space::s);
    layout->setContentsMargins(space::s, 0, 0, 0);
    auto *title = makeLabel(box, QStringLiteral("historyTitle"), "panelTitle");
    title->setText(tr("Seen or written here"));
    m_versions->setModel(&m_models.versions);
    m_versions->setSelectionMode(QAbstractItemView::SingleSelection);
    m_versions->horizontalHeader()->resizeSection(0, 60);
    m_versions->horizontalHeader()->resizeSection(1, 150);
    m_versions->horizontalHeader()->resizeSection(2, 110);
    auto *restore = new QPushButton(tr("Restore…"));
    restore->setObjectName(QStringLiteral("policyRestore"));
    restore->setAccessibleName(tr("Restore the selected version"));
    connect(restore, &QPushButton::clicked, this, [this] {
        if (m_versions->currentIndex().isValid())
            emit restoreRequested(m_versions->currentIndex().row());
    });
    layout->addWidget(title);
    layout->addWidget(m_versions, 1);
    layout->addWidget(restore);
    box->setMinimumWidth(340);
    return box;
}

void PolicyView::wire()
{
    connect(m_scopes->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        const QString key = index.data(PolicyScopeModel::KeyRole).toString();
        if (!key.isEmpty() && key != m_state.key)
            emit scopeChosen(key);
    });
    connect(m_editor, &PolicyEditor::policyEdited, this, &PolicyView::edited);
    connect(m_editor, &PolicyEditor::checkRequested, this, [this] { showDifference(m_texts->currentIndex() != differencePage); });
    connect(m_editor, &PolicyEditor::applyRequested, this, &PolicyView::applyRequested);
    connect(m_findings, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        showDifference(false);
        if (const PolicyFinding found = m_state.findings.value(index.row()); !found.rule.isEmpty())
            m_editor->goTo(found.position);
    });
    connect(m_banner, &ErrorBanner::retryRequested, this, &PolicyView::retryRequested);
    connect(m_empty, &EmptyState::actionRequested, this, &PolicyView::setupRequested);
    m_tick.setInterval(5000);
    connect(&m_tick, &QTimer::timeout, this, &PolicyView::showAge);
    m_tick.start();
}

void PolicyView::showNotConfigured()
{
    m_empty->setKind(EmptyKind::NotConfigured, tr("This profile names no API Management service."));
    m_stack->setCurrentIndex(1);
    setProperty("busy", false);
}

void PolicyView::showListError(const std::optional<Error> &error, bool isListed)
{
    if (error && error->kind == ErrorKind::Forbidden && !isListed) {
        m_empty->setKind(EmptyKind::NoRight, tr("Reading policies needs API Management Service Reader on the service."));
        m_stack->setCurrentIndex(1);
    } else if (error) {
        m_banner->setReport({.what = tr("The policies could not be read"), .error = *error});
    } else if (isListed) {
        m_stack->setCurrentIndex(0);
    }
    setProperty("busy", !error && !isListed);
}

void PolicyView::showState(const PolicyState *state)
{
    if (!state)
        return;
    const bool isOther = state->key != m_state.key;
    m_state = *state;
    m_title->setText(state->label);
    m_progress->setActive(state->phase == PolicyState::Phase::Loading || state->isWriting);
    setProperty("busy", m_progress->isActive());
    if (state->error)
        m_banner->setReport({.what = state->readAt ? tr("That did not work; your text is still here") : tr("The policy could not be read"), .error = *state->error});
    else
        m_banner->clear();
    m_undoBar->setVisible(state->undo.has_value() && !state->isWriting);
    m_apply->setEnabled(!state->isWriting && !state->conflict);
    m_revert->setEnabled(state->isDirty() && !state->isWriting && !state->conflict);
    if (isOther) {
        m_notice->clear();
        followScope(*state);
    }
    m_editor->setFindings(state->findings);
    showTexts(*state);
    showAge();
}

void PolicyView::followScope(const PolicyState &state)
{
    for (int row = 0; row < m_models.scopes.rowCount(); ++row)
        if (m_models.scopes.index(row, 0).data(PolicyScopeModel::KeyRole).toString() == state.key)
            m_scopes->setCurrentIndex(m_models.scopes.index(row, 0));
    takeDraft(state.draft);
    showDifference(false);
}

void PolicyView::showTexts(const PolicyState &state)
{
    if (state.conflict) {
        m_conflict->setTexts(canonicalPolicyText(state.conflict->theirs), canonicalPolicyText(state.conflict->mine));
        m_texts->setCurrentIndex(conflictPage);
        return;
    }
    if (m_texts->currentIndex() == conflictPage)
        showDifference(true);
    if (m_texts->currentIndex() == differencePage) {
        m_diff->setTexts(canonicalPolicyText(state.live), canonicalPolicyText(state.draft));
        m_diffSummary->setText(tr("From what is live to your text: %1").arg(m_diff->summary()));
    }
}

void PolicyView::takeDraft(const QString &draft) { m_editor->setPolicy(draft); }

void PolicyView::showNotice(const QString &text) { m_notice->setText(text); }

void PolicyView::showDifference(bool isShown)
{
    m_differ->setChecked(isShown);
    m_texts->setCurrentIndex(isShown ? differencePage : editorPage);
    if (isShown)
        emit checkRequested();
    showTexts(m_state);
    if (isVisible())
        (isShown ? static_cast<QWidget *>(m_diff) : m_editor)->setFocus();
}

void PolicyView::toggleHistory() { m_history->setVisible(!m_history->isVisible()); }

void PolicyView::showAge()
{
    if (!m_state.readAt) {
        m_age->setText(m_state.phase == PolicyState::Phase::Failed ? tr("not read") : tr("reading…"));
        return;
    }
    const QString what = m_state.live.isEmpty() ? tr("no policy of its own: the whole service's applies") : m_state.isDirty() ? tr("changed, not applied") : tr("as live");
    m_age->setText(tr("%1 · %2 · read %3 ago").arg(m_state.caption, what, format::age(m_clock.now() - *m_state.readAt)));
}

} // namespace qd
