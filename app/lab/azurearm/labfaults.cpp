#include "azurearm/labfaults.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace qd::lab {

namespace {

constexpr std::array<std::string_view, 11> knownFaults{
    "arm-conflict-409",      "arm-slow",              "arm-throttle-every-second", "gateway-enforcement-off",
    "rights-revoked",        "swap-fails-in-phase-1", "swap-fails-in-phase-2",     "swap-fails-in-phase-3",
    "swap-fails-in-phase-4", "swap-fails-in-phase-5", "swap-never-ends"};

} // namespace

LabFaults::LabFaults() = default;
LabFaults::~LabFaults() = default;

bool LabFaults::set(const std::string &name, bool on, const Json &parameters)
{
    if (std::ranges::find(knownFaults, name) == knownFaults.end())
        return false;
    const std::lock_guard lock(m_mutex);
    if (on)
        m_active[name] = std::make_unique<Json>(parameters);
    else
        m_active.erase(name);
    return true;
}

void LabFaults::clear()
{
    const std::lock_guard lock(m_mutex);
    m_active.clear();
}

bool LabFaults::isOn(const std::string &name) const
{
    const std::lock_guard lock(m_mutex);
    return m_active.contains(name);
}

int LabFaults::number(const std::string &name, const std::string &parameter, int fallback) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_active.find(name);
    if (found == m_active.end())
        return fallback;
    const auto value = found->second->find(parameter);
    return value != found->second->end() && value->is_number_integer() ? value->get<int>() : fallback;
}

std::vector<std::string> LabFaults::active() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    for (const auto &[name, parameters] : m_active)
        names.push_back(name);
    return names;
}

void LabFaults::hold(Milliseconds duration)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, duration, [this] { return m_isReleased; });
}

void LabFaults::release()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isReleased = true;
    }
    m_wake.notify_all();
}

} // namespace qd::lab
