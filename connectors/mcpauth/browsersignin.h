#pragma once

#include "http/loopbacklistener.h"
#include "mcpauth/authclient.h"
#include "mcpauth/authrun.h"
#include "mcpauth/redirect.h"
#include "mcpauth/signinprompt.h"

#include <memory>

namespace qd {

/// What a person's sign-in is asked with.
struct BrowserSignInWish {
    SignInPage page;       ///< its url is made here
    oauth::CodeRequest request; ///< its state is made here, its redirect address is the listener's
    QString issuer;        ///< recorded, and compared with what comes back
    bool sendsIssuer = false;
};

/// Opens the page of an authorization server and waits for the code (checklist rows 54 and 56). At most five minutes.
/// Errors: Cancelled, Unauthorized (with the server's words, or nobody came back), Protocol; those of the prompt.
class BrowserSignIn final : public AuthRun<QString>
{
public:
    static constexpr Milliseconds patience{300000};
    static constexpr const char *path = "/callback";

    struct Parts {
        AuthClient &client;
        Timers &timers;
        SignInPrompt &prompt;
    };
    /// A listener that waits for nobody yet, so that its address can be registered first.
    class Door;
    [[nodiscard]] static Result<std::shared_ptr<Door>> openDoor(Timers &timers, quint16 port);
    [[nodiscard]] static QString addressOf(const Door &door);

    static Call start(const Parts &parts, const std::shared_ptr<Door> &door, const BrowserSignInWish &wish, QObject *context, Completion<QString> completion);

private:
    BrowserSignIn(const Parts &parts, std::shared_ptr<Door> door, BrowserSignInWish wish, QObject *context, Completion<QString> completion);
    ~BrowserSignIn() override;

    void checkPage();
    void openPage();
    void waitForReturn();
    void giveUp(const Error &error);
    void noteStranger(const QByteArray &query);
    [[nodiscard]] QString strangers() const;
    [[nodiscard]] LoopbackListener::Page judge(const QByteArray &query);

    const Parts m_parts;
    const std::shared_ptr<Door> m_door;
    BrowserSignInWish m_wish;
    oauth::RedirectCheck m_check;
    int m_strangers = 0; ///< answers that were for nobody here
    QString m_lastStranger;
};

} // namespace qd
