#include "loadprobe.h"

#include "mcpcollections/answerreader.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr Milliseconds tickEvery{1000};
constexpr Milliseconds graceAfterEnd{5000}; ///< for the calls that are under way when the time is over

/// A word for what went wrong, so that equal failures count together.
QString failureWord(const Result<McpCallResult> &answer)
{
    if (answer)
        return answer->isError ? QStringLiteral("toolError") : QString();
    const Error &error = answer.error();
    if (!error.vendorCode.isEmpty())
        return QStringLiteral("%1 %2").arg(errorKindName(error.kind), error.vendorCode);
    return error.httpStatus > 0 ? QStringLiteral("%1 %2").arg(errorKindName(error.kind)).arg(error.httpStatus) : errorKindName(error.kind);
}

/// The value of a header in the wire log's text, a "name: value" a line.
QString headerIn(const QString &headers, const QString &name)
{
    for (const QString &line : headers.split(u'\n')) {
        const qsizetype colon = line.indexOf(u':');
        if (colon > 0 && line.left(colon).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

QString selectedText(const QString &raw, const QString &path)
{
    const QString found = AnswerReader({.code = {}, .text = {}, .result = raw.toUtf8(), .warnings = {}}).capture(path).value_or(QString());
    return found.size() > 1 && found.startsWith(u'"') ? found.mid(1, found.size() - 2) : found;
}

} // namespace

LoadProbe::LoadProbe(McpConnector &connector, Timers &timers) : m_connector(connector), m_timers(timers) {}

LoadProbe::~LoadProbe()
{
    m_guard.reset();
    for (const auto &line : m_lines)
        line->session->disconnect(this);
}

void LoadProbe::start(const McpServerConfig &config, const load::Plan &plan)
{
    end();
    m_config = config;
    m_config.shownHeader = plan.instanceHeader;
    m_plan = plan;
    m_tally = {};
    m_called = m_busy = 0;
    m_begun = m_ended = m_timers.monotonic();
    m_isRunning = true;
    m_isWaiting = false;
    m_loss.reset();
    m_guard = std::make_unique<QObject>();
    QMetaObject::invokeMethod(m_guard.get(), ifCurrent([this] {
        if (const auto fault = load::faultOf(m_plan))
            return fail({.kind = ErrorKind::Invalid, .message = *fault});
        openNext();
    }), Qt::QueuedConnection);
}

void LoadProbe::openNext()
{
    if (m_lines.size() == static_cast<size_t>(m_plan.connections))
        return begin();
    Line &line = *m_lines.emplace_back(std::make_unique<Line>());
    line.session = m_connector.makeSession(m_config);
    if (!m_plan.instanceHeader.isEmpty())
        connect(line.session.get(), &McpSession::wireSeen, this, [this, &line](const McpWireEntry &entry) { onWire(line, entry); });
    connect(line.session.get(), &McpSession::closed, this, [this, &line](const std::optional<Error> &error) {
        lose(line, error.value_or(Error{.kind = ErrorKind::Network, .message = QStringLiteral("The server ended the connection.")}));
    });
    line.session->open(m_guard.get(), ifCurrent([this, &line](const Result<McpServerInfo> &info) {
        if (!info)
            return fail(info.error());
        line.instance = QStringLiteral("%1 %2").arg(info->name, info->version).trimmed();
        openNext();
    }));
}

void LoadProbe::begin()
{
    m_begun = m_ended = m_timers.monotonic();
    m_timers.after(tickEvery, m_guard.get(), ifCurrent([this] { tick(); }));
    if (m_plan.duration)
        m_timers.after(*m_plan.duration, m_guard.get(), ifCurrent([this] { endIfDone(); }));
    pump();
}

void LoadProbe::tick()
{
    emit advanced();
    if (m_guard && m_isRunning)
        m_timers.after(tickEvery, m_guard.get(), ifCurrent([this] { tick(); }));
}

bool LoadProbe::mayCall() const
{
    return m_isRunning && (!m_plan.calls || m_called < *m_plan.calls) && (!m_plan.duration || elapsed() < *m_plan.duration);
}

/// The one with the fewest calls under way.
LoadProbe::Line *LoadProbe::freeLine()
{
    const auto line = std::ranges::min_element(m_lines, {}, [](const auto &one) { return one->underWay.size(); });
    return line == m_lines.end() ? nullptr : line->get();
}

void LoadProbe::pump()
{
    while (mayCall() && m_busy < m_plan.concurrency) {
        const Microseconds due = load::dueAt(m_plan, m_called);
        if (due > elapsed()) {
            if (!std::exchange(m_isWaiting, true))
                m_timers.after(std::chrono::ceil<Milliseconds>(due - elapsed()), m_guard.get(), ifCurrent([this] {
                    m_isWaiting = false;
                    pump();
                }));
            return;
        }
        callOnce(*freeLine());
    }
}

void LoadProbe::callOnce(Line &line)
{
    const Microseconds begun = m_plan.rate > 0 ? load::dueAt(m_plan, m_called) : elapsed();
    ++m_called;
    ++m_busy;
    line.underWay << begun;
    line.session->callTool(m_plan.tool, m_plan.arguments, m_guard.get(), ifCurrent([this, &line, begun](const Result<McpCallResult> &answer) { onAnswer(line, begun, answer); }));
}

void LoadProbe::onAnswer(Line &line, Microseconds begun, const Result<McpCallResult> &answer)
{
    --m_busy;
    line.underWay.removeOne(begun);
    m_ended = m_timers.monotonic();
    m_tally.add({.begun = begun, .ended = elapsed(), .failure = failureWord(answer), .instance = instanceOf(line, answer)});
    pump();
    if (m_busy == 0 && !mayCall())
        end();
}

/// What was under way on that connection has failed.
void LoadProbe::lose(Line &line, const Error &error)
{
    m_loss = error;
    m_ended = m_timers.monotonic();
    for (const Microseconds begun : std::as_const(line.underWay))
        m_tally.add({.begun = begun, .ended = elapsed(), .failure = failureWord(error), .instance = instanceOf(line, error)});
    end();
}

void LoadProbe::onWire(Line &line, const McpWireEntry &entry) const
{
    if (entry.direction == McpWireEntry::Direction::Received && entry.method == QLatin1String("tools/call"))
        line.heard = headerIn(entry.headers, m_plan.instanceHeader);
}

QString LoadProbe::instanceOf(const Line &line, const Result<McpCallResult> &answer) const
{
    if (!m_plan.instanceHeader.isEmpty())
        return line.heard;
    if (!m_plan.instancePath.isEmpty())
        return answer ? selectedText(answer->raw, m_plan.instancePath) : QString();
    return m_plan.connections > 1 ? line.instance : QString();
}

/// The time is over: what is under way may still end, for a while.
void LoadProbe::endIfDone()
{
    if (m_busy == 0)
        return end();
    m_timers.after(graceAfterEnd, m_guard.get(), ifCurrent([this] { end(); }));
}

void LoadProbe::stop()
{
    if (m_isRunning)
        end();
}

void LoadProbe::end()
{
    for (const auto &line : m_lines) {
        line->session->disconnect(this);
        line->session->close();
        line->session.release()->deleteLater();
    }
    m_guard.reset();
    m_lines.clear();
    if (m_isRunning)
        m_stopped = m_timers.monotonic();
    if (std::exchange(m_isRunning, false))
        emit finished();
}

void LoadProbe::fail(const Error &error)
{
    m_isRunning = false;
    end();
    emit failed(error);
}

load::Result LoadProbe::result() const
{
    load::Result result = m_tally.result(m_ended - m_begun);
    result.due = std::max(load::dueBefore(m_plan, (m_isRunning ? m_timers.monotonic() : m_stopped) - m_begun), m_plan.rate > 0 ? m_called : 0);
    result.notMade = result.due - (m_plan.rate > 0 ? m_called : 0);
    return result;
}

} // namespace qd
