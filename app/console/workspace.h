#pragma once

#include "changestore.h"
#include "auditstore.h"
#include "chaosstore.h"
#include "confirmqueue.h"
#include "localstate/localstate.h"
#include "navigator.h"
#include "relayclock.h"
#include "settings/settings.h"
#include "settings/uistate.h"
#include "shell/commandregistry.h"
#include "slodetailstore.h"
#include "slosettings.h"
#include "slostore.h"
#include "sourcehealthstore.h"
#include "theme/theme.h"

namespace qd {

/// What the features share: the stores, the settings, the look, the commands. Lives in Application and outlives every
/// feature. GUI thread.
struct Workspace {
    SystemClock systemClock;
    RelayClock clock{systemClock};
    Settings settings;
    UiState uiState;
    Theme theme;
    CommandRegistry commands;
    Navigator navigator;
    SloSettings slo;
    SloStore tiles;
    SloDetailStore detail;
    SourceHealthStore health;
    ChangeStore changes;
    AuditStore audit;
    ChaosStore chaos;
    LocalState local;
    ConfirmQueue confirm;
};

} // namespace qd
