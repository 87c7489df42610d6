#pragma once

#include "auth/tokenprovider.h"
#include "azuremonitor/monitorrequest.h"
#include "azuremonitor/queryservice.h"
#include "azuremonitor/replyworker.h"

namespace qd {

template<typename T>
class CallChain;

/// QueryService over HTTP. What it borrows must outlive it; destroying it completes running calls with Cancelled.
/// GUI thread.
class HttpQueryService final : public QueryService
{
public:
    HttpQueryService(HttpClient &http, TokenProvider &tokens, QueryGate &governor, MonitorTarget target);
    Q_DISABLE_COPY_MOVE(HttpQueryService)

    Call run(const MonitorQuery &query, QObject *context, RowSink rows, Completion<QueryAnswer> completion) override;
    Call catalog(QObject *context, Completion<query::Catalog> completion) override;

private:
    void onCatalog(CallChain<query::Catalog> *chain, const Result<HttpResponse> &answer);

    MonitorEnvironment m_environment;
    MonitorTarget m_target;
    ReplyWorker m_worker;
    QObject m_calls; ///< parent of what runs; goes first
};

} // namespace qd
