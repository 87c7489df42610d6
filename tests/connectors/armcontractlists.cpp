#include "armcontract.h"

namespace qd::test {

using namespace std::chrono_literals;
using Kind = ScriptedReply::Kind;

namespace {

const auto slotsPath = QStringLiteral("/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Web/sites/app1/slots");

QByteArray slotItem(const QByteArray &name) { return R"({"id":"x","name":")" + name + R"(","properties":{"state":"Running"}})"; }

QByteArray page(const QByteArrayList &names, const QByteArray &next = {})
{
    QByteArrayList items;
    for (const QByteArray &name : names)
        items << slotItem(name);
    return "{\"value\":[" + items.join(',') + "],\"nextLink\":" + (next.isEmpty() ? QByteArray("null") : '"' + next + '"') + '}';
}

} // namespace

void ArmContract::productionComesFirst()
{
    answer(200, slotItem("app1"));
    answer(200, page({"app1/staging", "app1/last-good"}));
    Outcome<QList<SlotSite>> sites;
    m_app->sites(sites.context(), sites.completion());
    QVERIFY(sites.wait());
    QVERIFY(sites.ok());
    QCOMPARE(sites.value().size(), 3);
    QVERIFY(isProductionSlot(sites.value().at(0).slot));
    QCOMPARE(sites.value().at(2).slot.value, QStringLiteral("last-good"));
}

void ArmContract::pagesAreFollowed()
{
    const QByteArray base = m_peer->url().toEncoded();
    const QByteArray next = "/subscriptions/s1/x?api-version=2024-11-01&%24skiptoken=a%2Bb%3D";
    answer(200, slotItem("app1"));
    answer(200, page({"app1/a"}, base + next));
    answer(200, page({"app1/b"}));
    Outcome<QList<SlotSite>> sites;
    m_app->sites(sites.context(), sites.completion());
    QVERIFY(sites.wait());
    QVERIFY(sites.ok());
    QCOMPARE(sites.value().size(), 3);
    QCOMPARE(m_peer->seen().at(2).target, next);
    QCOMPARE(m_peer->seen().at(2).header("authorization"), "Bearer token-1");
}

void ArmContract::foreignNextLinkIsRefused()
{
    answer(200, slotItem("app1"));
    answer(200, page({"app1/a"}, "https://evil.example/subscriptions"));
    Outcome<QList<SlotSite>> sites;
    m_app->sites(sites.context(), sites.completion());
    QVERIFY(sites.wait());
    QCOMPARE(sites.kind(), ErrorKind::Protocol);
    QCOMPARE(m_peer->seen().size(), 2);
}

void ArmContract::endlessListIsRefused()
{
    const QByteArray base = m_peer->url().toEncoded();
    m_peer->otherwise = {.kind = Kind::Answer, .status = 200, .headers = {}, .body = page({"app1/a"}, base + "/more")};
    Outcome<QList<QByteArray>> pages;
    m_arm->list({.path = slotsPath, .apiVersion = QStringLiteral("v")}, pages.context(), pages.completion(), {.pages = 5, .items = 100});
    QVERIFY(pages.wait());
    QCOMPARE(pages.kind(), ErrorKind::Protocol);
    QCOMPARE(m_peer->seen().size(), 5);
}

void ArmContract::activityLog()
{
    answer(200, R"({"value":[
      {"eventDataId":"e1","eventTimestamp":"2026-11-21T11:00:00.1234567Z","operationName":{"value":"Microsoft.Web/sites/slots/slotsswap/action","localizedValue":"Swap"},
       "status":{"value":"Succeeded"},"resourceId":"/subscriptions/s1/r","caller":"ann@contoso.example","correlationId":"c1"},
      {"eventDataId":"e2","eventTimestamp":"2026-11-21T11:30:00Z","operationName":"bare","status":"Started"},
      {"eventDataId":"no time"}]})");
    HttpActivityLog log(*m_arm, {.endpoint = {}, .scope = {}, .subscriptionId = QStringLiteral("s1"), .resourceGroup = QStringLiteral("rg1"), .site = {}, .apim = {}});
    Outcome<QList<ActivityEvent>> events;
    log.activityLog({ManualClock::start - 1h, ManualClock::start}, events.context(), events.completion());
    QVERIFY(events.wait());
    QVERIFY(events.ok());
    QCOMPARE(events.value().size(), 2);
    QCOMPARE(events.value().at(0).operation, QStringLiteral("bare"));
    QCOMPARE(events.value().at(1).caller, QStringLiteral("ann@contoso.example"));
    QVERIFY(events.value().at(1).at == ManualClock::start - 1h + 123456us);
    const QByteArray target = QUrl::fromPercentEncoding(m_peer->seen().first().target).toUtf8();
    QVERIFY2(target.contains("$filter=eventTimestamp ge '2026-11-21T11:00:00.000Z' and eventTimestamp le '2026-11-21T12:00:00.000Z' and resourceGroupName eq 'rg1'"), target.constData());
}

void ArmContract::settingsAreReadModifiedWritten()
{
    answer(200, R"({"properties":{"KEEP":"k","DROP":"d","NUMBER":7}})");
    answer(200, R"({"properties":{"KEEP":"k","NUMBER":"7","NEW":"n"}})");
    Outcome<SlotSettings> settings;
    m_app->writeSettings(productionSlot(), {{QStringLiteral("NEW"), QStringLiteral("n")}, {QStringLiteral("DROP"), std::nullopt}},
                         settings.context(), settings.completion());
    QVERIFY(settings.wait());
    QVERIFY(settings.ok());
    QCOMPARE(m_peer->seen().at(0).method, "POST");
    QCOMPARE(m_peer->seen().at(1).method, "PUT");
    QCOMPARE(m_peer->seen().at(1).body, R"({"properties":{"KEEP":"k","NEW":"n","NUMBER":"7"}})");
    QCOMPARE(settings.value().value(QStringLiteral("NEW")), QStringLiteral("n"));
}

void ArmContract::equalSettingsAreNotWritten()
{
    answer(200, R"({"properties":{"KEEP":"k"}})");
    Outcome<SlotSettings> settings;
    m_app->writeSettings(productionSlot(), {{QStringLiteral("KEEP"), QStringLiteral("k")}}, settings.context(), settings.completion());
    QVERIFY(settings.wait());
    QVERIFY(settings.ok());
    QCOMPARE(m_peer->seen().size(), 1);
}

void ArmContract::stickyNamesTrafficAndDifferences()
{
    answer(200, R"({"id":null,"name":"app1","properties":{"connectionStringNames":[],"appSettingNames":["CHAOS_MODE",3,"SLOT_NAME"]}})");
    Outcome<QStringList> names;
    m_app->stickyNames(names.context(), names.completion());
    QVERIFY(names.wait());
    QCOMPARE(names.value(), QStringList({QStringLiteral("CHAOS_MODE"), QStringLiteral("SLOT_NAME")}));
    answer(200, R"({"properties":{"experiments":{"rampUpRules":[{"actionHostName":"h","reroutePercentage":10.5,"name":"staging"},{"name":"x"}]}}})");
    Outcome<QList<SlotTraffic>> traffic;
    m_app->traffic(traffic.context(), traffic.completion());
    QVERIFY(traffic.wait());
    QCOMPARE(traffic.value(), QList<SlotTraffic>({{.slot = SlotName(QStringLiteral("staging")), .percent = 10.5}}));
    answer(200, R"({"value":[{"properties":{"level":"Warning","settingType":"AppSetting","diffRule":"SlotSettingsMissing","settingName":"A","description":"d"}}]})");
    Outcome<QList<SlotDifference>> differences;
    m_app->differences(SlotName(QStringLiteral("staging")), productionSlot(), differences.context(), differences.completion());
    QVERIFY(differences.wait());
    QCOMPARE(differences.value().size(), 1);
    QCOMPARE(differences.value().first().level, QStringLiteral("Warning"));
    QCOMPARE(m_peer->seen().last().body, R"({"preserveVnet":true,"targetSlot":"production"})");
}

void ArmContract::permissionsOfASlot()
{
    answer(200, R"({"value":[{"actions":["*/read",7],"notActions":[]},"x",{"actions":["Microsoft.Web/sites/*"],"notActions":["*/slotsswap/action"],"dataActions":[]}]})");
    Outcome<QList<PermissionGrant>> grants;
    m_app->permissions(SlotName(QStringLiteral("staging")), grants.context(), grants.completion());
    QVERIFY(grants.wait());
    QVERIFY(grants.ok());
    QCOMPARE(grants.value(), QList<PermissionGrant>({{.actions = {QStringLiteral("*/read")}, .exceptions = {}},
                                                     {.actions = {QStringLiteral("Microsoft.Web/sites/*")}, .exceptions = {QStringLiteral("*/slotsswap/action")}}}));
    QVERIFY(!isPermitted(grants.value(), slotSwapAction()));
    QVERIFY(m_peer->seen().last().target.endsWith("/slots/staging/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"));
}

} // namespace qd::test
