#pragma once

#include "changecontroller.h"
#include "chaosdesk.h"
#include "leasedguard.h"
#include "policysettler.h"
#include "session.h"
#include "slocontroller.h"
#include "slodetailcontroller.h"

#include <QObject>

namespace qd {

/// One account that is watched: its session and the controllers that ask it. Replaced as a whole when the account is
/// another one. GUI thread.
class WatchedAccount final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WatchedAccount)

public:
    /// Where results go; borrowed, and must outlive the connection.
    struct Stores {
        SloStore &tiles;
        SloDetailStore &detail;
        SourceHealthStore &health;
        ChangeStore &changes;
    };

    /// What stands between an operator and a write; borrowed, and must outlive the connection.
    struct Safeguards {
        AuditLog &audit;
        ConfirmService &confirm;
        LocalFlags &flags;
        ChaosStore &chaos;
    };

    WatchedAccount(std::unique_ptr<Session> session, const Stores &stores, const Safeguards &safeguards, const Clock &clock,
                   const SloSettings &settings);
    ~WatchedAccount() override { emit ending(); }

    /// Nothing is polled for while nobody can see it.
    void setHidden(bool hidden)
    {
        m_tiles.setHidden(hidden);
        m_detail.setHidden(hidden);
    }
    [[nodiscard]] const SessionProfile &profile() const { return m_session->profile(); }
    [[nodiscard]] Session &session() { return *m_session; }
    [[nodiscard]] SloController &tiles() { return m_tiles; }
    [[nodiscard]] SloDetailController &detail() { return m_detail; }
    [[nodiscard]] ChangeController &changes() { return m_changes; }
    /// The only way to a write on this account.
    [[nodiscard]] LeasedGuard &guard() { return m_guard; }
    [[nodiscard]] ChaosDesk &chaos() { return m_chaos; }
    [[nodiscard]] PolicySettler &policies() { return m_policies; }

signals:
    /// Everything still works, for the last time: who uses the session or the guard ends its work now.
    void ending();

private:
    const std::unique_ptr<Session> m_session;
    SystemTimers m_timers;
    LeasedGuard m_guard;
    SloController m_tiles;
    SloDetailController m_detail;
    ChangeController m_changes;
    ChaosDesk m_chaos;
    PolicySettler m_policies;
};

} // namespace qd
