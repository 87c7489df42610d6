#pragma once

#include "apim/apimresources.h"
#include "azurearm/etag.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace qd::lab {

/// API Management's resources. Readers take a snapshot, which never changes; writers replace it. Any thread.
class ApimState
{
public:
    explicit ApimState(RowVersions &versions);

    [[nodiscard]] std::shared_ptr<const ApimSnapshot> snapshot() const;

    /// Changes a copy and puts it in place, unless `change` returns faults. Runs one at a time; named values that changed
    /// are put into every policy afresh, and policies that no longer compile refuse the change.
    using Change = std::function<std::vector<policy::Fault>(ApimSnapshot &)>;
    std::vector<policy::Fault> change(const Change &change);

    /// Reads, checks and compiles a document for a scope (or, with `isFragment`, a fragment).
    [[nodiscard]] static std::variant<ApimPolicy, std::vector<policy::Fault>>
    compile(const ApimSnapshot &with, const std::string &scope, const std::string &text, policy::PolicyFormat format, bool isFragment = false);

    [[nodiscard]] std::string nextEtag() { return m_versions.next(); }
    /// Called after every change, outside of all locks.
    void setObserver(std::function<void(const ApimSnapshot &)> observer) { m_observer = std::move(observer); }

private:
    static std::vector<policy::Fault> recompile(ApimSnapshot &snapshot);

    RowVersions &m_versions;
    std::mutex m_writeMutex;
    mutable std::mutex m_mutex;
    std::shared_ptr<const ApimSnapshot> m_current;
    std::function<void(const ApimSnapshot &)> m_observer;
};

} // namespace qd::lab
