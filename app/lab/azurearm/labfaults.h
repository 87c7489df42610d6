#pragma once

#include "azurearm/armjson.h"
#include "clock.h"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace qd::lab {

/// What is wrong with the lab on purpose, set through POST /lab/control (see labcontrol.h for the list). Any thread.
class LabFaults
{
public:
    LabFaults();
    ~LabFaults();

    /// Only known names; false for others. `parameters` is the request's whole JSON object.
    bool set(const std::string &name, bool on, const Json &parameters);
    void clear();
    [[nodiscard]] bool isOn(const std::string &name) const;
    /// A whole number from the parameters that the fault was switched on with.
    [[nodiscard]] int number(const std::string &name, const std::string &parameter, int fallback) const;
    /// Names of the faults that are on.
    [[nodiscard]] std::vector<std::string> active() const;
    /// Holds the calling thread for `duration`, or until release().
    void hold(Milliseconds duration);
    /// Lets every held thread go on and holds nobody any more: the lab ends.
    void release();

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<std::string, std::unique_ptr<Json>> m_active;
    bool m_isReleased = false;
};

} // namespace qd::lab
