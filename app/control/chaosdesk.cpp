#include "chaosdesk.h"

#include "format.h"
#include "slocontroller.h"

#include <utility>

namespace qd {

namespace {

constexpr Milliseconds longestWatchWait{120000};

QString shortTime(Instant at) { return toDateTime(at).toString(QStringLiteral("HH:mm:ss'Z'")); }

} // namespace

ChaosDesk::ChaosDesk(const Parts &parts, const ChaosSettings &settings, bool isConfigured, QObject *parent)
    : QObject(parent), m_parts(parts), m_settings(settings), m_faults(parts.apim),
      m_flow({m_faults, parts.guard, parts.monitor, parts.tiles, parts.flags, parts.clock, parts.timers}, settings),
      m_stop(m_faults, parts.clock, parts.timers), m_poller(watchInterval, longestWatchWait)
{
    parts.store.set({.isConfigured = isConfigured});
    connect(&m_poller, &Poller::due, this, &ChaosDesk::refresh);
    connect(&m_flow, &ChaosFlow::changed, this, [this] { publish([this](ChaosBoard &board) { board.run = m_flow.run(); }); });
    connect(&m_flow, &ChaosFlow::finished, this, &ChaosDesk::refresh);
    connect(&m_stop, &ChaosStop::finished, this, &ChaosDesk::onStopped);
    connect(&m_stop, &ChaosStop::retrying, this, [this](const Error &error, Milliseconds) {
        publish([&](ChaosBoard &board) { board.stopping = tr("The service refused or did not answer, trying again. %1").arg(error.message); });
    });
    connect(&parts.guard, &LeasedGuard::unfinishedChanged, this, &ChaosDesk::settleForgotten);
}

void ChaosDesk::publish(const std::function<void(ChaosBoard &)> &change)
{
    ChaosBoard board = m_parts.store.board();
    change(board);
    m_parts.store.set(board);
}

void ChaosDesk::watch()
{
    if (m_parts.store.board().isConfigured)
        m_poller.setPaused(Poller::Pause::Stopped, false);
}

void ChaosDesk::refresh()
{
    if (!m_parts.store.board().isConfigured) {
        QMetaObject::invokeMethod(this, &ChaosDesk::looked, Qt::QueuedConnection);
        return;
    }
    m_poller.begin();
    m_parts.flags.read(chaosBlockFlag(), this, [this](const Result<QString> &block) {
        if (block)
            publish([&](ChaosBoard &board) { board.block = *block; });
    });
    m_faults.read(this, [this](const Result<ChaosLive> &live) { onLive(live); });
}

void ChaosDesk::onLive(const Result<ChaosLive> &live)
{
    if (live)
        m_poller.succeeded();
    else
        m_poller.failed(live.error().retryAfter);
    publish([&](ChaosBoard &board) {
        board.error = live ? std::nullopt : std::optional(live.error());
        if (!live)
            return;
        board.live = live->fault;
        board.liveProblem = live->unreadable ? live->unreadable->message : QString();
        board.asOf = m_parts.clock.now();
    });
    settleForgotten();
    emit looked();
}

void ChaosDesk::refreshBlast()
{
    m_flow.blast(this, [this](const Result<ChaosBlast> &blast) {
        if (blast)
            publish([&](ChaosBoard &board) { board.blast = *blast; });
    });
}

void ChaosDesk::stopAll()
{
    if (m_isStopping)
        return;
    m_isStopping = true;
    m_outcome.reset();
    m_ticket.reset();
    m_isAwaitingTicket = true;
    publish([](ChaosBoard &board) { board.stopping = tr("Taking every fault back"); });
    const QString block = tr("big stop at %1").arg(format::timestamp(m_parts.clock.now()));
    setBlock(block, {});
    m_parts.guard.admit({.verb = QStringLiteral("chaos.stop-all"), .target = m_settings.target, .title = tr("Big stop: take every fault back, block new runs"),
                         .level = ConfirmLevel::None, .isEmergency = true},
                        this, [this](const Result<WriteTicket> &ticket) {
                            m_isAwaitingTicket = false;
                            m_ticket = ticket.value_or(WriteTicket{});
                            settleStop();
                            beginStop();
                        });
    m_parts.timers.after(journalPatience, this, [this] { beginStop(); });
}

// Once the journal has it, or when the journal takes too long.
void ChaosDesk::beginStop()
{
    if (!m_isStopping || m_stop.isRunning() || m_outcome)
        return;
    if (!m_parts.store.board().isConfigured) {
        onStopped({.isOff = true});
        return;
    }
    m_flow.stop();
    m_stop.begin({}, m_parts.store.board().fault(m_parts.clock.now()));
}

void ChaosDesk::onStopped(const ChaosStop::Outcome &outcome)
{
    m_isStopping = false;
    m_outcome = outcome;
    settleStop();
    publish([&](ChaosBoard &board) {
        board.stopping = outcome.isOff ? QString() : stopSentence(outcome);
        if (outcome.isOff)
            board.live = ChaosFault{};
    });
    emit stopped(outcome);
    refresh();
}

void ChaosDesk::settleStop()
{
    if (!m_outcome || m_isAwaitingTicket || !m_ticket)
        return;
    const auto ticket = std::exchange(m_ticket, std::nullopt);
    m_parts.guard.settle(*ticket, {.status = m_outcome->isOff ? WriteOutcome::Status::Succeeded : WriteOutcome::Status::Unknown,
                                   .detail = stopSentence(*m_outcome), .isVerified = m_outcome->isOff});
}

QString ChaosDesk::stopSentence(const ChaosStop::Outcome &outcome) const
{
    if (outcome.hasRunOut)
        return tr("The service could not be reached; the fault ran out by itself at %1.").arg(shortTime(outcome.fault.until));
    if (outcome.isOff)
        return outcome.wasOn ? tr("The fault was taken back: %1.").arg(chaosFaultText(outcome.fault)) : tr("No fault was on.");
    const QString why = outcome.error ? outcome.error->message : QString();
    if (outcome.fault.mode == ChaosMode::Off)
        return tr("The gateway could not be reached: nobody can tell whether a fault is on. %1").arg(why);
    return tr("The fault could not be taken back; it ends by itself at %1. %2").arg(shortTime(outcome.fault.until), why);
}

void ChaosDesk::setBlock(const QString &value, std::function<void(const Result<void> &)> done)
{
    m_parts.flags.write(chaosBlockFlag(), value, this, [this, value, done = std::move(done)](const Result<void> &written) {
        if (written)
            publish([&](ChaosBoard &board) { board.block = value; });
        if (done)
            done(written);
    });
}

void ChaosDesk::release()
{
    const WriteAction action{.verb = QStringLiteral("chaos.release"), .target = m_settings.target, .title = tr("Let chaos runs start again"),
                             .before = tr("blocked: %1").arg(m_parts.store.board().block), .after = tr("not blocked")};
    m_parts.guard.admit(action, this, [this](const Result<WriteTicket> &ticket) {
        if (!ticket) {
            emit released(ticket.error());
            return;
        }
        setBlock({}, [this, taken = *ticket](const Result<void> &written) {
            m_parts.guard.settle(taken, {.status = written ? WriteOutcome::Status::Succeeded : WriteOutcome::Status::Failed});
            emit released(written ? std::nullopt : std::optional(written.error()));
        });
    });
}

// A run whose program died: once the gateway holds no fault any more, its end is known.
void ChaosDesk::settleForgotten()
{
    const ChaosBoard &board = m_parts.store.board();
    if (!board.asOf || board.error || board.isOn(m_parts.clock.now()) || m_flow.isBusy())
        return;
    const QList<AuditRecord> forgotten = m_parts.guard.unfinished();
    for (const AuditRecord &record : forgotten)
        if (record.entry.verb.startsWith(QLatin1StringView("chaos.")))
            m_parts.guard.settle({record.sequence}, {.status = WriteOutcome::Status::Unknown,
                                                     .detail = tr("the program ended in the middle; the gateway holds no fault any more")});
}

} // namespace qd
