#pragma once

#include "appservice/slotswap.h"

#include <memory>

namespace qd::lab {

/// App Service by Resource Manager (azure facts 5): the fleet's app and its slots. Add it to the service before the
/// server starts; stop() it before the fleet ends. Borrows service and fleet.
class SiteEndpoint
{
public:
    SiteEndpoint(ArmService &arm, FleetControl &fleet, const std::string &connectionString, Milliseconds swapTime);

    void addRoutes();
    /// A swap that runs stays where it is.
    void stop() { m_jobs.stop(); }

private:
    using SlotHandler = HttpReply (SiteEndpoint::*)(const ArmRequest &, size_t slot);
    /// For the site itself and for its slots.
    void add(const std::string &method, const std::string &tail, const std::string &action, SlotHandler handler);
    [[nodiscard]] HttpReply atSlot(const ArmRequest &request, SlotHandler handler);

    HttpReply sites(const ArmRequest &request);
    HttpReply slotSites(const ArmRequest &request);
    HttpReply site(const ArmRequest &request, size_t slot);
    HttpReply settings(const ArmRequest &request, size_t slot);
    HttpReply writeSettings(const ArmRequest &request, size_t slot);
    HttpReply sticky(const ArmRequest &request, size_t slot);
    HttpReply writeSticky(const ArmRequest &request, size_t slot);
    HttpReply webConfig(const ArmRequest &request, size_t slot);
    HttpReply differences(const ArmRequest &request, size_t slot);
    HttpReply swap(const ArmRequest &request, size_t slot);
    HttpReply applyConfig(const ArmRequest &request, size_t slot);
    HttpReply resetConfig(const ArmRequest &request, size_t slot);
    HttpReply restart(const ArmRequest &request, size_t slot);
    HttpReply operationResult(const ArmRequest &request, size_t slot);

    /// The slot that the body names as target of `source`, or the refusal.
    [[nodiscard]] std::variant<size_t, HttpReply> targetOf(const ArmRequest &request, size_t source) const;
    /// 409 while another operation runs.
    [[nodiscard]] std::optional<HttpReply> refusedByOperation() const;
    [[nodiscard]] HttpReply conflict(const WebOperation &running) const;
    [[nodiscard]] HttpReply noSuchSite(const std::string &type, const std::string &name) const;
    [[nodiscard]] HttpReply siteReply(size_t slot) const;
    [[nodiscard]] std::string operationPath(size_t slot, const std::string &operation) const;

    ArmService &m_arm;
    WebApp m_app;
    DelayedJobs m_jobs;
    SlotSwapper m_swapper;
};

} // namespace qd::lab
