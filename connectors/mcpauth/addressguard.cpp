#include "mcpauth/addressguard.h"

#include "http/callchain.h"

namespace qd {

Call AddressGuard::classify(const QString &host, QObject *context, Completion<oauth::AddressClasses> completion)
{
    const oauth::AddressClass literal = oauth::addressClass(host);
    if (literal != oauth::AddressClass::Name) {
        const auto state = CallState<oauth::AddressClasses>::create(context, std::move(completion));
        state->finish(oauth::AddressClasses(literal));
        return state->handle();
    }
    auto *chain = new CallChain<oauth::AddressClasses>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    chain->follow(m_lookup(host, chain, [chain](const Result<QStringList> &found) {
        if (!found)
            return chain->finish(found.error());
        chain->finish(found->isEmpty() ? oauth::AddressClasses(oauth::AddressClass::Name) : oauth::addressClasses(*found));
    }));
    return handle;
}

Call AddressGuard::check(const QString &url, QObject *context, Completion<oauth::WebUrl> completion)
{
    auto *chain = new CallChain<oauth::WebUrl>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    const auto target = oauth::parseWebUrl(url);
    if (!target) {
        chain->finish(Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server names an address that is not a plain http or https URL."), .detail = oauth::shownUrl(url)});
        return handle;
    }
    const auto judge = [chain, target](oauth::AddressClasses of, oauth::AddressClasses at) {
        const auto refusal = oauth::addressRefusal(*target, at, of);
        chain->finish(refusal ? Result<oauth::WebUrl>(*refusal) : Result<oauth::WebUrl>(*target));
    };
    const auto askTarget = [this, chain, target, judge](oauth::AddressClasses of) {
        m_ofServer = of;
        chain->follow(classify(target->host, chain, [chain, judge, of](const Result<oauth::AddressClasses> &at) {
            at ? judge(of, *at) : chain->finish(at.error()); // it was cancelled
        }));
    };
    if (oauth::isSameOrigin(*target, m_server) && target->isSecure()) {
        chain->finish(*target); // the server itself: we speak to it anyway
        return handle;
    }
    if (m_ofServer)
        askTarget(*m_ofServer);
    else
        chain->follow(classify(m_server.host, chain, [chain, askTarget](const Result<oauth::AddressClasses> &of) {
            of ? askTarget(*of) : chain->finish(of.error());
        }));
    return handle;
}

} // namespace qd
