#pragma once

#include "commands/policy/policyrequest.h"
#include "verbgroup.h"

#include <optional>
#include <string>
#include <vector>

namespace qd {

/// `policy get|lint|diff|apply|history|restore`.
class PolicyVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value(); }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    CLI::App *addVerb(CLI::App &policy, const char *name, const char *help, PolicyVerb verb, bool needsFile);

    std::optional<PolicyVerb> m_verb;
    std::string m_scope, m_file, m_etag;
    qint64 m_version = 0;
    GuardOptions m_guard;
};

/// `allow show|plan|apply|prove`.
class AllowVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value(); }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    void addDecisions(CLI::App &verb);

    std::optional<AllowVerb> m_verb;
    std::string m_server, m_subject;
    std::vector<std::string> m_only, m_allow, m_deny;
    bool m_allowsNone = false;
    bool m_acceptsDrift = false;
    GuardOptions m_guard;
};

} // namespace qd
