#include "confirmqueue.h"

#include <QPointer>

#include <algorithm>

namespace qd {

Call ConfirmQueue::ask(const ConfirmRequest &request, QObject *context, Completion<bool> completion)
{
    const quint64 id = ++m_lastId;
    const auto state = CallState<bool>::create(context, std::move(completion));
    state->setStop([self = QPointer(this), id] {
        if (self)
            self->withdraw(id);
    });
    m_questions.emplace_back(id, Question{request, state});
    if (m_questions.size() == 1)
        QMetaObject::invokeMethod(this, &ConfirmQueue::currentChanged, Qt::QueuedConnection);
    return state->handle();
}

const ConfirmRequest *ConfirmQueue::current() const { return m_questions.empty() ? nullptr : &m_questions.front().second.request; }

void ConfirmQueue::answer(bool isAgreed)
{
    if (m_questions.empty())
        return;
    const auto state = m_questions.front().second.state;
    m_questions.pop_front();
    state->finish(isAgreed);
    emit currentChanged();
}

void ConfirmQueue::withdraw(quint64 id)
{
    const auto found = std::ranges::find(m_questions, id, [](const auto &entry) { return entry.first; });
    if (found == m_questions.end())
        return;
    const bool wasCurrent = found == m_questions.begin();
    m_questions.erase(found);
    if (wasCurrent)
        emit currentChanged();
}

} // namespace qd
