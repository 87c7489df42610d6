#pragma once

#include "http/httpclient.h"
#include "mcpauth/addressguard.h"
#include "mcpauth/authstep.h"
#include "mcpauth/form.h"

#include <functional>

namespace qd {

/// The HTTP of one sign-in: every address is checked before it is contacted, answers are small and come once, redirects to
/// other origins are not followed, bodies never reach the log, and each exchange is told as a step. GUI thread.
class AuthClient
{
public:
    static constexpr Milliseconds timeout{20000};

    /// All references are borrowed.
    AuthClient(HttpClient &http, AddressGuard &guard, std::function<void(const oauth::AuthStep &)> tell)
        : m_http(http), m_guard(guard), m_tell(std::move(tell)) {}
    Q_DISABLE_COPY_MOVE(AuthClient)

    /// Any answer of any status is a success; who asked tells what it made of it.
    Call get(const QString &url, QObject *context, Completion<HttpResponse> completion);
    /// `authorization` may be empty.
    Call postForm(const QString &url, const oauth::Form &form, const QByteArray &authorization, QObject *context, Completion<HttpResponse> completion);
    Call postJson(const QString &url, const QByteArray &body, QObject *context, Completion<HttpResponse> completion);

    void tell(const oauth::AuthStep &step) { m_tell(step); }
    /// The step of an exchange whose meaning is known now.
    void tell(const char *method, const QString &url, int status, const QString &decision, bool isFailure = false);
    [[nodiscard]] AddressGuard &guard() { return m_guard; }

private:
    Call send(HttpRequest request, const QString &url, QObject *context, Completion<HttpResponse> completion);

    HttpClient &m_http;
    AddressGuard &m_guard;
    std::function<void(const oauth::AuthStep &)> m_tell;
};

} // namespace qd
