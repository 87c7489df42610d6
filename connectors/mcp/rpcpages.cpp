#include "mcp/rpcexchange.h"

#include "mcp/jsonslice.h"

#include <utility>

// Requests that must wait until somebody has visited a web page.
namespace qd {

namespace {

constexpr qsizetype maxPagesToVisit = 32;

} // namespace

/// -32042 (2025-11-25): the server wants pages to be visited first, and the request again when it says that this was done.
bool RpcSession::visitPages(const ExchangePtr &exchange, const Reply &reply)
{
    const Error error = reply.result.error();
    if (error.vendorCode != QLatin1String("-32042") || m_codec->isModern() || !m_questions.abilities().hasUrls || std::exchange(exchange->isRepeated, true))
        return false;
    const QByteArray data = jsonslice::member(reply.failure, "data").value_or(QByteArrayView()).toByteArray();
    const QByteArray list = jsonslice::member(data, "elicitations").value_or(QByteArrayView()).toByteArray();
    const QList<QByteArrayView> pages = jsonslice::elements(list);
    if (pages.isEmpty() || pages.size() > maxPagesToVisit)
        return false;
    for (const QByteArrayView page : pages)
        exchange->pages << jsonslice::text(jsonslice::member(page, "elicitationId").value_or(QByteArrayView())).value_or(QString());
    for (qsizetype i = 0; i < pages.size(); ++i)
        exchange->questions << m_questions.visit(pages.at(i).toByteArray(), exchange->context.get(), [this, exchange, id = exchange->pages.at(i), error](const Result<McpElicitationAnswer> &answer) {
            onVisited(exchange, id, answer, error);
        });
    m_environment.timers.after(longestCall * m_config.requestTimeout, exchange->context.get(), [this, exchange, error] { finish(exchange, error); });
    return true;
}

void RpcSession::onVisited(const ExchangePtr &exchange, const QString &page, const Result<McpElicitationAnswer> &answer, const Error &error)
{
    if (!m_exchanges.contains(exchange))
        return;
    if (!answer || answer->action != McpElicitationAnswer::Action::Accept)
        return finish(exchange, error);
    if (answer->isDone)
        onPageDone(page);
}

void RpcSession::onPageDone(const QString &id)
{
    QList<ExchangePtr> ready;
    for (const ExchangePtr &exchange : m_exchanges)
        if (exchange->pages.removeAll(id) > 0 && exchange->pages.isEmpty())
            ready << exchange;
    for (const ExchangePtr &exchange : ready) {
        exchange->context = std::make_unique<QObject>(); // neither its wait nor its questions matter any more
        sendRound(exchange);
    }
}

void RpcSession::onElicitationDone(const QString &id)
{
    m_questions.answers().elicitationDone(m_config.id, id);
    onPageDone(id);
}

} // namespace qd
