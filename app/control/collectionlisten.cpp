#include "collectionrunner.h"

#include "mcp/jsonslice.h"
#include "mcpcollections/answerreader.h"
#include "mcpcollections/answertext.h"

#include <QStringBuilder>

#include <algorithm>

// What CollectionRunner hears: notifications that a step waits for, messages on the wire, and that the time is up.
namespace qd {

namespace {

constexpr qsizetype maxShownMessage = 64 * 1024;
constexpr qsizetype maxStepNotes = 20;

QString clipped(const QString &text) { return text.size() <= maxShownMessage ? text : QString(text.left(maxShownMessage) % u'…'); }

bool wantsInput(const QByteArray &answer)
{
    const auto result = jsonslice::member(answer, "result");
    return result && jsonslice::member(*result, "resultType").value_or(QByteArrayView()) == "\"input_required\"";
}

/// What we answered to a question of the server when we could not answer it; empty for everything else.
QString refusalIn(const QByteArray &sent)
{
    const auto error = jsonslice::member(sent, "error");
    return error ? jsonslice::text(jsonslice::member(*error, "message").value_or(QByteArrayView())).value_or(QStringLiteral("an error")) : QString();
}

/// resultType since 2026-07-28, a member before.
bool beginsTask(const QByteArray &answer)
{
    const QByteArrayView result = jsonslice::member(answer, "result").value_or(QByteArrayView());
    return jsonslice::member(result, "resultType") == QByteArrayView("\"task\"") || jsonslice::member(result, "task").value_or(QByteArrayView()).startsWith('{');
}

} // namespace

void CollectionRunner::watch(Milliseconds limit)
{
    m_guard = std::make_unique<QObject>();
    m_timers.after(limit, m_guard.get(), [this] {
        m_isTimedOut = true;
        if (!m_isWaiting)
            return m_call.cancel();
        const Milliseconds waited = m_step.timeout.count() > 0 ? m_step.timeout : waitTimeout;
        const Error error{.kind = ErrorKind::Timeout, .message = QStringLiteral("The server did not say %1 within %2 ms.").arg(m_step.target).arg(waited.count())};
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
        answer.elapsed = since(m_stepStarted);
        const AnswerReader reader(answer);
        if (!std::ranges::all_of(m_step.checks, [&reader](const collection::Check &check) { return reader.check(check).isMet; }))
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

/// Kept are the step's first request and its answer; where the server wanted input first, the last round of the same request;
/// of a task the last that was said of it.
void CollectionRunner::onWire(const McpWireEntry &entry)
{
    if (!m_shot || entry.id.isEmpty())
        return;
    if (entry.direction == McpWireEntry::Direction::Sent && m_current.notes.size() < maxStepNotes)
        if (const QString why = refusalIn(entry.text.toUtf8()); !why.isEmpty())
            m_current.notes << shown(QStringLiteral("the server asked %1 and got an error: %2").arg(entry.method, why.left(300)));
    if (entry.direction == McpWireEntry::Direction::Sent && (m_requestId.isEmpty() || (m_wantsInput && entry.method == m_requestMethod))) {
        m_requestId = entry.id;
        m_requestMethod = entry.method;
        m_wantsInput = false;
        m_current.request = clipped(entry.text);
    } else if (entry.direction == McpWireEntry::Direction::Sent && m_isTask && (entry.method == QLatin1String("tasks/get") || entry.method == QLatin1String("tasks/result"))) {
        m_requestId = entry.id;
    } else if (entry.direction == McpWireEntry::Direction::Received && entry.id == m_requestId) {
        m_wantsInput = wantsInput(entry.text.toUtf8());
        m_isTask = m_isTask || beginsTask(entry.text.toUtf8());
        m_current.response = clipped(entry.text);
    }
}

} // namespace qd
