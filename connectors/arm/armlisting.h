#pragma once

#include "arm/armclient.h"

namespace qd {

/// A listing on its way: page after page. Deletes itself when settled. Internal to ArmClient.
class ArmListing final : public QObject
{
public:
    ArmListing(ArmClient &client, ArmRequest request, ArmListLimits limits,
               std::shared_ptr<CallState<QList<QByteArray>>> state, QObject *parent);
    ~ArmListing() override;

    void start(const QUrl &url);

private:
    void onPage(const Result<ArmReply> &reply);
    void settle(Result<QList<QByteArray>> result);

    ArmClient &m_client;
    const ArmRequest m_request;
    const ArmListLimits m_limits;
    std::shared_ptr<CallState<QList<QByteArray>>> m_state;
    QList<QByteArray> m_pages;
    qsizetype m_items = 0;
    Call m_running;
    bool m_settled = false;
};

} // namespace qd
