#pragma once

#include "policy/script/scriptcontext.h"

#include <vector>

namespace qd::lab::policy {

/// Bounds of one evaluation.
struct ScriptLimits {
    size_t steps = 500'000;
    size_t bytes = 32U << 20U; ///< text and tokens made in all
};

/// One running evaluation: its locals and what it has used up. One thread.
class Frame
{
public:
    Frame(ScriptContext &of, size_t slotCount, ScriptLimits limits = {}) : context(of), locals(slotCount), m_limits(limits) {}

    /// Counts work; throws the fault that no catch block takes when it is too much.
    void step(size_t steps = 1)
    {
        m_steps += steps;
        if (m_steps > m_limits.steps)
            throw ScriptFault{"The expression takes too many steps.", true};
    }
    void charge(size_t bytes)
    {
        m_bytes += bytes;
        if (m_bytes > m_limits.bytes)
            throw ScriptFault{"The expression needs too much memory.", true};
    }
    Value text(std::string made)
    {
        charge(made.size());
        return Value::string(std::move(made));
    }
    Value list(Kind kind, Type element, std::vector<Value> items)
    {
        step(items.size());
        charge(items.size() * sizeof(Value));
        return Value::of(kind, makeCollection(element, std::move(items)));
    }

    ScriptContext &context;
    std::vector<Value> locals;
    Value result;

private:
    const ScriptLimits m_limits;
    size_t m_steps = 0;
    size_t m_bytes = 0;
};

} // namespace qd::lab::policy
