#pragma once

#include "http/callstate.h"
#include "mcpauth/signinprompt.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>

#include <memory>

namespace qd::test {

/// Agrees at once and goes where the page leads, redirects included, as a browser whose user has nothing to type.
class HeadlessBrowser final : public SignInPrompt
{
public:
    Call open(const SignInPage &page, QObject *context, Completion<void> completion) override
    {
        pages.append(page);
        const auto state = CallState<void>::create(context, std::move(completion));
        if (refuses)
            state->finish(Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("Not now.")});
        else
            state->finish({});
        if (!refuses && goes)
            visit(QUrl::fromEncoded(page.url.toLatin1(), QUrl::StrictMode));
        return state->handle();
    }
    void visit(const QUrl &url)
    {
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::UserVerifiedRedirectPolicy);
        QNetworkReply *reply = m_manager.get(request);
        QObject::connect(reply, &QNetworkReply::redirected, reply, [this, reply](const QUrl &to) {
            visited.append(to);
            emit reply->redirectAllowed();
        });
        QObject::connect(reply, &QNetworkReply::finished, reply, [this, reply] {
            lastBody = reply->readAll();
            lastStatus = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            ++answers;
            reply->deleteLater();
        });
    }

    QList<SignInPage> pages;  ///< what was asked for
    QList<QUrl> visited;      ///< where redirects led
    QByteArray lastBody;
    int lastStatus = 0;
    int answers = 0;
    bool refuses = false;
    bool goes = true;         ///< false: the page stays open

private:
    QNetworkAccessManager m_manager;
};

} // namespace qd::test
