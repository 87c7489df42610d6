#pragma once

#include "http/callstate.h"
#include "localstate/stateoptions.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <unordered_map>

namespace qd {

class StateDatabase;

/// The thread that owns the connection to the local state; work is done there one after the other. The destructor lets
/// what was asked for come to its end, so that nothing is lost when the program ends. GUI thread.
class StateThread final
{
    Q_DISABLE_COPY_MOVE(StateThread)

public:
    explicit StateThread(const StateOptions &options);
    ~StateThread();

    /// Runs `work` on the thread and completes with what it returns. Cancelling does not take back what has begun.
    template<typename T>
    Call run(std::function<Result<T>(StateDatabase &)> work, QObject *context, Completion<T> completion)
    {
        const auto state = CallState<T>::create(context, std::move(completion));
        const quint64 id = ++m_lastId;
        m_waiting.emplace(id, [state](void *result) {
            state->finish(result ? std::move(*static_cast<Result<T> *>(result)) : Result<T>(cancelledError()));
        });
        post([this, id, work = std::move(work)](StateDatabase &database) {
            auto result = std::make_shared<Result<T>>(work(database));
            answer(id, std::move(result));
        });
        return state->handle();
    }

private:
    void post(std::function<void(StateDatabase &)> job);
    void answer(quint64 id, std::shared_ptr<void> result);

    const StateOptions m_options;
    quint64 m_lastId = 0;
    std::unordered_map<quint64, std::function<void(void *)>> m_waiting; ///< only this thread touches the states
    QObject m_inbox;                         ///< receives results
    QObject *m_worker = nullptr;             ///< lives in the thread
    std::unique_ptr<StateDatabase> m_database; ///< made and destroyed in the thread
    QThread m_thread;
};

} // namespace qd
