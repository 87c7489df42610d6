#include "collectionrunner.h"

#include "collectionrequest.h"
#include "mcpcollections/answerreader.h"
#include "mcpcollections/answertext.h"
#include "policy/sampleargs.h"

#include <QStringBuilder>

#include <algorithm>
#include <chrono>

namespace qd {

namespace {

using collection::Check;
using collection::Ending;
using collection::Step;
using collection::StepResult;

constexpr qsizetype maxShownMessage = 64 * 1024;

bool saysStatus(const Step &step)
{
    return std::ranges::any_of(step.checks, [](const Check &check) { return check.on == QStringLiteral("status") || check.on == QStringLiteral("code"); });
}

QString clipped(const QString &text) { return text.size() <= maxShownMessage ? text : QString(text.left(maxShownMessage) % u'…'); }

Milliseconds since(Microseconds started, const Timers &timers) { return std::chrono::duration_cast<Milliseconds>(timers.monotonic() - started); }

} // namespace

CollectionRunner::CollectionRunner(McpSession &session, collection::Collection collection, Timers &timers, QObject *parent)
    : QObject(parent), m_session(session), m_collection(std::move(collection)), m_timers(timers)
{
    connect(&session, &McpSession::notified, this, &CollectionRunner::onNotified);
    connect(&session, &McpSession::wireSeen, this, &CollectionRunner::onWire);
}

void CollectionRunner::start(const CollectionStart &start)
{
    m_variables = start.variables;
    m_mask = SecretMask(start.secrets);
    m_result.name = m_collection.name;
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
        if (step.rows.isEmpty() && step.rowsFile.isEmpty())
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
        m_result.elapsed = since(m_runStarted, m_timers);
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
    m_isTimedOut = false;
    if (m_isOver)
        return skip(QStringLiteral("the run had ended"));
    CollectionVariables scope = m_variables;
    if (m_shot->row)
        scope.define(membersOfObject(written.rows.at(*m_shot->row)));
    auto step = preparedStep(*m_shot, scope);
    if (!step)
        return skip(step.error().message);
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
    std::deque<Shot> shots;
    for (const McpTool &tool : tools) {
        if (m_step.except.contains(tool.name))
            continue;
        const auto own = std::ranges::find_if(given, [&tool](const auto &entry) { return entry.first == tool.name; });
        shots.push_back({.step = m_shot->step, .row = m_shot->row, .tool = tool.name,
                         .arguments = own == given.cend() ? sampleArguments(tool.inputSchema) : own->second});
    }
    if (shots.empty())
        return skip(QStringLiteral("the server lists no tool to call"));
    m_queue.insert(m_queue.begin(), shots.cbegin(), shots.cend());
    next();
}

void CollectionRunner::watch(Milliseconds limit)
{
    m_guard = std::make_unique<QObject>();
    m_timers.after(limit, m_guard.get(), [this] {
        m_isTimedOut = true;
        if (!m_isWaiting)
            return m_call.cancel();
        const Error error{.kind = ErrorKind::Timeout, .message = QStringLiteral("The server did not say %1 in time.").arg(m_step.target)};
        onAnswer(answers::ofError(error), error);
    });
}

void CollectionRunner::beginWait()
{
    m_isWaiting = true;
    // Never before start() has returned, and never from inside a notification.
    m_timers.after(Milliseconds{0}, this, [this] {
        if (m_isWaiting && !tryHeard())
            watch(m_step.timeout.count() > 0 ? m_step.timeout : waitTimeout);
    });
}

/// The first notification of that name for which every check holds; it is not heard again.
bool CollectionRunner::tryHeard()
{
    for (auto heard = m_heard.begin(); heard != m_heard.end(); ++heard) {
        if (heard->first != m_step.target)
            continue;
        collection::Answer answer = answers::ofNotification(heard->first, heard->second);
        answer.elapsed = since(m_stepStarted, m_timers);
        const AnswerReader reader(answer);
        if (!std::ranges::all_of(m_step.checks, [&reader](const Check &check) { return reader.check(check).isMet; }))
            continue;
        m_heard.erase(heard);
        onAnswer(answer, std::nullopt);
        return true;
    }
    return false;
}

void CollectionRunner::onNotified(const QString &method, const QString &params)
{
    m_heard.emplace_back(method, params);
    if (m_heard.size() > maxHeard)
        m_heard.pop_front();
    if (m_isWaiting && m_guard)
        (void)tryHeard();
}

void CollectionRunner::onAnswer(const collection::Answer &answer, const std::optional<Error> &error)
{
    m_isWaiting = false;
    m_guard.reset();
    collection::Answer timed = answer;
    timed.elapsed = since(m_stepStarted, m_timers);
    m_current.elapsed = timed.elapsed;
    if (m_isTimedOut && error)
        timed.status = QStringLiteral("timeout");
    judge(timed, error);
    settle();
}

void CollectionRunner::judge(const collection::Answer &answer, const std::optional<Error> &error)
{
    const AnswerReader reader(answer);
    QList<Check> checks = m_step.checks;
    if (!saysStatus(m_step))
        checks.prepend({.on = QStringLiteral("status"), .op = Check::Operator::Equals, .expected = QStringLiteral("\"ok\"")});
    bool isMet = true;
    for (const Check &check : checks) {
        collection::CheckOutcome outcome = reader.check(check);
        outcome.what = shown(outcome.what);
        outcome.actual = shown(outcome.actual);
        isMet = isMet && outcome.isMet;
        m_current.checks.append(outcome);
    }
    if (error || answer.status == QStringLiteral("toolError"))
        m_current.reason = shown(answer.text.left(2000));
    m_current.error = error;
    m_current.outcome = isMet ? StepResult::Outcome::Passed : StepResult::Outcome::Failed;
    if (isMet)
        takeCaptures(reader);
    if (error && m_current.outcome == StepResult::Outcome::Failed)
        weigh(*error);
}

void CollectionRunner::takeCaptures(const AnswerReader &reader)
{
    for (const auto &[name, path] : m_step.captures) {
        if (const auto value = reader.capture(path)) {
            m_variables.set(name, *value);
            continue;
        }
        m_current.outcome = StepResult::Outcome::Failed;
        m_current.reason = QStringLiteral("there is nothing to capture at %1").arg(path);
    }
}

/// What an error that no check asked for means for the run.
void CollectionRunner::weigh(const Error &error)
{
    if (m_isTimedOut || !error.vendorCode.isEmpty())
        return;
    switch (error.kind) {
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::Keychain: return worsen(Ending::SignIn, true);
    case ErrorKind::Network:
    case ErrorKind::Tls:
    case ErrorKind::Throttled:
    case ErrorKind::Server: return worsen(Ending::Unreachable, true);
    case ErrorKind::Protocol:
    case ErrorKind::Decode: return worsen(Ending::ProtocolError, !m_session.info().has_value());
    default: return;
    }
}

void CollectionRunner::worsen(Ending ending, bool endsRun)
{
    m_result.ending = std::max(m_result.ending, ending);
    m_isOver = m_isOver || endsRun;
}

void CollectionRunner::skip(const QString &reason)
{
    m_current.outcome = StepResult::Outcome::Skipped;
    m_current.reason = shown(reason);
    // A step that could not be made is no success; one that the end of the run took with it is the end's matter.
    if (!m_isOver)
        worsen(Ending::Failed, false);
    settle();
}

void CollectionRunner::settle()
{
    if (m_current.outcome == StepResult::Outcome::Failed)
        worsen(Ending::Failed, false);
    m_current.request = shown(m_current.request);
    m_current.response = shown(m_current.response);
    m_result.steps.append(m_current);
    emit stepDone(m_current);
    // Through the event loop: thousands of skipped steps must not become thousands of nested calls.
    m_timers.after(Milliseconds{0}, this, [this] { next(); });
}

void CollectionRunner::onWire(const McpWireEntry &entry)
{
    if (!m_shot || entry.id.isEmpty())
        return;
    if (entry.direction == McpWireEntry::Direction::Sent && m_requestId.isEmpty()) {
        m_requestId = entry.id;
        m_current.request = clipped(entry.text);
    } else if (entry.direction == McpWireEntry::Direction::Received && entry.id == m_requestId) {
        m_current.response = clipped(entry.text);
    }
}

QString CollectionRunner::shown(const QString &text) const { return m_mask.masked(text); }

} // namespace qd
