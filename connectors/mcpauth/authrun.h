#pragma once

#include "http/callstate.h"

#include <QObject>

#include <utility>

namespace qd {

/// A call of several steps, each of which is a call: cancelling it, or losing its context, ends the step that runs, and no
/// further one begins. Deletes itself when finished; deleting it earlier completes with Cancelled. GUI thread.
template<typename T>
class AuthRun : public QObject
{
public:
    [[nodiscard]] Call handle() { return m_state->handle(); }

protected:
    AuthRun(QObject *parent, QObject *context, Completion<T> completion)
        : QObject(parent), m_state(CallState<T>::create(context, std::move(completion)))
    {
        m_state->setStop([this] { end(); });
    }
    ~AuthRun() override
    {
        m_isEnded = true;
        m_step.cancel();
        m_state->finish(cancelledError());
    }

    /// The step that runs now.
    void follow(Call step) { m_step = std::move(step); }
    /// `next` for the step's result, unless the run has ended meanwhile.
    template<typename R, typename Next>
    [[nodiscard]] Completion<R> then(Next next)
    {
        return [this, next = std::move(next)](Result<R> result) mutable {
            if (!m_isEnded)
                next(std::move(result));
        };
    }
    void finish(Result<T> result)
    {
        m_state->finish(std::move(result));
        end();
    }
    [[nodiscard]] bool isEnded() const { return m_isEnded; }

private:
    void end()
    {
        m_isEnded = true;
        m_step.cancel();
        deleteLater();
    }

    std::shared_ptr<CallState<T>> m_state;
    Call m_step;
    bool m_isEnded = false;
};

} // namespace qd
