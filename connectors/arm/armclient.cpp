#include "arm/armclient.h"

#include "arm/armexchange.h"
#include "arm/armlisting.h"
#include "arm/armoperation.h"

#include <QUrlQuery>

namespace qd {

namespace {

constexpr qsizetype longestLink = 8192;

int portOf(const QUrl &url) { return url.port(url.scheme() == QLatin1String("https") ? 443 : 80); }

Error linkRefused(const QString &why)
{
    return {.kind = ErrorKind::Protocol,
            .message = QStringLiteral("Resource Manager gave a link that is not followed: %1.").arg(why)};
}

QByteArray encodedItem(const QString &key, const QString &value)
{
    return QUrl::toPercentEncoding(key, "$") + '=' + QUrl::toPercentEncoding(value, ":,'()");
}

} // namespace

ArmClient::ArmClient(HttpClient &http, TokenProvider &tokens, Timers &timers, const Clock &clock, ArmEndpoint endpoint)
    : m_http(http), m_tokens(tokens), m_timers(timers), m_clock(clock), m_endpoint(std::move(endpoint))
{
}

Call ArmClient::send(const ArmRequest &request, QObject *context, Completion<ArmReply> completion)
{
    return sendTo(urlOf(request), request, context, std::move(completion));
}

Call ArmClient::sendTo(const QUrl &url, const ArmRequest &request, QObject *context, Completion<ArmReply> completion)
{
    const auto state = CallState<ArmReply>::create(context, std::move(completion));
    auto *exchange = new ArmExchange({m_http, m_tokens, m_timers, m_clock, m_endpoint.scope, m_quota}, url, request, state, &m_running);
    exchange->start();
    return state->handle();
}

Call ArmClient::list(const ArmRequest &request, QObject *context, Completion<QList<QByteArray>> completion, ArmListLimits limits)
{
    const auto state = CallState<QList<QByteArray>>::create(context, std::move(completion));
    auto *listing = new ArmListing(*this, request, limits, state, &m_running);
    listing->start(urlOf(request));
    return state->handle();
}

Call ArmClient::run(const ArmRequest &request, QObject *context, Completion<ArmReply> completion, ArmWatch watch,
                    ArmProgressHandler progress)
{
    const auto state = CallState<ArmReply>::create(context, std::move(completion));
    auto *operation = new ArmOperation(*this, request, watch, std::move(progress), state, &m_running);
    operation->start();
    return state->handle();
}

Result<QUrl> ArmClient::follow(const QByteArray &link) const
{
    if (link.size() > longestLink)
        return linkRefused(QStringLiteral("it is %1 bytes long").arg(link.size()));
    const QUrl url = QUrl::fromEncoded(link, QUrl::StrictMode);
    if (!url.isValid() || url.isRelative() || !url.userInfo().isEmpty())
        return linkRefused(QStringLiteral("it is not an address"));
    if (url.scheme() != m_endpoint.url.scheme() || url.host() != m_endpoint.url.host() || portOf(url) != portOf(m_endpoint.url))
        return linkRefused(QStringLiteral("it leads to another host"));
    return url;
}

QUrl ArmClient::urlOf(const ArmRequest &request) const
{
    QUrl url = m_endpoint.url;
    url.setPath(url.path() + request.path, QUrl::DecodedMode);
    QByteArrayList items{encodedItem(QStringLiteral("api-version"), request.apiVersion)};
    for (const auto &[key, value] : request.query)
        items << encodedItem(key, value);
    url.setQuery(QString::fromLatin1(items.join('&')), QUrl::StrictMode);
    return url;
}

} // namespace qd
