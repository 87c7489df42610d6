#include "collectionrunner.h"

#include "mcpcollections/answerreader.h"
#include "mcpcollections/answertext.h"

#include <algorithm>
#include <chrono>

// What CollectionRunner makes of an answer: checks, captures, and what it means for the run.
namespace qd {

using collection::Check;
using collection::Ending;
using collection::Step;

namespace {

using collection::StepResult;

bool saysStatus(const Step &step)
{
    return std::ranges::any_of(step.checks, [](const Check &check) { return check.on == QStringLiteral("status") || check.on == QStringLiteral("code"); });
}

} // namespace

void CollectionRunner::onAnswer(const collection::Answer &answer, const std::optional<Error> &error)
{
    m_isWaiting = false;
    m_guard.reset();
    collection::Answer timed = answer;
    const bool isLate = m_isTimedOut && error;
    std::optional<Error> told = error;
    if (isLate && error->kind == ErrorKind::Cancelled) {
        told = Error{.kind = ErrorKind::Timeout, .message = QStringLiteral("No answer came within the step's time-out of %1 ms.").arg(m_step.timeout.count())};
        timed = answers::ofError(*told);
    }
    timed.elapsed = since(m_stepStarted);
    m_current.elapsed = timed.elapsed;
    if (isLate)
        timed.status = QStringLiteral("timeout");
    judge(timed, told);
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
    else
        loseCaptures(m_step, QStringLiteral("failed before it was captured"));
    if (error && m_current.outcome == StepResult::Outcome::Failed)
        weigh(*error);
}

void CollectionRunner::takeCaptures(const AnswerReader &reader)
{
    for (const auto &[name, path] : m_step.captures) {
        if (const auto value = reader.capture(path)) {
            m_variables.set(name, *value);
            m_lost.remove(name);
            continue;
        }
        m_lost.insert(name, QStringLiteral("step %1 found nothing to capture").arg(m_current.step + 1));
        m_current.outcome = StepResult::Outcome::Failed;
        m_current.reason = QStringLiteral("there is nothing to capture at %1").arg(path);
    }
}

void CollectionRunner::loseCaptures(const Step &step, const QString &why)
{
    for (const auto &[name, path] : step.captures)
        m_lost.insert(name, QStringLiteral("step %1 ").arg(m_current.step + 1) + why);
}

/// Why the variable that a message names was not captured; empty: no step was to capture it.
QString CollectionRunner::lostReason(const QString &message) const
{
    for (auto lost = m_lost.cbegin(); lost != m_lost.cend(); ++lost)
        if (message.contains(u'“' + lost.key().left(80) + u'”'))
            return lost.value();
    return {};
}

/// A step that cannot be made: the step that lost what it needs has failed already, anything else is its own failure.
void CollectionRunner::refuse(const QString &message)
{
    const QString lost = lostReason(message);
    lost.isEmpty() ? failUnsent(message) : skip(message + QStringLiteral(": ") + lost);
}

void CollectionRunner::failUnsent(const QString &reason)
{
    m_current.outcome = StepResult::Outcome::Failed;
    m_current.reason = shown(reason);
    loseCaptures(m_collection.steps.at(m_current.step), QStringLiteral("failed before it was captured"));
    settle();
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
    loseCaptures(m_collection.steps.at(m_current.step), QStringLiteral("was left out before it was captured"));
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

Milliseconds CollectionRunner::since(Microseconds started) const { return std::chrono::duration_cast<Milliseconds>(m_timers.monotonic() - started); }

QString CollectionRunner::shown(const QString &text) const { return m_mask.masked(text); }

} // namespace qd
