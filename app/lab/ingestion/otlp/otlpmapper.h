#pragma once

#include "ingestion/otlp/deltatracker.h"
#include "ingestion/otlp/otlpmodel.h"
#include "telemetry/item.h"

#include <string>
#include <vector>

namespace qd::lab {

/// Turns one export request into items; what cannot be one is counted, with the first reason.
class OtlpMapper final : public OtlpReceiver
{
public:
    /// `deltas` may be null when no points come.
    OtlpMapper(std::string instrumentationKey, Instant now, DeltaTracker::Update *deltas);

    void takeResource(const OtlpAttributes &resource) override;
    void takeSpan(const OtlpSpan &span) override;
    void takeLog(const OtlpLog &record) override;
    void takePoint(const OtlpPoint &point) override;

    [[nodiscard]] std::vector<TelemetryItem> takeItems() { return std::move(m_items); }
    [[nodiscard]] size_t rejected() const { return m_rejected; }
    [[nodiscard]] const std::string &reason() const { return m_reason; }

private:
    void count(std::string refused);

    const std::string m_instrumentationKey;
    const Instant m_now;
    DeltaTracker::Update *m_deltas;
    TelemetryItem m_base;
    std::vector<TelemetryItem> m_items;
    size_t m_rejected = 0;
    std::string m_reason;
};

} // namespace qd::lab
