#include "rollbackflow.h"

#include "rollbackwording.h"

namespace qd {

namespace {

/// The service said no. Anything else leaves open whether it began.
bool isRefusal(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Forbidden:
    case ErrorKind::Unauthorized:
    case ErrorKind::NotFound:
    case ErrorKind::Invalid:
    case ErrorKind::Conflict:
    case ErrorKind::Throttled: return true;
    default: return false;
    }
}

} // namespace

RollbackFlow::RollbackFlow(const Parts &parts, RollbackRules rules, RollbackTimes times, QObject *parent)
    : QObject(parent), m_parts(parts), m_rules(rules), m_times(times), m_loader(parts.sources)
{
}

RollbackFlow::~RollbackFlow() { m_running.cancel(); }

bool RollbackFlow::plan(std::optional<SlotName> source) { return beginPlan(std::move(source), RollbackKind::Rollback); }

bool RollbackFlow::planUndo()
{
    const bool isOurs = m_status.canUndo && !m_status.plan.source.isEmpty();
    return beginPlan(isOurs ? std::optional(m_status.plan.source) : std::nullopt, RollbackKind::Undo);
}

bool RollbackFlow::beginPlan(std::optional<SlotName> source, RollbackKind kind)
{
    if (m_status.isWriting() || m_status.state == State::Confirming)
        return false;
    m_running.cancel();
    const bool canUndo = m_status.canUndo;
    m_status = RollbackStatus{};
    m_status.canUndo = canUndo;
    enter(State::Planning, tr("Reading the slots"));
    m_running = m_loader.load(this, [this, source = std::move(source), kind](const Result<SlotBoardReading> &reading) {
        if (reading)
            return kind == RollbackKind::Undo ? judgeLastSwap(*reading, source) : askForecast(*reading, source, kind);
        m_status.error = reading.error();
        finish(State::Failed, tr("The slots could not be read"));
    });
    return true;
}

void RollbackFlow::askForecast(const SlotBoardReading &reading, std::optional<SlotName> source, RollbackKind kind)
{
    emit boardRead(reading);
    const SlotBoard board = reading.board;
    const std::optional<SlotName> from = source ? source : board.lastKnownGood();
    if (!from || !board.find(*from) || isProductionSlot(*from))
        return onForecast(board, source, kind, {.isAsked = true});
    enter(State::Planning, tr("Asking what a swap changes"));
    m_running = m_parts.sources.app.differences(*from, productionSlot(), this,
                                                [this, board, source, kind](const Result<QList<SlotDifference>> &differences) {
                                                    askRights(board, source, kind, differences);
                                                });
}

/// Reading says nothing about writing: what the account may do is asked.
void RollbackFlow::askRights(const SlotBoard &board, std::optional<SlotName> source, RollbackKind kind, const Result<QList<SlotDifference>> &differences)
{
    const SlotName from = source ? *source : board.lastKnownGood().value_or(productionSlot());
    const RollbackForecast forecast{.differences = differences.value_or(QList<SlotDifference>()),
                                    .refusal = differences ? QString() : differences.error().message, .isAsked = true};
    m_running = m_parts.sources.app.permissions(from, this, [this, board, source, kind, forecast](const Result<QList<PermissionGrant>> &grants) {
        RollbackForecast told = forecast;
        if (grants)
            told.maySwap = isPermitted(*grants, slotSwapAction());
        else
            told.rightsProblem = grants.error().message;
        onForecast(board, source, kind, told);
    });
}

void RollbackFlow::onForecast(const SlotBoard &board, std::optional<SlotName> source, RollbackKind kind,
                              const RollbackForecast &forecast)
{
    m_status.plan = planRollback(board, std::move(source), kind, forecast, m_rules, m_verificationFailed);
    enter(State::Ready, m_status.plan.canRun() ? tr("Ready") : tr("Refused: see the checks"));
}

WriteAction RollbackFlow::action() const { return rollbackAction(m_status.plan, m_parts.sources.app.siteId()); }

bool RollbackFlow::start()
{
    if (m_status.state != State::Ready || !m_status.plan.canRun())
        return false;
    enter(State::Confirming, tr("Waiting for confirmation"));
    m_running = m_parts.guard.admit(action(), this, [this](const Result<WriteTicket> &ticket) { onAdmitted(ticket); });
    return true;
}

void RollbackFlow::onAdmitted(const Result<WriteTicket> &ticket)
{
    if (ticket) {
        m_ticket = *ticket;
        return recheck();
    }
    if (ticket.error().kind != ErrorKind::Cancelled)
        m_status.error = ticket.error();
    enter(State::Ready, ticket.error().kind == ErrorKind::Cancelled ? tr("Not confirmed") : ticket.error().message);
}

void RollbackFlow::recheck()
{
    enter(State::Rechecking, tr("Checking again before the swap"));
    m_running = m_loader.load(this, [this](const Result<SlotBoardReading> &reading) { onRechecked(reading); });
}

/// What was confirmed is what is done: anything else that the slots hold by now ends it.
void RollbackFlow::onRechecked(const Result<SlotBoardReading> &reading)
{
    if (!reading) {
        m_status.error = reading.error();
        return withdraw(tr("The slots could not be read again. Nothing was changed."));
    }
    emit boardRead(*reading);
    const RollbackPlan now = planRollback(reading->board, m_status.plan.source, m_status.plan.kind, {.differences = {}, .refusal = {}, .isAsked = true},
                                          m_rules, m_verificationFailed);
    if (now.parts != m_status.plan.parts || !now.canRun()) {
        m_status.plan = now;
        return withdraw(tr("The slots have changed since the plan was made. Nothing was changed."));
    }
    m_status.began = reading->board.readAt;
    swap();
}

void RollbackFlow::swap()
{
    enter(State::Swapping, tr("Swapping"));
    const SwapRequest request{.source = m_status.plan.source, .target = m_status.plan.target,
                              .watch = {.deadline = m_times.swapDeadline, .interval = m_times.pollInterval}};
    const auto hasBegun = std::make_shared<bool>(false);
    const auto progress = [this, hasBegun](const ArmProgress &now) {
        *hasBegun = true;
        m_status.elapsed = now.elapsed;
        m_status.polls = now.polls;
        emit changed();
    };
    m_running = m_parts.sources.app.swap(request, progress, this, [this, hasBegun](const Result<void> &result) {
        onSwapped(result);
        if (!result && *hasBegun)
            m_truthsLeft = 3; // accepted first: what is refused now is the asking
    });
}

void RollbackFlow::onSwapped(const Result<void> &result)
{
    m_phaseStart = m_parts.timers.monotonic();
    if (result)
        return probe();
    m_status.error = result.error();
    m_truthsLeft = isRefusal(result.error()) ? 1 : 3;
    readTruth(tr("The swap got no clear answer. Reading what is true."));
}

void RollbackFlow::readTruth(const QString &note)
{
    enter(State::Unclear, note);
    readProduction([this](const Result<ProbeReading> &reading) { onTruth(reading); });
}

void RollbackFlow::onTruth(const Result<ProbeReading> &reading)
{
    const bool isLockedOut = !reading && (reading.error().kind == ErrorKind::Forbidden || reading.error().kind == ErrorKind::Unauthorized);
    if (isLockedOut && m_status.error && m_truthsLeft == 1)
        return failSwap(WriteOutcome::Status::Failed, tr("The service refused the swap. Nothing was changed."));
    if (reading && !reading->site.isBusy())
        return judgeTruth(*reading);
    const auto waited = m_parts.timers.monotonic() - m_phaseStart;
    if (waited >= m_times.swapDeadline)
        return failSwap(WriteOutcome::Status::Unknown, tr("Nobody can tell how the swap ended. Read the site again before anything else."));
    m_status.elapsed = std::chrono::duration_cast<Milliseconds>(waited);
    m_status.note = reading ? tr("An operation still runs on the site. Watching it.") : tr("The site cannot be read: %1").arg(reading.error().message);
    emit changed();
    later(m_times.pollInterval, &RollbackFlow::readTruthAgain);
}

void RollbackFlow::readTruthAgain() { readTruth(m_status.note); }

void RollbackFlow::judgeTruth(const ProbeReading &reading)
{
    switch (servedSide(releaseVersion(reading.settings), m_status.plan)) {
    case ServedSide::After: m_status.error.reset(); return probe();
    case ServedSide::Before:
        if (--m_truthsLeft > 0)
            return later(m_times.pollInterval, &RollbackFlow::readTruthAgain);
        return failSwap(WriteOutcome::Status::Failed, tr("The swap failed. Production serves what it served before."));
    case ServedSide::Neither: return failSwap(WriteOutcome::Status::Unknown, tr("Production serves neither version of the plan."));
    }
}

void RollbackFlow::readProduction(Completion<ProbeReading> completion)
{
    m_running = m_parts.sources.app.site(productionSlot(), this, [this, completion](const Result<SlotSite> &site) {
        if (!site)
            return completion(site.error());
        m_running = m_parts.sources.app.settings(productionSlot(), this, [site = *site, completion](const Result<SlotSettings> &settings) {
            completion(settings ? Result<ProbeReading>(ProbeReading{.site = site, .settings = *settings}) : Result<ProbeReading>(settings.error()));
        });
    });
}

void RollbackFlow::withdraw(const QString &why)
{
    settleTicket({.status = WriteOutcome::Status::Cancelled, .detail = why});
    finish(State::Failed, why);
}

void RollbackFlow::failSwap(WriteOutcome::Status status, const QString &note)
{
    settleTicket({.status = status, .detail = m_status.error ? m_status.error->message : note,
                  .requestId = m_status.error ? m_status.error->requestId : QString()});
    finish(State::Failed, note);
}

void RollbackFlow::settleTicket(const WriteOutcome &outcome)
{
    if (const auto ticket = std::exchange(m_ticket, std::nullopt))
        m_parts.guard.settle(*ticket, outcome);
}

void RollbackFlow::cancel()
{
    const State state = m_status.state;
    if (!m_status.isBusy())
        return;
    if (state == State::Swapping || state == State::Confirming)
        return m_running.cancel(); // the completion goes on from here: a swap's truth is read, a question is taken back
    if (state == State::Unclear)
        return;
    m_running.cancel();
    ++m_step;
    if (state == State::Rechecking)
        return withdraw(tr("Cancelled before the swap. Nothing was changed."));
    if (state == State::Planning)
        return finish(State::Idle, {});
    if (state == State::Probing)
        settleTicket({.status = WriteOutcome::Status::Succeeded, .detail = tr("not verified: cancelled")});
    finish(State::Done, tr("Swapped. Verification was cancelled."));
}

void RollbackFlow::finish(State state, const QString &note)
{
    enter(state, note);
    if (state != State::Idle)
        emit ended();
}

void RollbackFlow::enter(State state, const QString &note)
{
    ++m_step;
    if (state != m_status.state) {
        m_status.elapsed = Milliseconds{0};
        m_status.polls = 0;
    }
    m_status.state = state;
    m_status.note = note;
    emit changed();
}

void RollbackFlow::later(Milliseconds wait, void (RollbackFlow::*step)())
{
    m_parts.timers.after(wait, this, [this, step, at = m_step] {
        if (at == m_step)
            (this->*step)();
    });
}

} // namespace qd
