#pragma once

#include "command.h"
#include "groups/traceverbs.h"
#include "tracecontroller.h"

namespace qd {

/// What one `trace` verb was asked for, checked.
struct TraceRequest {
    TraceVerb verb = TraceVerb::List;
    QString filter;
    TraceId trace;
    SloId slo;
    TimeSpanRange range;
    int limit = 50;
};

/// `trace list|show|exemplar`: asks by the controller that the console uses, prints text or JSON.
class TraceCommand final : public Command
{
    Q_OBJECT

public:
    /// References in `context` and the connector are borrowed.
    TraceCommand(const CliContext &context, MonitorConnector &monitor, const SloSettings &settings, TraceRequest request);
    void start() override;

private:
    void reportList(bool isSuccess);
    void reportTrace(bool isSuccess);
    void fail(const Error &error);

    const CliContext m_context;
    const TraceRequest m_request;
    TraceListStore m_list;
    TraceStore m_trace;
    TraceController m_controller;
};

} // namespace qd
