#pragma once

#include "policy/policyexchange.h"
#include "policy/policytree.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace qd::lab::policy {

/// One compiled policy; false when the request is answered and nothing more may run.
using PolicyStep = std::function<bool(Exchange &)>;

/// What a document may refer to.
struct PolicyWorld {
    std::map<std::string, std::string> namedValues; ///< by display name
    std::map<std::string, std::vector<PolicyNode>> fragments;
    bool isGlobal = false; ///< the document of the whole service: no <base />
};

/// The compiled policies of one scope. Immutable, any thread. A section that the document leaves out inherits.
class PolicyProgram
{
public:
    /// Compiles a document; all faults that could be found, in the order of the text. A policy that we cannot run is a fault.
    static std::variant<std::shared_ptr<const PolicyProgram>, std::vector<Fault>> compile(const std::vector<PolicyNode> &document, const PolicyWorld &world);

    /// Checks the content of a fragment.
    static std::vector<Fault> checkFragment(const std::vector<PolicyNode> &document, const PolicyWorld &world);

    [[nodiscard]] bool run(Section section, Exchange &exchange) const;

private:
    std::array<PolicyStep, 4> m_sections;
};

/// "Error in element 'x' on line n, column m: …", as the service words it.
std::string faultText(const Fault &fault);

} // namespace qd::lab::policy
