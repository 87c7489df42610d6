#include "azuremonitor/monitorrequest.h"

#include "http/errormapping.h"

#include <utility>

namespace qd {

MonitorRequest::MonitorRequest(MonitorEnvironment environment, QString scope, HttpRequest request, Done done)
    : m_environment(environment), m_scope(std::move(scope)), m_request(std::move(request)), m_done(std::move(done))
{
}

MonitorRequest::~MonitorRequest() { stop(); }

void MonitorRequest::stop()
{
    m_done = nullptr;
    m_running.cancel();
    leaveGovernor();
}

void MonitorRequest::start()
{
    m_ticket = m_environment.governor.enter([this] { signIn(); });
}

void MonitorRequest::signIn()
{
    m_running = m_environment.tokens.token(m_scope, this, [this](const Result<AccessToken> &token) {
        if (token)
            send(*token);
        else
            finish(token.error());
    });
}

void MonitorRequest::send(const AccessToken &token)
{
    HttpRequest request = m_request;
    request.headers.set("Authorization", "Bearer " + token.secret.toLatin1());
    m_running = m_environment.http.send(std::move(request), this, [this](Result<HttpResponse> answer) { onAnswer(std::move(answer)); });
}

void MonitorRequest::onAnswer(Result<HttpResponse> answer)
{
    if (!answer || isSuccess(*answer))
        return finish(std::move(answer));
    onRefused(*answer);
}

void MonitorRequest::onRefused(const HttpResponse &response)
{
    const Error error = errorFromResponse(response);
    if (error.kind != ErrorKind::Unauthorized || std::exchange(m_hasReauthenticated, true))
        return finish(error);
    m_environment.tokens.invalidate(m_scope);
    signIn();
}

void MonitorRequest::leaveGovernor()
{
    if (m_ticket)
        m_environment.governor.leave(*std::exchange(m_ticket, std::nullopt));
}

void MonitorRequest::finish(Result<HttpResponse> result)
{
    leaveGovernor();
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result)); // may destroy this object: nothing after it
}

} // namespace qd
