#include "collectionrunner.h"

#include "collectionrequest.h"
#include "mcpcollections/answertext.h"
#include "policy/sampleargs.h"

#include <algorithm>
#include <utility>

namespace qd {

using collection::Check;
using collection::Ending;
using collection::Step;

CollectionRunner::CollectionRunner(McpSession &session, collection::Collection collection, Timers &timers, QObject *parent)
    : QObject(parent), m_session(session), m_collection(std::move(collection)), m_timers(timers)
{
    connect(&session, &McpSession::notified, this, &CollectionRunner::onNotified);
    connect(&session, &McpSession::wireSeen, this, &CollectionRunner::onWire);
}

/// A call that ends with its context is noted by the session, which must not be told to what is half gone.
CollectionRunner::~CollectionRunner() { m_session.disconnect(this); }

void CollectionRunner::start(const CollectionStart &start)
{
    m_variables = start.variables;
    m_mask = SecretMask(start.secrets);
    m_result.name = m_collection.name;
    m_result.notes = m_collection.notes;
    m_runStarted = m_timers.monotonic();
    enqueueSteps();
    const bool isCalling = std::ranges::any_of(m_collection.steps, [](const Step &step) { return step.kind == Step::Kind::Call; });
    if (isCalling && m_session.info() && m_session.info()->hasTools)
        learnTools();
    else
        m_timers.after(Milliseconds{0}, this, [this] { next(); });
}

void CollectionRunner::enqueueSteps()
{
    for (qsizetype i = 0; i < m_collection.steps.size(); ++i) {
        const Step &step = m_collection.steps.at(i);
        if (step.rows.isEmpty() && step.rowsFile.isEmpty() && !step.hasRows)
            m_queue.push_back({.step = i, .row = {}, .tool = {}, .arguments = {}});
        for (qsizetype row = 0; row < step.rows.size(); ++row)
            m_queue.push_back({.step = i, .row = row, .tool = {}, .arguments = {}});
    }
}

/// The listing has the schemas that answers are held against, and says which tools must be called as tasks.
void CollectionRunner::learnTools()
{
    m_call = m_session.listTools(this, [this](const Result<QList<McpTool>> &) { next(); });
}

void CollectionRunner::cancel()
{
    worsen(Ending::Cancelled, true);
    if (m_isWaiting)
        onAnswer(answers::ofError({.kind = ErrorKind::Cancelled, .message = QStringLiteral("The run was cancelled.")}),
                 Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("The run was cancelled.")});
    else
        m_call.cancel();
}

void CollectionRunner::next()
{
    m_shot.reset();
    if (m_queue.empty()) {
        m_result.elapsed = since(m_runStarted);
        emit finished(m_result);
        return;
    }
    m_shot = m_queue.front();
    m_queue.pop_front();
    perform();
}

void CollectionRunner::perform()
{
    const Step &written = m_collection.steps.at(m_shot->step);
    m_current = {.step = m_shot->step, .row = m_shot->row, .name = written.name, .what = stepText(written), .reason = {}, .checks = {}, .error = {}, .request = {}, .response = {}};
    m_requestId.clear();
    m_wantsInput = m_isTask = false;
    m_isTimedOut = false;
    if (m_isOver)
        return skip(QStringLiteral("the run had ended"));
    CollectionVariables scope = m_variables;
    if (m_shot->row)
        scope.define(membersOfObject(written.rows.at(*m_shot->row)));
    auto step = preparedStep(*m_shot, scope);
    if (!step)
        return refuse(step.error().message);
    m_step = std::move(step.value());
    m_current.name = shown(m_step.name);
    m_current.what = shown(stepText(m_step));
    m_stepStarted = m_timers.monotonic();
    if (m_step.kind == Step::Kind::CallEach)
        return listForEach();
    if (m_step.kind == Step::Kind::Wait)
        return beginWait();
    m_call = requestStep(m_session, m_step, this, [this](const collection::Answer &answer, const std::optional<Error> &error) { onAnswer(answer, error); });
    if (m_step.timeout.count() > 0)
        watch(m_step.timeout);
}

/// The step as it is sent; ErrorKind::Invalid names a variable that has no value.
Result<Step> CollectionRunner::preparedStep(const Shot &shot, const CollectionVariables &scope) const
{
    Step step = m_collection.steps.at(shot.step);
    if (!shot.tool.isEmpty()) {
        step.kind = Step::Kind::Call;
        step.target = shot.tool;
        step.arguments = shot.arguments;
        step.captures.clear();
    } else if (const auto target = scope.inText(step.target); target) {
        step.target = *target;
    } else {
        return target.error();
    }
    const auto arguments = scope.inJson(step.arguments);
    if (!arguments)
        return arguments.error();
    step.arguments = *arguments;
    for (Check &check : step.checks) {
        const auto expected = scope.inJson(check.expected);
        if (!expected)
            return expected.error();
        check.expected = *expected;
    }
    const auto name = scope.inText(step.name);
    step.name = name.value_or(step.name);
    return step;
}

void CollectionRunner::listForEach()
{
    m_call = m_session.listTools(this, [this](const Result<QList<McpTool>> &tools) {
        if (tools)
            expandEach(*tools);
        else
            onAnswer(answers::ofError(tools.error()), tools.error());
    });
}

void CollectionRunner::expandEach(const QList<McpTool> &tools)
{
    const collection::Variables given = membersOfObject(m_step.arguments);
    QStringList own;
    for (const auto &[name, json] : given)
        own << name;
    noteUnlisted(m_step.except, QStringLiteral("except"), tools);
    noteUnlisted(own, QStringLiteral("arguments"), tools);
    std::deque<Shot> shots;
    for (const McpTool &tool : tools) {
        if (m_step.except.contains(tool.name))
            continue;
        const auto said = std::ranges::find_if(given, [&tool](const auto &entry) { return entry.first == tool.name; });
        shots.push_back({.step = m_shot->step, .row = m_shot->row, .tool = tool.name,
                         .arguments = said == given.cend() ? sampleArguments(tool.inputSchema) : said->second});
    }
    if (shots.empty())
        return failUnsent(QStringLiteral("the server lists no tool to call"));
    m_queue.insert(m_queue.begin(), shots.cbegin(), shots.cend());
    next();
}

/// A tool that is spelt wrongly is not left out.
void CollectionRunner::noteUnlisted(const QStringList &names, const QString &member, const QList<McpTool> &tools)
{
    for (const QString &name : names) {
        const QString note = QStringLiteral("step %1: “%2” in %3 is no tool that the server lists").arg(QString::number(m_shot->step + 1), name.left(80), member);
        if (std::ranges::none_of(tools, [&name](const McpTool &tool) { return tool.name == name; }) && !m_result.notes.contains(note))
            m_result.notes << shown(note);
    }
}

} // namespace qd
