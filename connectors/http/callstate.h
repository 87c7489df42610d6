#pragma once

#include "http/call.h"

#include <QMetaObject>
#include <QObject>
#include <QPointer>

#include <memory>
#include <optional>

namespace qd {

/// What a cancelled call is completed with.
[[nodiscard]] inline Error cancelledError()
{
    return Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("The call was cancelled.")};
}

/// The Call contract in one place, for connectors: posts the result once to the caller's event loop, replaces an
/// undelivered result by Cancelled, and stops the work when the caller cancels or its context is gone. GUI thread.
template<typename T>
class CallState final : public Call::Control, public std::enable_shared_from_this<CallState<T>>
{
    struct Private {};

public:
    /// `context` must not be null; the completion is delivered through its event queue.
    static std::shared_ptr<CallState> create(QObject *context, Completion<T> completion)
    {
        auto state = std::make_shared<CallState>(Private{}, context, std::move(completion));
        QObject::connect(context, &QObject::destroyed, &state->m_guard, [weak = state->weak_from_this()] {
            if (const auto alive = weak.lock())
                alive->abandon();
        });
        return state;
    }
    CallState(Private, QObject *context, Completion<T> completion)
        : m_context(context), m_completion(std::move(completion)) {}

    /// `stop` runs at most once: on cancel, or when the context is gone. It must not own this state.
    void setStop(std::function<void()> stop) { m_stop = std::move(stop); }

    /// What cancel() delivers from now on, for work that goes on elsewhere.
    void setCancelledError(Error error) { m_cancelledError = std::move(error); }

    /// Settles the call; only the first result counts. The work is over: it is not told to stop any more.
    void finish(Result<T> result)
    {
        m_stop = nullptr;
        if (m_done || m_result)
            return;
        m_result.emplace(std::move(result));
        post();
    }

    void cancel() override
    {
        if (m_done || m_cancelled)
            return;
        m_cancelled = true;
        const bool posted = m_result.has_value();
        m_result.emplace(m_cancelledError);
        if (!posted)
            post();
        stop();
    }

    /// True once the completion has run or can no longer run.
    [[nodiscard]] bool isFinished() const override { return m_done; }
    [[nodiscard]] Call handle() { return Call(this->shared_from_this()); }

private:
    void post()
    {
        if (m_context)
            QMetaObject::invokeMethod(m_context, [self = this->shared_from_this()] { self->deliver(); }, Qt::QueuedConnection);
    }

    void deliver()
    {
        if (m_done)
            return;
        m_done = true;
        const Completion<T> completion = std::move(m_completion);
        Result<T> result = std::move(*m_result);
        m_completion = nullptr;
        m_result.reset();
        if (completion)
            completion(std::move(result));
    }

    /// The work is stopped first: the completion may own whoever does it.
    void abandon()
    {
        m_done = true;
        stop();
        m_completion = nullptr;
        m_result.reset();
    }

    void stop()
    {
        const auto stop = std::move(m_stop);
        m_stop = nullptr;
        if (stop)
            stop();
    }

    QObject m_guard; ///< owns the connection to the context
    QPointer<QObject> m_context;
    Completion<T> m_completion;
    std::function<void()> m_stop;
    std::optional<Result<T>> m_result;
    Error m_cancelledError = cancelledError();
    bool m_cancelled = false;
    bool m_done = false;
};

} // namespace qd
