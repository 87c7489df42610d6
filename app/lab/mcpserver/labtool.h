#pragma once

#include "azurearm/armjson.h"
#include "fleet/fleetcontrol.h"

#include <memory>
#include <string>

namespace qd::lab {

/// One tool of the fleet's scenario as an MCP tool: its definition, and what a call yields. Immutable, any thread.
class LabTool
{
public:
    explicit LabTool(FleetTool tool);
    ~LabTool();
    LabTool(LabTool &&) noexcept;
    LabTool &operator=(LabTool &&) = delete;

    [[nodiscard]] const std::string &name() const { return m_tool.name; }
    /// The entry of tools/list.
    [[nodiscard]] const Json &definition() const { return *m_definition; }
    /// What is wrong with the arguments; empty when they fit the schema.
    [[nodiscard]] std::string violation(const Json &arguments) const;
    /// The result's JSON text: the scenario's template with the arguments' own values where it names them.
    [[nodiscard]] std::string result(const Json &arguments) const;

private:
    FleetTool m_tool;
    std::unique_ptr<Json> m_definition;
};

} // namespace qd::lab
