#include "labfixture.h"
#include "testmain.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace qd;
using namespace qd::lab;

/// POST /lab/control: what it does beyond being switched on and off (tst_lab_arm), on a lab with a fleet that rests.
class TestLabControl : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        test::failOnWarnings();
        m_lab = std::make_unique<test::LabFixture>();
    }
    void cleanup()
    {
        m_lab.reset();
        test::checkNoErrorsLogged();
    }

    void strangerIsRefused();
    void budgetIsSet();
    void slowCallsTakeTheirTime();
    void endOfTheLabFreesHeldCalls();
    void faultsAreIndependent();

private:
    [[nodiscard]] test::HttpAnswer control(const QByteArray &body) const
    {
        return m_lab->send("POST", "/lab/control", {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}}, body);
    }
    [[nodiscard]] QByteArray siteTarget() const
    {
        return "/subscriptions/" + m_lab->info().subscriptionId.toUtf8() + "/providers/Microsoft.Web/sites?api-version=2024-11-01";
    }
    [[nodiscard]] int siteStatus() const
    {
        return m_lab->send("GET", siteTarget(), {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}}).status;
    }

    std::unique_ptr<test::LabFixture> m_lab;
};

void TestLabControl::strangerIsRefused()
{
    const LabInfo &info = m_lab->info();
    const QByteArray form = "grant_type=client_credentials&client_id=" + info.strangerClientId.toUtf8() + "&client_secret="
        + info.clientSecret.toUtf8() + "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default";
    const QJsonObject token = m_lab->send("POST", "/" + info.tenantId.toUtf8() + "/oauth2/v2.0/token",
                                          {{"Content-Type", "application/x-www-form-urlencoded"}}, form).json();
    const QByteArray bearer = "Bearer " + token.value(u"access_token").toString().toUtf8();
    QCOMPARE(m_lab->send("POST", "/lab/control", {{"Authorization", bearer}}, R"({"fault":"arm-slow","on":true})").status, 403);
    QCOMPARE(m_lab->send("GET", "/lab/control", {{"Authorization", bearer}}).status, 403);
}

void TestLabControl::budgetIsSet()
{
    QCOMPARE(control(R"({"budget":"northwind","usd":0.01})").status, 200);
    const QJsonArray rows = m_lab->rows(QStringLiteral("customEvents | where name == 'BudgetState' | project tostring(customDimensions.tenant), tostring(customDimensions.state)"));
    QCOMPARE(rows, QJsonArray({QJsonArray({QStringLiteral("northwind"), QStringLiteral("blocked")})}));
}

void TestLabControl::slowCallsTakeTheirTime()
{
    QCOMPARE(control(R"({"fault":"arm-slow","on":true,"milliseconds":120})").status, 200);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(siteStatus(), 200);
    QVERIFY(timer.elapsed() >= 120);
}

/// A client waits for an answer that would take ten minutes when the lab is stopped.
void TestLabControl::endOfTheLabFreesHeldCalls()
{
    QCOMPARE(control(R"({"fault":"arm-slow","on":true,"milliseconds":600000})").status, 200);
    std::thread client([this] { (void)siteStatus(); });
    m_lab->lab().stop();
    client.join(); // hangs, and the test's watchdog ends it, if the call was not freed
}

void TestLabControl::faultsAreIndependent()
{
    QCOMPARE(control(R"({"fault":"gateway-enforcement-off","on":true})").status, 200);
    QCOMPARE(control(R"({"fault":"rights-revoked","on":true,"reads":1})").body,
             QByteArray(R"({"faults":["gateway-enforcement-off","rights-revoked"]})"));
    QCOMPARE(siteStatus(), 403);
    QCOMPARE(control(R"({"fault":"rights-revoked","on":false})").status, 200);
    QCOMPARE(siteStatus(), 200);
    QCOMPARE(control(R"({"fault":"all","on":false})").body, QByteArray(R"({"faults":[]})"));
}

QD_TEST_MAIN(QCoreApplication, TestLabControl)
#include "tst_lab_control.moc"
