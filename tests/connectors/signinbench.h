#pragma once

#include "headlessbrowser.h"
#include "labfixture.h"
#include "manualclock.h"
#include "mcpauth/oauthauthorizer.h"
#include "moodysecrets.h"
#include "oauth/oauthplace.h"
#include "outcome.h"

#include <QUrlQuery>

#include <algorithm>

namespace qd::test {

inline const QByteArray greet = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}";

/// A lab variant, and an authorizer that signs in to it.
struct SignInBench {
    explicit SignInBench(const char *name, lab::OAuthVariant variant = {})
    {
        if (variant.name.empty())
            variant = *lab::findOAuthVariant(name);
        auto started = lab::OAuthPlace::start(variant, clock);
        if (!started)
            qFatal("%s", qPrintable(started.error().message));
        place = std::move(*started);
        restart();
    }
    /// As another start of the program, with the same keychain.
    void restart()
    {
        authorizer = std::make_unique<OAuthAuthorizer>(OAuthParts{clock, timers, secrets, browser});
        QObject::connect(authorizer.get(), &OAuthAuthorizer::stepTaken, authorizer.get(), [this](const QString &, const oauth::AuthStep &step) { trail << step.line(); });
        authorizer->setSettings(url(), settings);
    }
    [[nodiscard]] QString url() const { return QString::fromStdString(place->mcpUrl()); }
    [[nodiscard]] HttpAnswer ask(const QByteArray &body, const QByteArray &authorization) const
    {
        HeaderList headers{{"Content-Type", "application/json"}};
        if (!authorization.isEmpty())
            headers.append({"Authorization", authorization});
        return sendHttp(static_cast<quint16>(QUrl(url()).port()), "POST", "/mcp", headers, body);
    }
    /// Asks as a client would: with what is held, and again for as long as the authorizer has something new.
    HttpAnswer send(const QByteArray &body)
    {
        HttpAnswer answer = ask(body, authorizer->held(url()));
        QByteArray sent = authorizer->held(url());
        QHash<int, int> tries; // by status
        while (isCurable(answer.status, answer.headers.value("www-authenticate"))) {
            Outcome<QByteArray> token;
            authorizer->authorize({.server = url(), .status = answer.status, .challenge = answer.headers.value("www-authenticate"), .sent = sent, .tries = tries[answer.status]++},
                                  token.context(), token.completion());
            if (!token.wait() || !token.ok()) {
                error = token.count() > 0 ? token.error() : Error{.message = QStringLiteral("no answer")};
                return answer;
            }
            sent = token.value();
            answer = ask(body, sent);
        }
        return answer;
    }
    /// What comes of a refusal of the token that is held.
    Result<QByteArray> refuse(int status, const QByteArray &challenge, int triesBefore = 0)
    {
        Outcome<QByteArray> token;
        authorizer->authorize({.server = url(), .status = status, .challenge = challenge, .sent = authorizer->held(url()), .tries = triesBefore}, token.context(), token.completion());
        if (!token.wait())
            return Error{.message = QStringLiteral("no answer")};
        return token.ok() ? Result<QByteArray>(token.value()) : Result<QByteArray>(token.error());
    }
    [[nodiscard]] QString trailText() const { return trail.join(u'\n'); }
    [[nodiscard]] QString parameter(const char *name, qsizetype page = 0) const
    {
        return QUrlQuery(browser.pages.value(page).url.section(u'?', 1)).queryItemValue(QLatin1String(name), QUrl::FullyDecoded).replace(u'+', u' ');
    }
    [[nodiscard]] bool wasAsked(const std::string &line) const
    {
        const auto seen = place->seen();
        return std::find(seen.begin(), seen.end(), line) != seen.end();
    }
    void use(const McpAuthSettings &wanted)
    {
        settings = wanted;
        authorizer->setSettings(url(), settings);
    }

    [[nodiscard]] QString issuer() { return QString::fromStdString(place->issuer().issuer()); }
    [[nodiscard]] KeptSignIn kept()
    {
        Outcome<KeptSignIn> read;
        SignInKeeper(secrets).read(url(), issuer(), read.context(), read.completion());
        return read.wait() && read.ok() ? read.value() : KeptSignIn();
    }
    void keep(const QString &at, const KeptSignIn &what)
    {
        SignInKeeper keeper(secrets);
        Outcome<void> written;
        keeper.write(url(), at, what, written.context(), written.completion());
        QVERIFY(written.wait() && written.ok());
    }
    [[nodiscard]] Result<bool> forget()
    {
        Outcome<bool> forgotten;
        authorizer->forget(url(), forgotten.context(), forgotten.completion());
        if (!forgotten.wait())
            return Error{.message = QStringLiteral("no answer")};
        return forgotten.ok() ? Result<bool>(forgotten.value()) : Result<bool>(forgotten.error());
    }
    [[nodiscard]] int counted(const char *what) { return place->issuer().state().counted(what); }

    ManualClock clock;
    SystemTimers timers;
    MoodySecrets secrets;
    HeadlessBrowser browser;
    McpAuthSettings settings;
    std::unique_ptr<lab::OAuthPlace> place;
    std::unique_ptr<OAuthAuthorizer> authorizer;
    QStringList trail;
    Error error;
};

} // namespace qd::test
