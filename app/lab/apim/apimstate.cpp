#include "apim/apimstate.h"

#include "policy/policyreader.h"

namespace qd::lab {

using policy::Fault;
using policy::PolicyProgram;
using policy::PolicyWorld;

PolicyWorld ApimSnapshot::world(const std::string &scope) const
{
    PolicyWorld made;
    for (const auto &[id, value] : namedValues)
        made.namedValues[value.displayName] = value.value;
    for (const auto &[id, fragment] : fragments)
        made.fragments[id] = fragment.document;
    made.isGlobal = scope.empty();
    return made;
}

const ApimPolicy *ApimSnapshot::policy(const std::string &scope) const
{
    const auto found = policies.find(scope);
    return found == policies.end() ? nullptr : &found->second;
}

ApimState::ApimState(RowVersions &versions) : m_versions(versions), m_current(std::make_shared<const ApimSnapshot>()) {}

std::shared_ptr<const ApimSnapshot> ApimState::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_current;
}

std::vector<Fault> ApimState::recompile(ApimSnapshot &snapshot)
{
    for (auto &[scope, held] : snapshot.policies) {
        auto compiled = PolicyProgram::compile(held.document, snapshot.world(scope));
        if (auto *faults = std::get_if<std::vector<Fault>>(&compiled))
            return std::move(*faults);
        held.program = std::get<std::shared_ptr<const PolicyProgram>>(compiled);
    }
    return {};
}

std::vector<Fault> ApimState::change(const Change &change)
{
    const std::lock_guard writing(m_writeMutex);
    auto next = std::make_shared<ApimSnapshot>(*snapshot());
    const auto worldOf = [](const ApimSnapshot &of) {
        std::vector<std::string> texts;
        for (const auto &[id, value] : of.namedValues)
            texts.push_back(value.displayName + '\n' + value.value);
        for (const auto &[id, fragment] : of.fragments)
            texts.push_back(id + '\n' + fragment.etag);
        return texts;
    };
    const std::vector<std::string> before = worldOf(*next);
    std::vector<Fault> faults = change(*next);
    if (faults.empty() && worldOf(*next) != before)
        faults = recompile(*next);
    if (!faults.empty())
        return faults;
    {
        const std::lock_guard lock(m_mutex);
        m_current = next;
    }
    if (m_observer)
        m_observer(*next);
    return {};
}

std::variant<ApimPolicy, std::vector<Fault>> ApimState::compile(const ApimSnapshot &with, const std::string &scope, const std::string &text,
                                                                policy::PolicyFormat format, bool isFragment)
{
    auto read = policy::readPolicy(text, format);
    if (const auto *fault = std::get_if<Fault>(&read))
        return std::vector<Fault>{*fault};
    ApimPolicy made;
    made.document = std::move(std::get<std::vector<policy::PolicyNode>>(read));
    if (isFragment) {
        std::vector<Fault> faults = PolicyProgram::checkFragment(made.document, with.world("fragment"));
        if (!faults.empty())
            return faults;
        return made;
    }
    auto compiled = PolicyProgram::compile(made.document, with.world(scope));
    if (auto *faults = std::get_if<std::vector<Fault>>(&compiled))
        return std::move(*faults);
    made.program = std::get<std::shared_ptr<const PolicyProgram>>(compiled);
    return made;
}

} // namespace qd::lab
