#pragma once

#include "azuremonitor/monitorconnector.h"

#include <QMetaObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

namespace qd::test {

/// A MonitorConnector that records what it is asked and answers when told: by deliver(), or at once (still
/// asynchronously) by `answer` when that is set. Keeps the Call contract: exactly once, never before query() returns.
class FakeMonitorConnector final : public MonitorConnector
{
public:
    struct Pending {
        MonitorQuery query;
        QPointer<QObject> context;
        Completion<MonitorReply> completion;
        bool finished = false;
        bool cancelled = false;
    };

    MonitorTarget to{.schema = TelemetrySchema::Classic, .endpoint = QUrl(QStringLiteral("http://127.0.0.1:1")), .id = QStringLiteral("app"), .scope = {}};
    std::vector<std::shared_ptr<Pending>> calls; ///< every call so far, oldest first
    std::function<Result<MonitorReply>(const MonitorQuery &)> answer;

    [[nodiscard]] const MonitorTarget &target() const override { return to; }

    Call query(const MonitorQuery &asked, QObject *context, Completion<MonitorReply> completion) override
    {
        auto pending = std::make_shared<Pending>(Pending{asked, context, std::move(completion)});
        calls.push_back(pending);
        if (answer)
            post(pending, answer(asked));
        return Call(std::make_shared<Handle>(pending));
    }

    /// Answers call number `index` (from 0, over the fake's whole life) before returning.
    void deliver(size_t index, const Result<MonitorReply> &result) { finish(*calls.at(index), result); }

    [[nodiscard]] int pendingCount() const
    {
        int count = 0;
        for (const auto &call : calls)
            count += call->finished ? 0 : 1;
        return count;
    }

private:
    static void finish(Pending &pending, const Result<MonitorReply> &result)
    {
        if (pending.finished)
            return;
        pending.finished = true;
        if (pending.context)
            pending.completion(result);
    }

    static void post(const std::shared_ptr<Pending> &pending, Result<MonitorReply> result)
    {
        if (pending->context)
            QMetaObject::invokeMethod(pending->context, [pending, result] { finish(*pending, result); }, Qt::QueuedConnection);
    }

    struct Handle final : Call::Control {
        explicit Handle(std::shared_ptr<Pending> call) : pending(std::move(call)) {}
        void cancel() override
        {
            if (pending->finished || pending->cancelled)
                return;
            pending->cancelled = true;
            post(pending, Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("Cancelled")});
        }
        [[nodiscard]] bool isFinished() const override { return pending->finished; }
        std::shared_ptr<Pending> pending;
    };
};

} // namespace qd::test
