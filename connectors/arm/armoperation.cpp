#include "arm/armoperation.h"

#include "arm/armerrors.h"
#include "arm/armpage.h"
#include "http/retrypolicy.h"
#include "log.h"

#include <algorithm>

namespace qd {

namespace {

constexpr Milliseconds longestPollWait{5 * 60 * 1000};

Error stoppedWatching()
{
    return {.kind = ErrorKind::Cancelled,
            .message = QStringLiteral("Watching was stopped. The operation goes on at the service.")};
}

/// A poll that got no answer says nothing about the operation.
bool isUnclear(const Error &error)
{
    return error.kind == ErrorKind::Network || error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Throttled;
}

ArmRequest pollRequest() { return ArmRequest{}; }

} // namespace

ArmOperation::ArmOperation(ArmClient &client, ArmRequest request, ArmWatch watch, ArmProgressHandler progress,
                           std::shared_ptr<CallState<ArmReply>> state, QObject *parent)
    : QObject(parent), m_client(client), m_request(std::move(request)), m_watch(watch), m_progress(std::move(progress)),
      m_state(std::move(state)), m_started(client.timers().monotonic())
{
    m_state->setStop([this] { settle(cancelledError()); });
}

ArmOperation::~ArmOperation()
{
    m_settled = true;
    m_running.cancel();
    m_state->finish(m_isAccepted ? stoppedWatching() : cancelledError());
}

void ArmOperation::start()
{
    m_client.timers().after(m_watch.deadline, this, [this] {
        settle(Error{.kind = ErrorKind::Timeout,
                     .message = QStringLiteral("The operation did not end within %1 s. It may still go on at the service.")
                                    .arg(std::chrono::duration_cast<Seconds>(m_watch.deadline).count()),
                     .detail = QStringLiteral("%1 polls").arg(m_polls)});
    });
    m_running = m_client.send(m_request, this, [this](const Result<ArmReply> &reply) { onStarted(reply); });
}

void ArmOperation::onStarted(const Result<ArmReply> &reply)
{
    if (!reply)
        return settle(reply.error());
    if (!takeLinks(*reply))
        return;
    const bool isWatched = m_statusUrl.isValid() || (reply->status == 202 && m_location.isValid());
    if (reply->status == 202 && !isWatched)
        return settle(Error{.kind = ErrorKind::Protocol,
                            .message = QStringLiteral("The service accepted the request but does not say where to follow it."),
                            .requestId = reply->requestId});
    if (!isWatched)
        return settle(*reply);
    m_isAccepted = true;
    m_state->setCancelledError(stoppedWatching());
    log::info(log::arm, QStringLiteral("operation accepted id=%1").arg(reply->requestId));
    report({}, -1);
    pollAfter(waitOf(*reply));
}

/// False when a link was refused, and the operation with it.
bool ArmOperation::takeLinks(const ArmReply &reply)
{
    if (!takeLink(reply, QByteArrayLiteral("azure-asyncoperation"), m_statusUrl) || !takeLink(reply, QByteArrayLiteral("location"), m_location))
        return false;
    m_style = m_statusUrl.isValid() ? Style::StatusDocument : Style::Location;
    return true;
}

bool ArmOperation::takeLink(const ArmReply &reply, const QByteArray &header, QUrl &into)
{
    const QByteArray link = reply.headers.value(header);
    if (link.isEmpty())
        return true;
    const auto url = m_client.follow(link);
    if (url)
        into = *url;
    else if (reply.status == 202 || m_isAccepted || header == "azure-asyncoperation")
        settle(url.error());
    return url.has_value() || !m_settled;
}

void ArmOperation::pollAfter(Milliseconds wait)
{
    m_client.timers().after(wait, this, [this] {
        if (!m_settled)
            poll();
    });
}

void ArmOperation::poll()
{
    ++m_polls;
    m_running = m_client.sendTo(m_style == Style::StatusDocument ? m_statusUrl : m_location, pollRequest(), this,
                                [this](const Result<ArmReply> &reply) { onPolled(reply); });
}

void ArmOperation::onPolled(const Result<ArmReply> &reply)
{
    if (!reply && isUnclear(reply.error())) {
        report({}, -1);
        return pollAfter(std::clamp(reply.error().retryAfter.value_or(m_watch.interval), m_watch.interval, longestPollWait));
    }
    if (!reply)
        return settle(reply.error());
    if ((reply->status == 202 || m_style == Style::StatusDocument) && !takeLinks(*reply))
        return;
    if (m_style == Style::StatusDocument)
        onDocument(*reply);
    else
        onLocation(*reply);
}

void ArmOperation::onDocument(const ArmReply &reply)
{
    const auto status = decodeArmStatus(reply.body);
    if (!status)
        return settle(status.error());
    report(status->status, status->percent);
    if (status->isFailed())
        return settle(armOperationError(reply.body, status->status));
    if (status->isSucceeded())
        return fetchFinal(reply);
    pollAfter(waitOf(reply));
}

void ArmOperation::onLocation(const ArmReply &reply)
{
    if (reply.status != 202)
        return m_request.method == "PUT" || m_request.method == "PATCH" ? fetchFinal(reply) : settle(reply);
    report({}, -1);
    pollAfter(waitOf(reply));
}

/// A PUT ends with the resource itself; a POST with what its Location holds, when it named one.
void ArmOperation::fetchFinal(const ArmReply &last)
{
    const auto done = [this](const Result<ArmReply> &reply) { settle(reply); };
    if (m_request.method == "PUT" || m_request.method == "PATCH") {
        ArmRequest read{.path = m_request.path, .apiVersion = m_request.apiVersion, .query = m_request.query};
        m_running = m_client.send(read, this, done);
    } else if (m_style == Style::StatusDocument && m_location.isValid() && m_request.method == "POST") {
        m_running = m_client.sendTo(m_location, pollRequest(), this, done);
    } else {
        settle(last);
    }
}

void ArmOperation::report(const QString &status, double percent)
{
    if (m_progress && !m_settled)
        m_progress({.polls = m_polls, .elapsed = elapsed(), .status = status, .percent = percent});
}

Milliseconds ArmOperation::waitOf(const ArmReply &reply) const
{
    return std::clamp(retryAfterOf(reply.headers, reply.at).value_or(m_watch.interval), Milliseconds{0}, longestPollWait);
}

Milliseconds ArmOperation::elapsed() const
{
    return std::chrono::duration_cast<Milliseconds>(m_client.timers().monotonic() - m_started);
}

void ArmOperation::settle(Result<ArmReply> result)
{
    if (m_settled)
        return;
    m_settled = true;
    m_running.cancel();
    m_state->finish(std::move(result));
    deleteLater();
}

} // namespace qd
