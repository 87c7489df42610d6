#include "arm/armlisting.h"

#include "arm/armpage.h"

namespace qd {

ArmListing::ArmListing(ArmClient &client, ArmRequest request, ArmListLimits limits,
                       std::shared_ptr<CallState<QList<QByteArray>>> state, QObject *parent)
    : QObject(parent), m_client(client), m_request(std::move(request)), m_limits(limits), m_state(std::move(state))
{
    m_state->setStop([this] { settle(cancelledError()); });
}

ArmListing::~ArmListing()
{
    m_settled = true;
    m_running.cancel();
    m_state->finish(cancelledError());
}

void ArmListing::start(const QUrl &url)
{
    m_running = m_client.sendTo(url, m_request, this, [this](const Result<ArmReply> &reply) { onPage(reply); });
}

void ArmListing::onPage(const Result<ArmReply> &reply)
{
    if (!reply)
        return settle(reply.error());
    const auto page = decodeArmPage(reply->body);
    if (!page)
        return settle(page.error());
    m_pages.append(reply->body);
    m_items += page->items;
    if (page->nextLink.isEmpty())
        return settle(std::move(m_pages));
    if (m_pages.size() >= m_limits.pages || m_items > m_limits.items)
        return settle(Error{.kind = ErrorKind::Protocol,
                            .message = QStringLiteral("The list does not end: %1 pages were read.").arg(m_pages.size())});
    const auto next = m_client.follow(page->nextLink);
    if (!next)
        return settle(next.error());
    start(*next);
}

void ArmListing::settle(Result<QList<QByteArray>> result)
{
    if (m_settled)
        return;
    m_settled = true;
    m_running.cancel();
    m_state->finish(std::move(result));
    deleteLater();
}

} // namespace qd
