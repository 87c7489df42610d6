#pragma once

#include "arm/armclient.h"

namespace qd {

/// A long-running operation: starts it, then polls its status document (Azure-AsyncOperation) or its Location, which
/// may be another one in every answer, until it ends, the deadline passes or the caller cancels. Deletes itself when
/// settled. Internal to ArmClient.
class ArmOperation final : public QObject
{
public:
    ArmOperation(ArmClient &client, ArmRequest request, ArmWatch watch, ArmProgressHandler progress,
                 std::shared_ptr<CallState<ArmReply>> state, QObject *parent);
    ~ArmOperation() override;

    void start();

private:
    enum class Style { StatusDocument, Location };

    void onStarted(const Result<ArmReply> &reply);
    [[nodiscard]] bool takeLinks(const ArmReply &reply);
    [[nodiscard]] bool takeLink(const ArmReply &reply, const QByteArray &header, QUrl &into);
    void pollAfter(Milliseconds wait);
    void poll();
    void onPolled(const Result<ArmReply> &reply);
    void onDocument(const ArmReply &reply);
    void onLocation(const ArmReply &reply);
    void fetchFinal(const ArmReply &last);
    void report(const QString &status, double percent);
    [[nodiscard]] Milliseconds waitOf(const ArmReply &reply) const;
    [[nodiscard]] Milliseconds elapsed() const;
    void settle(Result<ArmReply> result);

    ArmClient &m_client;
    const ArmRequest m_request;
    const ArmWatch m_watch;
    const ArmProgressHandler m_progress;
    std::shared_ptr<CallState<ArmReply>> m_state;
    Microseconds m_started{0};
    Style m_style = Style::Location;
    QUrl m_statusUrl;
    QUrl m_location;
    int m_polls = 0;
    bool m_isAccepted = false;
    bool m_settled = false;
    Call m_running;
};

} // namespace qd
