#pragma once

#include "result.h"

#include <functional>
#include <memory>

namespace qd {

/// Receives the result of an asynchronous call: exactly once, on the caller's thread, never before the method that
/// started the call has returned; also on cancel and timeout. Not called when the context object is gone.
template<typename T>
using Completion = std::function<void(Result<T>)>;

/// A handle to a running call. Copyable; dropping every copy does not cancel. GUI thread.
class Call
{
public:
    /// What a connector implements to be cancelled. Owned by the handles and by the running call.
    class Control
    {
    public:
        virtual ~Control() = default;
        virtual void cancel() = 0;
        [[nodiscard]] virtual bool isFinished() const = 0;
    };

    Call() = default;
    explicit Call(std::shared_ptr<Control> control) : m_control(std::move(control)) {}

    /// Ends the call with ErrorKind::Cancelled, delivered asynchronously. Does nothing when it has finished.
    void cancel() const
    {
        if (m_control)
            m_control->cancel();
    }
    [[nodiscard]] bool isFinished() const { return !m_control || m_control->isFinished(); }

private:
    std::shared_ptr<Control> m_control;
};

} // namespace qd
