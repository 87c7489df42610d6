#pragma once

#include "change/changerank.h"
#include "changecontroller.h"
#include "changestore.h"
#include "localstate/localstate.h"
#include "session.h"
#include "slocontroller.h"
#include "slostore.h"
#include "sourcehealthstore.h"
#include "verbgroup.h"

namespace qd {

/// `changes`: one round of tiles, every source of changes once, and the changes ranked against one SLO.
class ChangesCommand final : public Command
{
    Q_OBJECT

public:
    struct Question {
        SloId slo; ///< empty: the worst
        TimeRange range = TimeRange::lastHour();
        int limit = 20;
    };

    /// References are borrowed.
    ChangesCommand(const CliContext &context, Session &session, const SloSettings &settings, const Question &question);
    void start() override;

private:
    void report();
    void print(const SloTile &tile, const std::optional<BurnSpell> &burn, const QList<RankedChange> &ranked);

    const CliContext m_context;
    const Question m_question;
    LocalState m_local;
    SloStore m_store;
    SourceHealthStore m_health;
    ChangeStore m_changes;
    SloController m_tiles;
    ChangeController m_controller;
};

} // namespace qd
