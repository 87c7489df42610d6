#pragma once

#include "http/callstate.h"

#include <QObject>

namespace qd {

/// Several calls in a row behind one handle: cancelling it, or losing its context, cancels the call that runs. It is
/// the context of the inner calls; deletes itself when finished, and deleting it earlier completes with Cancelled.
template<typename T>
class CallChain final : public QObject
{
public:
    CallChain(QObject *parent, QObject *context, Completion<T> completion)
        : QObject(parent), m_state(CallState<T>::create(context, std::move(completion)))
    {
        m_state->setStop([this] { end(); });
    }
    ~CallChain() override
    {
        m_inner.cancel();
        m_state->finish(cancelledError());
    }

    /// The call that runs now.
    void follow(Call inner) { m_inner = std::move(inner); }
    void finish(Result<T> result)
    {
        m_state->finish(std::move(result));
        end();
    }
    [[nodiscard]] Call handle() { return m_state->handle(); }

private:
    void end()
    {
        m_inner.cancel();
        deleteLater();
    }

    std::shared_ptr<CallState<T>> m_state;
    Call m_inner;
};

} // namespace qd
