#pragma once

#include "policy/place.h"
#include "policy/script/frame.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace qd::lab::policy {

/// A compiled C# expression of a policy. Immutable and shared; any number of threads may run it at once.
class Script
{
public:
    using Code = std::function<Value(Frame &)>;
    Script(Code code, Type type, size_t slotCount) : m_code(std::move(code)), m_type(type), m_slots(slotCount) {}

    /// What it yields.
    [[nodiscard]] Type type() const { return m_type; }
    /// Runs it on a request; an exception of the language or a limit ends it with a fault.
    [[nodiscard]] std::variant<Value, ScriptFault> run(ScriptContext &context, ScriptLimits limits = {}) const;

private:
    Code m_code;
    Type m_type;
    size_t m_slots;
};
using ScriptRef = std::shared_ptr<const Script>;

/// Compiles "@(…)" or "@{…}" that begins at `start` of its document. Everything it names is checked here: unknown names,
/// members, types and operators are faults with the compiler's code. With `wanted`, the result must convert to it.
std::variant<ScriptRef, Fault> compileScript(std::string_view text, Place start, Type wanted = nullptr);

} // namespace qd::lab::policy
