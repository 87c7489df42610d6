#pragma once

#include "arm/apimconnector.h"
#include "change/change.h"
#include "ids.h"
#include "timerange.h"
#include "trace/traceids.h"

#include <QObject>

namespace qd {

/// Ways from one part of the product into another, so that features do not know one another: who wants to go emits, who
/// owns the page listens. GUI thread.
class Navigator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Navigator)

public:
    using QObject::QObject;

signals:
    /// The trace that shows best why this SLO burns, at its failing span.
    void exemplarRequested(const qd::SloId &slo);
    /// An empty span id: the first failing one.
    void traceRequested(const qd::TraceId &trace, const qd::SpanId &span);
    /// What changed, ranked by overlap with this SLO's burn; an empty id: with the worst.
    void changesRequested(const qd::SloId &slo);
    /// The page of changes, at this one.
    void changeRequested(const qd::ChangeId &change);
    void rollbackRequested();
    void chaosRequested();
    void policyRequested(const qd::ApiId &api);
    void allowlistRequested(const qd::ApiId &api);
    /// The MCP workbench with this call filled in: server as telemetry names it, tool, arguments as JSON text.
    void replayRequested(const QString &server, const QString &tool, const QString &arguments);
    /// The query page with this KQL filled in, not run.
    void queryRequested(const QString &kql, const QString &title);
    /// The query page with this query of the library ("cost/anomalies"), run.
    void libraryQueryRequested(const QString &path);
    /// The window's time range, for every page.
    void rangeRequested(const qd::TimeRange &range);
};

} // namespace qd
