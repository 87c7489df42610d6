#include "azuremonitor/httpqueryservice.h"

#include "azuremonitor/catalogcodec.h"
#include "azuremonitor/monitorqueryrun.h"
#include "azuremonitor/querycodec.h"
#include "http/callchain.h"

#include <memory>
#include <utility>

namespace qd {

namespace {

Result<QueryAnswer> answerOf(Result<MonitorAnswer> result)
{
    if (!result)
        return result.error();
    return QueryAnswer{.tables = std::move(result->decoded.tables),
                       .render = std::move(result->decoded.render),
                       .statistics = result->decoded.statistics,
                       .warnings = std::move(result->decoded.warnings),
                       .serverTime = result->serverTime,
                       .requestId = std::move(result->requestId),
                       .elapsed = result->elapsed,
                       .bytes = result->decoded.bytes};
}

Result<query::Catalog> catalogOf(const HttpResponse &answer)
{
    Result<query::Catalog> catalog = decodeCatalog(answer.body);
    if (catalog)
        return catalog;
    Error error = catalog.error();
    error.requestId = answer.requestId;
    return error;
}

/// A call that ends `work` at once when it is cancelled; its owner frees it.
template<typename Work>
Call stopping(Work *work)
{
    class StopsWork final : public Call::Control
    {
    public:
        explicit StopsWork(Work *work) : m_work(work) {}
        void cancel() override
        {
            if (m_work)
                m_work->stop();
        }
        [[nodiscard]] bool isFinished() const override { return m_work.isNull(); }

    private:
        QPointer<Work> m_work;
    };
    return Call(std::make_shared<StopsWork>(work));
}

} // namespace

HttpQueryService::HttpQueryService(HttpClient &http, TokenProvider &tokens, QueryGate &governor, MonitorTarget target)
    : m_environment{http, tokens, governor}, m_target(std::move(target))
{
}

Call HttpQueryService::run(const MonitorQuery &query, QObject *context, RowSink rows, Completion<QueryAnswer> completion)
{
    auto *chain = new CallChain<QueryAnswer>(&m_calls, context, std::move(completion));
    auto *run = new MonitorQueryRun(m_environment, m_worker, m_target, query, {.isForPeople = true, .rows = std::move(rows)},
                                    [chain](Result<MonitorAnswer> result) { chain->finish(answerOf(std::move(result))); });
    run->setParent(chain);
    chain->follow(stopping(run));
    run->start();
    return chain->handle();
}

Call HttpQueryService::catalog(QObject *context, Completion<query::Catalog> completion)
{
    auto *chain = new CallChain<query::Catalog>(&m_calls, context, std::move(completion));
    HttpRequest request{.url = monitorMetadataUrl(m_target)};
    request.headers.set("Accept", "application/json");
    auto *asked = new MonitorRequest(m_environment, m_target.scope, std::move(request),
                                     [this, chain](const Result<HttpResponse> &answer) { onCatalog(chain, answer); });
    asked->setParent(chain);
    chain->follow(stopping(asked));
    asked->start();
    return chain->handle();
}

/// A service may have a thousand tables: their list is read on a worker thread.
void HttpQueryService::onCatalog(CallChain<query::Catalog> *chain, const Result<HttpResponse> &answer)
{
    if (!answer)
        return chain->finish(answer.error());
    const auto result = std::make_shared<Result<query::Catalog>>(query::Catalog());
    m_worker.run([result, response = *answer] { *result = catalogOf(response); },
                 [result, guard = QPointer(chain)] {
                     if (guard)
                         guard->finish(std::move(*result));
                 });
}

} // namespace qd
