#include "arm/httpappserviceconnector.h"

#include "arm/appservicecodec.h"

namespace qd {

namespace {

const auto webVersion = QStringLiteral("2024-11-01");

template<typename T, typename Decode>
Completion<ArmReply> decodedBy(Completion<T> completion, Decode decode)
{
    return [completion = std::move(completion), decode](const Result<ArmReply> &reply) {
        completion(reply ? Result<T>(decode(*reply)) : Result<T>(reply.error()));
    };
}

Completion<ArmReply> withoutValue(Completion<void> completion)
{
    return [completion = std::move(completion)](const Result<ArmReply> &reply) {
        completion(reply ? Result<void>() : Result<void>(reply.error()));
    };
}

SlotSettings changed(SlotSettings settings, const SlotSettingChanges &changes)
{
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        if (it.value())
            settings.insert(it.key(), *it.value());
        else
            settings.remove(it.key());
    }
    return settings;
}

} // namespace

HttpAppServiceConnector::HttpAppServiceConnector(ArmClient &arm, QString siteId) : m_arm(arm), m_siteId(std::move(siteId)) {}

ArmRequest HttpAppServiceConnector::request(const QByteArray &method, const SlotName &slot, const QString &path) const
{
    const QString owner = isProductionSlot(slot) ? m_siteId : m_siteId + QStringLiteral("/slots/") + slot.value;
    return {.method = method, .path = owner + path, .apiVersion = webVersion};
}

Call HttpAppServiceConnector::sites(QObject *context, Completion<QList<SlotSite>> completion)
{
    auto *chain = new CallChain<QList<SlotSite>>(&m_running, context, std::move(completion));
    chain->follow(site(productionSlot(), chain, [this, chain](const Result<SlotSite> &production) {
        if (production)
            listOthers(chain, *production);
        else
            chain->finish(production.error());
    }));
    return chain->handle();
}

/// The service does not count production among the slots.
void HttpAppServiceConnector::listOthers(CallChain<QList<SlotSite>> *chain, const SlotSite &production)
{
    chain->follow(m_arm.list(request("GET", productionSlot(), QStringLiteral("/slots")), chain,
                             [chain, production](const Result<QList<QByteArray>> &pages) {
                                 if (!pages)
                                     return chain->finish(pages.error());
                                 auto others = appservicecodec::decodeSites(*pages, production.readAt);
                                 if (others)
                                     others->prepend(production);
                                 chain->finish(std::move(others));
                             }));
}

Call HttpAppServiceConnector::site(const SlotName &slot, QObject *context, Completion<SlotSite> completion)
{
    return m_arm.send(request("GET", slot), context, decodedBy<SlotSite>(std::move(completion), [](const ArmReply &reply) {
                          return appservicecodec::decodeSite(reply.body, reply.at);
                      }));
}

ArmRequest HttpAppServiceConnector::settingsRead(const SlotName &slot) const
{
    ArmRequest read = request("POST", slot, QStringLiteral("/config/appsettings/list"));
    read.isRead = true;
    read.isSecretBody = true;
    return read;
}

Call HttpAppServiceConnector::settings(const SlotName &slot, QObject *context, Completion<SlotSettings> completion)
{
    return m_arm.send(settingsRead(slot), context, decodedBy<SlotSettings>(std::move(completion), [](const ArmReply &reply) {
                          return appservicecodec::decodeSettings(reply.body);
                      }));
}

Call HttpAppServiceConnector::stickyNames(QObject *context, Completion<QStringList> completion)
{
    return m_arm.send(request("GET", productionSlot(), QStringLiteral("/config/slotConfigNames")), context,
                      decodedBy<QStringList>(std::move(completion),
                                             [](const ArmReply &reply) { return appservicecodec::decodeStickyNames(reply.body); }));
}

Call HttpAppServiceConnector::traffic(QObject *context, Completion<QList<SlotTraffic>> completion)
{
    return m_arm.send(request("GET", productionSlot(), QStringLiteral("/config/web")), context,
                      decodedBy<QList<SlotTraffic>>(std::move(completion),
                                                    [](const ArmReply &reply) { return appservicecodec::decodeTraffic(reply.body); }));
}

Call HttpAppServiceConnector::differences(const SlotName &source, const SlotName &target, QObject *context,
                                          Completion<QList<SlotDifference>> completion)
{
    ArmRequest read = request("POST", source, QStringLiteral("/slotsdiffs"));
    read.body = appservicecodec::encodeSwap(target);
    read.isRead = true;
    return m_arm.list(read, context, [completion = std::move(completion)](const Result<QList<QByteArray>> &pages) {
        completion(pages ? appservicecodec::decodeDifferences(*pages) : Result<QList<SlotDifference>>(pages.error()));
    });
}

Call HttpAppServiceConnector::permissions(const SlotName &slot, QObject *context, Completion<QList<PermissionGrant>> completion)
{
    ArmRequest read = request("GET", slot, QStringLiteral("/providers/Microsoft.Authorization/permissions"));
    read.apiVersion = QStringLiteral("2022-04-01");
    return m_arm.list(read, context, [completion = std::move(completion)](const Result<QList<QByteArray>> &pages) {
        completion(pages ? appservicecodec::decodePermissions(*pages) : Result<QList<PermissionGrant>>(pages.error()));
    });
}

Call HttpAppServiceConnector::swap(const SwapRequest &swap, std::function<void(const ArmProgress &)> progress, QObject *context,
                                   Completion<void> completion)
{
    ArmRequest write = request("POST", swap.source, QStringLiteral("/slotsswap"));
    write.body = appservicecodec::encodeSwap(swap.target);
    return m_arm.run(write, context, withoutValue(std::move(completion)), swap.watch, std::move(progress));
}

Call HttpAppServiceConnector::restart(const SlotName &slot, QObject *context, Completion<void> completion)
{
    ArmRequest write = request("POST", slot, QStringLiteral("/restart"));
    write.query = {{QStringLiteral("softRestart"), QStringLiteral("true")}, {QStringLiteral("synchronous"), QStringLiteral("false")}};
    return m_arm.send(write, context, withoutValue(std::move(completion)));
}

Call HttpAppServiceConnector::writeSettings(const SlotName &slot, const SlotSettingChanges &changes, QObject *context,
                                            Completion<SlotSettings> completion)
{
    auto *chain = new CallChain<SlotSettings>(&m_running, context, std::move(completion));
    chain->follow(settings(slot, chain, [this, chain, slot, changes](const Result<SlotSettings> &read) {
        if (!read)
            return chain->finish(read.error());
        const SlotSettings wanted = changed(*read, changes);
        if (wanted == *read)
            return chain->finish(*read);
        putSettings(chain, slot, wanted);
    }));
    return chain->handle();
}

void HttpAppServiceConnector::putSettings(CallChain<SlotSettings> *chain, const SlotName &slot, const SlotSettings &settings)
{
    ArmRequest write = request("PUT", slot, QStringLiteral("/config/appsettings"));
    write.body = appservicecodec::encodeSettings(settings);
    write.isSecretBody = true;
    chain->follow(m_arm.send(write, chain, [chain](const Result<ArmReply> &reply) {
        chain->finish(reply ? appservicecodec::decodeSettings(reply->body) : Result<SlotSettings>(reply.error()));
    }));
}

} // namespace qd
