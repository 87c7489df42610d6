#include "features/guardfeature.h"

#include "confirm/confirmsheet.h"
#include "format.h"
#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "shell/leasechip.h"
#include "shell/pagestack.h"
#include "shell/topbar.h"
#include "workspace.h"

namespace qd {

namespace {

const QString &unfinishedBanner()
{
    static const QString id = QStringLiteral("unfinished");
    return id;
}

CommandId leaseCommand() { return CommandId(QStringLiteral("guard.lease")); }

QString leaseEnd(const LeasedGuard &guard)
{
    const auto until = guard.leaseUntil();
    return until ? toDateTime(*until).toLocalTime().toString(QStringLiteral("HH:mm")) : QString();
}

} // namespace

GuardFeature::GuardFeature(Workspace &workspace, MainWindow &window)
    : m_workspace(workspace), m_window(window), m_sheet(new ConfirmSheet(workspace.theme, &window))
{
    addCommands();
    connect(&workspace.confirm, &ConfirmQueue::currentChanged, this, &GuardFeature::showQuestion);
    connect(m_sheet, &ConfirmSheet::answered, &workspace.confirm, &ConfirmQueue::answer);
    connect(&window.topBar().lease(), &LeaseChip::clicked, this, &GuardFeature::toggleLease);
    connect(&window.banners(), &BannerArea::actionRequested, this, &GuardFeature::onBannerAction);
    showLease();
}

void GuardFeature::addCommands()
{
    m_workspace.commands.add({leaseCommand(), tr("Take or give back write access"), tr("Safety"),
                              {QKeySequence(QStringLiteral("Ctrl+Shift+W"))}, QStringLiteral("lock")},
                             this, [this] { toggleLease(); });
    m_workspace.commands.addHint({{}, tr("Safety"), QStringLiteral("Ctrl+Enter"), tr("Agree to what a sheet asks")});
}

void GuardFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    LeasedGuard &guard = account.guard();
    connect(&guard, &LeasedGuard::leaseChanged, this, &GuardFeature::showLease);
    connect(&guard, &LeasedGuard::journalFailed, this, &GuardFeature::onJournalFailed);
    connect(&guard, &LeasedGuard::unfinishedChanged, this, &GuardFeature::showUnfinished);
    connect(&account.policies(), &PolicySettler::settled, this, &GuardFeature::showSettled);
    guard.findUnfinished();
    showLease();
}

void GuardFeature::showQuestion()
{
    const ConfirmRequest *request = m_workspace.confirm.current();
    if (!m_sheet)
        return;
    if (!request) {
        m_sheet->closeQuestion();
        return;
    }
    m_sheet->showQuestion({.action = request->action,
                           .level = request->level,
                           .environment = request->environment,
                           .needsLease = request->needsLease,
                           .lease = request->lease,
                           .behind = m_workspace.confirm.waiting() - 1});
}

void GuardFeature::showLease()
{
    m_window.setWriting(m_account ? leaseEnd(m_account->guard()) : QString());
    m_workspace.commands.setEnabled(leaseCommand(), m_account != nullptr, tr("not connected"));
    const bool isWriting = m_account && m_account->guard().hasLease();
    m_workspace.commands.setTitle(leaseCommand(), isWriting ? tr("Give back write access") : tr("Take write access for 15 minutes"));
}

void GuardFeature::toggleLease()
{
    if (!m_account)
        return;
    if (m_account->guard().hasLease())
        m_account->guard().releaseLease();
    else
        m_account->guard().takeLease();
}

void GuardFeature::onJournalFailed(const Error &error)
{
    m_window.banners().showBanner({QStringLiteral("journal"), StatusTone::Crit, tr("The audit log cannot be written"),
                                   tr("%1 Nothing can be changed from here until it can, except by the big stop.").arg(error.message)});
}

void GuardFeature::showUnfinished()
{
    if (!m_account || m_account->guard().unfinished().isEmpty()) {
        m_window.banners().dismiss(unfinishedBanner());
        return;
    }
    const QList<AuditRecord> &records = m_account->guard().unfinished();
    const AuditEntry &newest = records.first().entry;
    const QString more = records.size() > 1 ? tr(" %n more are in the audit log.", nullptr, static_cast<int>(records.size() - 1)) : QString();
    m_window.banners().showBanner({unfinishedBanner(), StatusTone::Warn, tr("An action was not finished: %1").arg(newest.summary),
                                   tr("Begun %1, without an end in the audit log: look at the true state.%2")
                                       .arg(format::timestamp(newest.at), more),
                                   tr("Show the state")});
}

void GuardFeature::showSettled(const AuditRecord &intent, PolicyTruth truth)
{
    const StatusTone tone = truth == PolicyTruth::TookEffect ? StatusTone::Info : StatusTone::Warn;
    m_window.banners().showBanner({QStringLiteral("settled/%1").arg(intent.sequence), tone, tr("A change was cut off: %1").arg(intent.entry.summary), policyTruthSentence(truth)});
}

void GuardFeature::onBannerAction(const QString &id)
{
    if (id == unfinishedBanner() && m_account && !m_account->guard().unfinished().isEmpty())
        openPageOf(m_account->guard().unfinished().first().entry);
}

// Each part finds the true state itself when its page is opened.
void GuardFeature::openPageOf(const AuditEntry &entry)
{
    const QString part = entry.verb.section(u'.', 0, 0);
    if (part == QLatin1StringView("rollback"))
        emit m_workspace.navigator.rollbackRequested();
    else if (part == QLatin1StringView("chaos"))
        emit m_workspace.navigator.chaosRequested();
    else if (part == QLatin1StringView("policy"))
        emit m_workspace.navigator.policyRequested({});
    else if (part.startsWith(QLatin1StringView("allow")))
        emit m_workspace.navigator.allowlistRequested({});
    else
        m_window.pages().open(PageId(QStringLiteral("audit")));
}

} // namespace qd
