#pragma once

#include "confirmservice.h"
#include "http/callstate.h"

#include <QObject>

#include <deque>
#include <memory>

namespace qd {

/// Questions to the operator, one at a time in the order they came. Whoever shows them (the console's sheet) follows
/// currentChanged() and calls answer(); nobody waits in a loop. GUI thread.
class ConfirmQueue final : public QObject, public ConfirmService
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfirmQueue)

public:
    using QObject::QObject;

    Call ask(const ConfirmRequest &request, QObject *context, Completion<bool> completion) override;

    /// The question that waits for its answer, or null.
    [[nodiscard]] const ConfirmRequest *current() const;
    [[nodiscard]] qsizetype waiting() const { return static_cast<qsizetype>(m_questions.size()); }
    /// Answers the current question; the next one follows.
    void answer(bool isAgreed);

signals:
    void currentChanged();

private:
    struct Question {
        ConfirmRequest request;
        std::shared_ptr<CallState<bool>> state;
    };

    void withdraw(quint64 id);

    std::deque<std::pair<quint64, Question>> m_questions;
    quint64 m_lastId = 0;
};

} // namespace qd
