#include "features/mcp/mcptests.h"

#include "format.h"
#include "mainwindow.h"
#include "mcp/jsonslice.h"
#include "mcp/recordfile.h"
#include "mcp/schemaform.h"
#include "mcp/uritemplate.h"
#include "mcpcollections/collectionfiles.h"
#include "shell/bannerarea.h"
#include "workspace.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>

namespace qd {

namespace {

using collection::StepResult;
using TestState = TestShown::State;

QString countText(const collection::RunResult &result)
{
    const qsizetype failed = result.count(StepResult::Outcome::Failed);
    const qsizetype skipped = result.count(StepResult::Outcome::Skipped);
    QStringList parts{McpTests::tr("%1 passed").arg(result.count(StepResult::Outcome::Passed)), failed ? McpTests::tr("%1 failed").arg(failed) : McpTests::tr("none failed")};
    if (skipped)
        parts << McpTests::tr("%1 skipped").arg(skipped);
    if (result.ending == collection::Ending::Cancelled)
        parts << McpTests::tr("stopped");
    return parts.join(QStringLiteral(", ")) + QStringLiteral(" · ") + format::duration(result.elapsed);
}

/// What a prompt is asked for with: every field that was filled in.
QString textArguments(const CallPanel &call)
{
    QByteArrayList members;
    const ToolValues values = call.values();
    for (const ToolField &field : call.subject().form.fields)
        if (values.contains(field.path))
            members << QByteArray(jsonslice::quoted(field.name) + ':' + jsonslice::quoted(values.value(field.path)));
    return QString::fromUtf8('{' + members.join(',') + '}');
}

Result<QString> addressOf(const CallPanel &call)
{
    if (!call.subject().isTemplate)
        return call.subject().name;
    QHash<QString, QString> given;
    const ToolValues values = call.values();
    for (const ToolField &field : call.subject().form.fields)
        if (const QString value = values.value(field.path); !value.isEmpty())
            given.insert(field.name, value);
    return uritemplate::expand(call.subject().name, given);
}

/// What every saved call expects until more is said.
collection::Check isWell() { return {.on = QStringLiteral("status"), .op = collection::Check::Operator::Equals, .expected = QStringLiteral("\"ok\"")}; }

} // namespace

McpTests::McpTests(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk), m_trial(desk.connector, desk.secrets, desk.timers)
{
    connect(&m_trial, &CollectionTrial::stepDone, &m_steps, &McpStepModel::add);
    connect(&m_trial, &CollectionTrial::finished, this, &McpTests::take);
    connect(&m_trial, &CollectionTrial::failed, this, [this](const Error &error) {
        m_shown.state = TestState::Failed;
        m_shown.verdict = error.message;
        show();
    });
}

void McpTests::wireView()
{
    TestPage &page = m_desk.view->tests();
    connect(&page, &TestPage::openRequested, this, &McpTests::askForFile);
    connect(&page, &TestPage::addRequested, this, &McpTests::addCall);
    connect(&page, &TestPage::runRequested, this, &McpTests::run);
    connect(&page, &TestPage::stopRequested, &m_trial, &CollectionTrial::stop);
    connect(&page, &TestPage::saveSessionRequested, this, &McpTests::saveSession);
    connect(&page, &TestPage::stepChosen, this, &McpTests::showStory);
    show();
}

void McpTests::askForFile()
{
    auto *dialog = new QFileDialog(&m_desk.window, tr("Open a collection"), QFileInfo(m_path).path(), tr("Collection (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &McpTests::open);
    dialog->open();
}

void McpTests::open(const QString &path)
{
    const auto read = readCollection(path);
    if (!read)
        return m_desk.showFailure(read.error());
    m_trial.stop();
    m_path = path;
    m_collection = *read;
    m_steps.setCollection(m_collection);
    QStringList environments;
    for (const collection::Environment &environment : m_collection.environments)
        environments << environment.name;
    m_shown = {.state = TestState::Ready, .file = path, .verdict = tr("%1: %n steps", nullptr, static_cast<int>(m_collection.steps.size())).arg(m_collection.name.isEmpty() ? QFileInfo(path).fileName() : m_collection.name),
               .environments = environments, .hasRecording = false};
    tellNotes(m_collection.notes);
    show();
}

void McpTests::tellNotes(const QStringList &notes)
{
    const QString id = QStringLiteral("mcp-collection-notes");
    if (notes.isEmpty())
        return m_desk.window.banners().dismiss(id);
    const QString more = notes.size() > 1 ? tr(" (and %n more; deckctl mcp run names them all)", nullptr, static_cast<int>(notes.size()) - 1) : QString();
    m_desk.window.banners().showBanner({id, StatusTone::Warn, tr("Something in the collection is likely not meant"), notes.first() + more});
}

Result<collection::Step> McpTests::stepOfForm() const
{
    using Kind = collection::Step::Kind;
    const CallPanel &call = m_desk.view->call();
    const CallSubject &subject = call.subject();
    if (subject.name.isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = tr("Choose a tool, prompt or resource first: its call is what is saved.")};
    if (subject.kind == McpCallRecord::Kind::Prompt)
        return collection::Step{.kind = Kind::Get, .target = subject.name, .arguments = textArguments(call), .checks = {isWell()}};
    const bool isTool = subject.kind == McpCallRecord::Kind::Tool;
    const Result<QString> text = !isTool ? addressOf(call) : call.isRaw() ? Result<QString>(call.rawText()) : argumentsOf(subject.form, call.values(), call.base());
    if (!text)
        return text.error();
    return isTool ? collection::Step{.kind = Kind::Call, .target = subject.name, .arguments = *text, .checks = {isWell()}}
                  : collection::Step{.kind = Kind::Read, .target = *text, .checks = {isWell()}};
}

void McpTests::addCall()
{
    if (!m_desk.view)
        return;
    if (const auto step = stepOfForm(); !step)
        return m_desk.showFailure(step.error());
    if (!m_path.isEmpty())
        return addTo(m_path);
    auto *dialog = new QFileDialog(&m_desk.window, tr("Save the call to a collection"), QString(), tr("Collection (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // the step is added to what is there
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, &McpTests::addTo);
    dialog->open();
}

/// The file as it is now, which may have been edited meanwhile, and the step behind its last.
void McpTests::addTo(const QString &path)
{
    const auto step = stepOfForm();
    const auto read = QFile::exists(path) ? readCollection(path) : Result<collection::Collection>(collection::Collection{.name = QFileInfo(path).completeBaseName()});
    if (!step || !read)
        return m_desk.showFailure(step ? read.error() : step.error());
    collection::Collection grown = *read;
    grown.steps.append(*step);
    if (const auto written = writeCollection(grown, path); !written)
        return m_desk.showFailure(written.error());
    open(path);
    m_desk.window.banners().showBanner({QStringLiteral("mcp-collection"), StatusTone::Info, tr("The call is in the collection"), tr("%1, step %2 of %3").arg(collection::stepText(*step), QString::number(grown.steps.size()), path)});
}

QString McpTests::obstacleOf(const McpServerState *state) const
{
    if (!state)
        return tr("Choose a server first.");
    if (state->isPassing)
        return tr("A call behind the gateway passes the write guard one by one. Collections are run against servers of your own list.");
    const bool isOpenable = state->config.transport != McpTransport::Stdio || m_desk.controller->roster().isConsented(state->config);
    return isOpenable ? QString() : tr("Connect to %1 first: its command was not agreed to yet.").arg(state->config.id.value);
}

void McpTests::run()
{
    if (!m_desk.view || m_path.isEmpty() || m_trial.isRunning())
        return;
    const McpServerState *state = m_desk.current();
    if (const QString obstacle = obstacleOf(state); !obstacle.isEmpty())
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = obstacle});
    const QString path = m_path;
    open(path); // as it is on the disk now
    m_shown.state = TestState::Running;
    m_shown.verdict = tr("Running against %1…").arg(state->config.id.value);
    m_trial.start(state->config, m_collection, {.environment = m_desk.view->tests().environment(), .values = {}});
    show();
}

void McpTests::take(const collection::RunResult &result)
{
    m_shown.state = result.ending == collection::Ending::Passed ? TestState::Passed : TestState::Failed;
    m_shown.verdict = countText(result);
    m_shown.hasRecording = m_trial.recording().has_value();
    tellNotes(result.notes);
    chooseWorst();
    show();
}

/// The first step that failed is what one looks for; else the one that was looked at, or the first.
void McpTests::chooseWorst()
{
    if (!m_desk.view)
        return;
    int row = m_desk.view->tests().current().isValid() ? -1 : 0;
    for (int i = m_steps.rowCount() - 1; i >= 0; --i)
        if (m_steps.index(i, 0).data(McpStepModel::OutcomeRole).toInt() == static_cast<int>(StepResult::Outcome::Failed))
            row = i;
    if (row >= 0)
        m_desk.view->tests().choose(m_steps.index(row, 0));
}

void McpTests::saveSession()
{
    const auto recording = m_trial.recording();
    if (!recording)
        return;
    auto *dialog = new QFileDialog(&m_desk.window, tr("Save the session"), QString(), tr("Session (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, recording](const QString &path) {
        if (const auto saved = saveRecording(*recording, path); !saved)
            m_desk.showFailure(saved.error());
    });
    dialog->open();
}

void McpTests::show()
{
    if (!m_desk.view)
        return;
    m_desk.view->tests().setShown(m_shown);
    showStory();
}

void McpTests::showStory()
{
    const McpStepRow *row = m_steps.row(m_desk.view->tests().current());
    m_desk.view->tests().setStory(row ? stepStory(*row) : QString());
}

} // namespace qd
