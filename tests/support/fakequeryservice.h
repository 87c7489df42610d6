#pragma once

#include "azuremonitor/queryservice.h"

#include <QMetaObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace qd::test {

/// A QueryService that records what it is asked and answers when told: rows by push(), the end by deliver(), or at once
/// (still asynchronously) by `answer` when that is set. The catalog is answered at once with `tables`. Keeps the Call
/// contract: one completion, never before the method returns, no rows after it or after a cancel.
class FakeQueryService final : public QueryService
{
public:
    struct Pending {
        MonitorQuery query;
        QPointer<QObject> context;
        RowSink rows;
        Completion<QueryAnswer> completion;
        bool finished = false;
        bool cancelled = false;
    };

    std::vector<std::shared_ptr<Pending>> calls; ///< every run so far, oldest first
    std::function<Result<QueryAnswer>(const MonitorQuery &)> answer;
    Result<query::Catalog> tables = query::Catalog();
    int catalogsAsked = 0;

    Call run(const MonitorQuery &asked, QObject *context, RowSink rows, Completion<QueryAnswer> completion) override
    {
        auto pending = std::make_shared<Pending>(Pending{asked, context, std::move(rows), std::move(completion)});
        calls.push_back(pending);
        if (answer)
            post(pending, answer(asked));
        return Call(std::make_shared<Handle>(pending));
    }

    Call catalog(QObject *context, Completion<query::Catalog> completion) override
    {
        ++catalogsAsked;
        QMetaObject::invokeMethod(context, [completion = std::move(completion), result = tables] { completion(result); }, Qt::QueuedConnection);
        return {};
    }

    /// Hands rows to run number `index` (from 0, over the fake's whole life) before returning.
    void push(size_t index, const query::ResultSet::Piece &piece)
    {
        const Pending &pending = *calls.at(index);
        if (!pending.finished && !pending.cancelled && pending.context && pending.rows)
            pending.rows(piece);
    }

    /// Ends run number `index` before returning.
    void deliver(size_t index, const Result<QueryAnswer> &result) { finish(*calls.at(index), result); }

private:
    static void finish(Pending &pending, const Result<QueryAnswer> &result)
    {
        if (std::exchange(pending.finished, true))
            return;
        if (pending.context)
            pending.completion(result);
    }

    static void post(const std::shared_ptr<Pending> &pending, Result<QueryAnswer> result)
    {
        if (pending->context)
            QMetaObject::invokeMethod(pending->context, [pending, result] { finish(*pending, result); }, Qt::QueuedConnection);
    }

    struct Handle final : Call::Control {
        explicit Handle(std::shared_ptr<Pending> call) : pending(std::move(call)) {}
        void cancel() override
        {
            if (pending->finished || std::exchange(pending->cancelled, true))
                return;
            post(pending, Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("Cancelled")});
        }
        [[nodiscard]] bool isFinished() const override { return pending->finished; }
        std::shared_ptr<Pending> pending;
    };
};

} // namespace qd::test
