#pragma once

#include "mcp/rpcexchange.h"

#include <utility>

/// How RpcSession makes a Call of one request, or of the pages of a list. Included by its sources alone.
namespace qd {

/// A listing on its way through its pages.
template<typename T>
struct RpcSession::Listing {
    std::shared_ptr<CallState<QList<T>>> state;
    McpRequest (McpCodec::*encode)(const QString &) const;
    Result<McpPage<T>> (McpCodec::*decode)(const QByteArray &) const;
    QList<T> items;
    QString cursor;
    qsizetype bytes = 0;
    int pages = 0;
    ExchangePtr page; ///< on its way
};

template<typename T>
Call RpcSession::list(McpRequest (McpCodec::*encode)(const QString &) const, Result<McpPage<T>> (McpCodec::*decode)(const QByteArray &) const,
                      QObject *context, Completion<QList<T>> completion)
{
    const auto state = CallState<QList<T>>::create(context, std::move(completion));
    if (const auto error = notConnected()) {
        state->finish(*error);
        return state->handle();
    }
    const auto listing = std::make_shared<Listing<T>>(Listing<T>{.state = state, .encode = encode, .decode = decode});
    state->setStop([this, weak = std::weak_ptr(listing)] {
        if (const auto alive = weak.lock())
            cancelExchange(alive->page);
    });
    nextPage(listing);
    return state->handle();
}

template<typename T>
void RpcSession::nextPage(const std::shared_ptr<Listing<T>> &listing)
{
    listing->page = exchange(((*m_codec).*(listing->encode))(listing->cursor), [this, listing](const Result<QByteArray> &result) {
        if (!result)
            return listing->state->finish(result.error());
        const Result<McpPage<T>> page = ((*m_codec).*(listing->decode))(*result);
        if (!page)
            return listing->state->finish(page.error());
        if (page->unusable > 0)
            note(QStringLiteral("%1 items of the list have no name or are no objects; they are left out").arg(page->unusable), true);
        listing->items += page->items;
        listing->bytes += result->size();
        const bool isLast = page->nextCursor.isEmpty();
        const bool isEndless = ++listing->pages >= maxPages || page->nextCursor == listing->cursor;
        if (listing->items.size() > maxItems || listing->bytes > maxListBytes || (isEndless && !isLast))
            return listing->state->finish(Error{.kind = ErrorKind::Protocol,
                                                .message = QStringLiteral("The server's list does not end: stopped after %1 pages and %2 items.")
                                                               .arg(listing->pages).arg(listing->items.size())});
        if (isLast)
            return listing->state->finish(listing->items);
        listing->cursor = page->nextCursor;
        nextPage(listing);
    });
}

template<typename T>
Call RpcSession::single(const McpRequest &what, std::function<Result<T>(const QByteArray &)> decode, QObject *context,
                        Completion<T> completion, ProgressSink progress)
{
    const auto state = CallState<T>::create(context, std::move(completion));
    if (const auto error = notConnected()) {
        state->finish(*error);
        return state->handle();
    }
    const ExchangePtr made = exchange(what, [state, decode = std::move(decode)](const Result<QByteArray> &result) {
        state->finish(result ? decode(*result) : Result<T>(result.error()));
    }, std::move(progress));
    state->setStop([this, weak = std::weak_ptr(made)] {
        if (const auto alive = weak.lock())
            cancelExchange(alive);
    });
    return state->handle();
}

} // namespace qd
