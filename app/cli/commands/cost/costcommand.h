#pragma once

#include "coststore.h"
#include "leasedguard.h"
#include "localstate/localstate.h"
#include "slosettings.h"
#include "timerange.h"
#include "usagefetch.h"
#include "verbgroup.h"

namespace qd {

/// What `cost chargeback` and `cost forecast` are asked.
struct CostQuestion {
    RateCard card;
    SloSettings settings;
    QString by;      ///< tenant, model, agent, tool, all
    QString tenant;  ///< forecast: only this one
    std::optional<TimeRange> range;
    bool isForecast = false;
    bool isCsv = false;
    bool isToday = false;
};

/// One fetch of usage, and what was asked of it, printed. CSV is an export: it is in the audit log before it is printed,
/// or is not printed. Exit code Critical when a tenant is blocked.
class CostCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    CostCommand(const CliContext &context, MonitorConnector &monitor, CostQuestion question, GuardSetup who);
    void start() override;

private:
    void report(const UsageReport &report, TimeSpanRange span);
    void exportCsv();
    ExitCode printChargeback();
    ExitCode printForecast();
    ExitCode refuse(const Error &error);

    const CliContext m_context;
    const CostQuestion m_question;
    const GuardSetup m_who;
    LocalState m_local;
    UsageFetch m_fetch;
    CostStore m_store;
};

} // namespace qd
