#pragma once

#include "arm/appserviceconnector.h"
#include "http/callstate.h"

#include <QMap>

#include <functional>
#include <optional>

namespace qd::test {

/// An app whose slots are values that a test sets. Readings answer at once (asynchronously), or with `failures` by name
/// of the method; a swap answers when told to, and really exchanges the versions when it succeeds.
class FakeAppService final : public AppServiceConnector
{
public:
    QString id = QStringLiteral("/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/app1");
    QList<SlotSite> slotSites;
    QMap<QString, SlotSettings> slotSettings;
    QStringList sticky{QStringLiteral("SLOT_NAME"), QStringLiteral("CHAOS_MODE")};
    QList<PermissionGrant> grants{{.actions = {QStringLiteral("*")}, .exceptions = {}}};
    QMap<QString, Error> failures;
    QStringList asked;
    std::shared_ptr<CallState<void>> pendingSwap;
    SwapRequest lastSwapRequest;
    std::function<void(const ArmProgress &)> progress;

    [[nodiscard]] const QString &siteId() const override { return id; }
    Call sites(QObject *context, Completion<QList<SlotSite>> completion) override { return answer(QStringLiteral("sites"), slotSites, context, completion); }
    Call site(const SlotName &slot, QObject *context, Completion<SlotSite> completion) override
    {
        for (const SlotSite &known : slotSites)
            if (isSameSlot(known.slot, slot))
                return answer(QStringLiteral("site"), known, context, completion);
        return answer(QStringLiteral("site"), SlotSite(), context, completion);
    }
    Call settings(const SlotName &slot, QObject *context, Completion<SlotSettings> completion) override
    {
        return answer(QStringLiteral("settings"), slotSettings.value(slot.value.toLower()), context, completion);
    }
    Call stickyNames(QObject *context, Completion<QStringList> completion) override { return answer(QStringLiteral("sticky"), sticky, context, completion); }
    Call traffic(QObject *context, Completion<QList<SlotTraffic>> completion) override
    {
        return answer(QStringLiteral("traffic"), QList<SlotTraffic>(), context, completion);
    }
    Call differences(const SlotName &, const SlotName &, QObject *context, Completion<QList<SlotDifference>> completion) override
    {
        return answer(QStringLiteral("differences"), QList<SlotDifference>(), context, completion);
    }
    Call permissions(const SlotName &, QObject *context, Completion<QList<PermissionGrant>> completion) override
    {
        return answer(QStringLiteral("permissions"), grants, context, completion);
    }
    Call swap(const SwapRequest &request, std::function<void(const ArmProgress &)> onProgress, QObject *context, Completion<void> completion) override
    {
        asked << QStringLiteral("swap");
        lastSwapRequest = request;
        progress = std::move(onProgress);
        pendingSwap = CallState<void>::create(context, std::move(completion));
        return pendingSwap->handle();
    }
    Call restart(const SlotName &, QObject *context, Completion<void> completion) override
    {
        const auto state = CallState<void>::create(context, std::move(completion));
        state->finish({});
        return state->handle();
    }
    Call writeSettings(const SlotName &slot, const SlotSettingChanges &, QObject *context, Completion<SlotSettings> completion) override
    {
        return answer(QStringLiteral("writeSettings"), slotSettings.value(slot.value), context, completion);
    }

    /// What the service does when a swap goes through: versions change places, slot names stay.
    void exchange(const QString &source, Instant at)
    {
        SlotSettings &a = slotSettings[source];
        SlotSettings &b = slotSettings[QStringLiteral("production")];
        std::swap(a, b);
        for (const QString &name : sticky)
            if (a.contains(name) || b.contains(name))
                std::swap(a[name], b[name]);
        for (SlotSite &site : slotSites)
            site.lastSwap = SiteSwap{.at = at, .source = SlotName(source), .destination = SlotName(QStringLiteral("Production"))};
    }

private:
    template<typename T>
    Call answer(const QString &method, const T &value, QObject *context, Completion<T> completion)
    {
        asked << method;
        const auto state = CallState<T>::create(context, std::move(completion));
        if (failures.contains(method))
            state->finish(failures.value(method));
        else
            state->finish(value);
        return state->handle();
    }
};

} // namespace qd::test
