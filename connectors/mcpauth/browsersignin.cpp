#include "mcpauth/browsersignin.h"

#include "mcpauth/pkce.h"

#include <QPointer>

namespace qd {

/// The listener with whoever waits behind it.
class BrowserSignIn::Door
{
public:
    explicit Door(Timers &timers)
        : m_listener(timers, path, [this](const QByteArray &query) {
              const LoopbackListener::Judge now = judge; // it may be taken away while it runs
              return now ? now(query) : LoopbackListener::Page{404, QStringLiteral("Nobody waits here.")};
          })
    {
    }
    LoopbackListener &listener() { return m_listener; }
    [[nodiscard]] const LoopbackListener &listener() const { return m_listener; }
    LoopbackListener::Judge judge;

private:
    LoopbackListener m_listener;
};

Result<std::shared_ptr<BrowserSignIn::Door>> BrowserSignIn::openDoor(Timers &timers, quint16 port)
{
    auto door = std::make_shared<Door>(timers);
    const auto bound = door->listener().listen(port);
    if (bound)
        return door;
    Error error = bound.error();
    error.kind = ErrorKind::Unauthorized; // whatever is in the way, nobody can sign in
    return error;
}

QString BrowserSignIn::addressOf(const Door &door) { return door.listener().address(); }

Call BrowserSignIn::start(const Parts &parts, const std::shared_ptr<Door> &door, const BrowserSignInWish &wish, QObject *context, Completion<QString> completion)
{
    auto *run = new BrowserSignIn(parts, door, wish, context, std::move(completion));
    const Call handle = run->handle();
    run->checkPage();
    return handle;
}

BrowserSignIn::BrowserSignIn(const Parts &parts, std::shared_ptr<Door> door, BrowserSignInWish wish, QObject *context, Completion<QString> completion)
    : AuthRun(nullptr, context, std::move(completion)), m_parts(parts), m_door(std::move(door)), m_wish(std::move(wish)),
      m_check{.state = oauth::randomText(), .issuer = m_wish.issuer, .sendsIssuer = m_wish.sendsIssuer}
{
    m_wish.request.state = m_check.state;
    m_wish.request.redirectUri = addressOf(*m_door);
    m_wish.page.url = oauth::authorizationUrl(m_wish.request);
}

BrowserSignIn::~BrowserSignIn() { m_door->judge = nullptr; }

/// A browser must not be sent where we would not go ourselves.
void BrowserSignIn::checkPage()
{
    follow(m_parts.client.guard().check(m_wish.request.endpoint, this, then<oauth::WebUrl>([this](const Result<oauth::WebUrl> &checked) {
        if (!checked) {
            m_parts.client.tell("open", m_wish.page.url, 0, checked.error().message, true);
            return finish(checked.error());
        }
        m_wish.page.host = checked->authority;
        openPage();
    })));
}

void BrowserSignIn::openPage()
{
    m_door->judge = [this](const QByteArray &query) { return judge(query); };
    m_wish.page.gaveUp = [run = QPointer<BrowserSignIn>(this)](const Error &error) {
        if (run)
            run->giveUp(error);
    };
    follow(m_parts.prompt.open(m_wish.page, this, then<void>([this](const Result<void> &opened) {
        m_parts.client.tell("open", m_wish.page.url, 0, opened ? QStringLiteral("in the browser") : opened.error().message, !opened);
        opened ? waitForReturn() : finish(opened.error());
    })));
}

void BrowserSignIn::waitForReturn()
{
    m_parts.timers.after(patience, this, [this] {
        if (!isEnded())
            finish(Error{.kind = ErrorKind::Unauthorized, .message = QStringLiteral("Nobody signed in within %1 minutes.%2").arg(patience.count() / 60000).arg(strangers()), .vendorCode = nobodySignedIn});
    });
}

void BrowserSignIn::giveUp(const Error &error)
{
    if (isEnded())
        return;
    Error told = error;
    told.message += strangers();
    m_parts.client.tell("open", m_wish.page.url, 0, told.message, true);
    finish(told);
}

/// A server's own mistake looks just like a stranger: it is told once, and again when nobody else came.
void BrowserSignIn::noteStranger(const QByteArray &query)
{
    m_lastStranger = oauth::namesInRedirect(query);
    if (++m_strangers == 1)
        m_parts.client.tell("back", addressOf(*m_door), 0, QStringLiteral("an answer without the right state came (%1) and is ignored").arg(m_lastStranger), true);
}

QString BrowserSignIn::strangers() const
{
    if (m_strangers == 0)
        return {};
    return QStringLiteral(" %1 without the right state came and was ignored; the last had: %2.").arg(m_strangers == 1 ? QStringLiteral("An answer") : QStringLiteral("Each of %1 answers").arg(m_strangers), m_lastStranger);
}

LoopbackListener::Page BrowserSignIn::judge(const QByteArray &query)
{
    const oauth::RedirectReply reply = oauth::readRedirect(query, m_check);
    if (!reply.isOurs && !isEnded())
        noteStranger(query);
    if (!reply.isOurs || isEnded())
        return {400, QStringLiteral("This is not the sign-in that Quarterdeck waits for.")};
    // What a refused answer says is not shown: it may be from somebody else.
    const QString shown = reply.code ? QString(addressOf(*m_door) + u'?' + QString::fromLatin1(query)) : addressOf(*m_door);
    m_parts.client.tell("back", shown, 0, reply.code ? QStringLiteral("state and issuer are right, a code came") : reply.code.error().message, !reply.code);
    m_door->judge = nullptr;
    m_door->listener().close();
    finish(reply.code);
    return reply.code ? LoopbackListener::Page{200, QStringLiteral("Signed in. This page can be closed; Quarterdeck goes on.")}
                      : LoopbackListener::Page{400, reply.code.error().message};
}

} // namespace qd
