#include "mcp/tests/testpage.h"

#include "confirm/plaintext.h"
#include "mcp/benchhint.h"
#include "mcp/codepane.h"
#include "mcp/collectionrun.h"
#include "mcp/mcpcelldelegate.h"
#include "mcp/tonemark.h"
#include "mcpstepmodel.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

namespace qd {

namespace {

constexpr std::array stepWidths{110, 190, 210, 90};

std::optional<CellMark> stepMark(const QModelIndex &index)
{
    if (index.column() != static_cast<int>(McpStepModel::Column::Outcome))
        return std::nullopt;
    switch (index.data(McpStepModel::OutcomeRole).toInt()) {
    case static_cast<int>(collection::StepResult::Outcome::Passed): return CellMark{Glyph::Tick, StatusTone::Ok};
    case static_cast<int>(collection::StepResult::Outcome::Failed): return CellMark{Glyph::Cross, StatusTone::Crit};
    case static_cast<int>(collection::StepResult::Outcome::Skipped): return CellMark{Glyph::FlatLine, StatusTone::Unknown};
    default: break;
    }
    return CellMark{Glyph::DashedRing, StatusTone::Unknown};
}

} // namespace

TestPage::TestPage(QAbstractItemModel &steps, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)), m_hint(new BenchHint(theme, QStringLiteral("mcpTestHint"), this))
{
    auto *run = new QWidget(this);
    auto *inner = new QVBoxLayout(run);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(space::m);
    inner->addWidget(makeHead(theme));
    inner->addWidget(makeSteps(steps, theme), 1);
    m_stack->addWidget(run);
    m_stack->addWidget(m_hint);
    m_hint->setHint(QStringLiteral("player-play"), tr("No collection is open"),
                    tr("A collection is a file of calls with what is expected of them, for Git and for build servers (deckctl mcp run). Save the call in the form to begin one."), tr("Open…"));
    m_hint->addOther(tr("Add the call in the form"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_stack);
    connect(m_hint, &BenchHint::actionRequested, this, &TestPage::openRequested);
    connect(m_hint, &BenchHint::otherRequested, this, &TestPage::addRequested);
    setShown({});
}

QWidget *TestPage::makeHead(const Theme &theme)
{
    auto *head = new QFrame(this);
    head->setProperty("qdRole", QStringLiteral("panel"));
    m_mark = new ToneMark(theme, head);
    m_verdict = makeLabel(head, QStringLiteral("mcpTestVerdict"), "panelTitle");
    m_file = makeLabel(head, QStringLiteral("mcpTestFile"), "secondary");
    m_environments = new QComboBox(head);
    m_environments->setObjectName(QStringLiteral("mcpTestEnvironment"));
    m_environments->setAccessibleName(tr("Environment whose variables are used"));
    m_environments->view()->setAccessibleName(tr("Environments of the collection"));
    const auto add = [head](const char *name, const QString &text, const QString &accessible) {
        auto *button = new QPushButton(text, head);
        button->setObjectName(QLatin1StringView(name));
        button->setAccessibleName(accessible);
        return button;
    };
    m_saveSession = add("mcpTestSaveSession", tr("Save session…"), tr("Save what was said in this run, to compare or to replay"));
    auto *addCall = add("mcpTestAdd", tr("Add call"), tr("Add the call in the form to the collection"));
    auto *open = add("mcpTestOpen", tr("Open…"), tr("Open a collection"));
    m_stop = add("mcpTestStop", tr("Stop"), tr("Stop the run"));
    m_run = add("mcpTestRun", tr("Run"), tr("Run the collection against this server"));
    m_run->setProperty("qdRole", QStringLiteral("primary"));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(space::xxs);
    texts->addWidget(m_verdict);
    texts->addWidget(m_file);
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(space::l, space::m, space::l, space::m);
    line->setSpacing(space::s);
    line->addWidget(m_mark);
    line->addLayout(texts, 1);
    line->addWidget(m_environments);
    for (QPushButton *button : {m_saveSession, addCall, open, m_stop, m_run})
        line->addWidget(button);
    connect(open, &QPushButton::clicked, this, &TestPage::openRequested);
    connect(addCall, &QPushButton::clicked, this, &TestPage::addRequested);
    connect(m_run, &QPushButton::clicked, this, &TestPage::runRequested);
    connect(m_stop, &QPushButton::clicked, this, &TestPage::stopRequested);
    connect(m_saveSession, &QPushButton::clicked, this, &TestPage::saveSessionRequested);
    return head;
}

QWidget *TestPage::makeSteps(QAbstractItemModel &steps, const Theme &theme)
{
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    m_steps = makePlainTable(splitter, QStringLiteral("mcpTestSteps"), tr("Steps of the collection"));
    m_steps->setModel(&steps);
    m_steps->setSelectionMode(QAbstractItemView::SingleSelection);
    m_steps->setItemDelegate(new McpCellDelegate(theme, stepMark, m_steps));
    for (size_t column = 0; column < stepWidths.size(); ++column)
        m_steps->setColumnWidth(static_cast<int>(column), stepWidths[column]);
    m_story = new CodePane(theme, QStringLiteral("mcpTestStory"), tr("Checks of the step, and what was said"), splitter);
    splitter->addWidget(m_steps);
    splitter->addWidget(m_story);
    splitter->setSizes({360, 220});
    const auto tell = [this] { emit stepChosen(m_steps->currentIndex()); };
    connect(m_steps->selectionModel(), &QItemSelectionModel::currentRowChanged, this, tell);
    connect(&steps, &QAbstractItemModel::dataChanged, this, tell);
    return splitter;
}

void TestPage::setShown(const TestShown &shown)
{
    m_stack->setCurrentIndex(shown.state == TestShown::State::None ? 1 : 0);
    m_verdict->setText(visibleText(shown.verdict, 300));
    m_file->setText(visibleText(shown.file, 300).simplified());
    const bool isRunning = shown.state == TestShown::State::Running;
    m_run->setEnabled(!isRunning);
    m_stop->setVisible(isRunning);
    m_saveSession->setVisible(shown.hasRecording && !isRunning);
    showEnvironments(shown.environments);
    switch (shown.state) {
    case TestShown::State::None:
    case TestShown::State::Ready: return m_mark->setLook(Glyph::DashedRing, StatusTone::Unknown);
    case TestShown::State::Running: return m_mark->setLook(Glyph::Arc, StatusTone::Info);
    case TestShown::State::Passed: return m_mark->setLook(Glyph::Tick, StatusTone::Ok);
    case TestShown::State::Failed: break;
    }
    m_mark->setLook(Glyph::Cross, StatusTone::Crit);
}

void TestPage::showEnvironments(const QStringList &names)
{
    QStringList shown{tr("no environment")};
    for (const QString &name : names)
        shown << visibleText(name, 60).simplified();
    m_environments->setVisible(!names.isEmpty());
    if (m_environments->count() == shown.size() && m_environments->property("names").toStringList() == names)
        return;
    m_environments->setProperty("names", names);
    m_environments->clear();
    m_environments->addItems(shown);
}

void TestPage::setStory(const QString &text) { m_story->setCode(text); }

QString TestPage::environment() const
{
    const int at = m_environments->currentIndex();
    return at > 0 ? m_environments->property("names").toStringList().value(at - 1) : QString();
}

QModelIndex TestPage::current() const { return m_steps->currentIndex(); }

void TestPage::choose(const QModelIndex &step) { m_steps->setCurrentIndex(step); }

} // namespace qd
