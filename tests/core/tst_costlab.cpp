#include "change/changequery.h"
#include "cost/budgetboard.h"
#include "cost/usagequery.h"
#include "dataresources.h"
#include "labresources.h"
#include "labstore.h"
#include "localfiles/ratecardfile.h"
#include "testmain.h"

#include <QFile>
#include <QObject>

#include <map>
#include <memory>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;

} // namespace

/// The chargeback against KQL written by hand, over the simulated fleet: equal to the cent.
class TestCostLab : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        initDataResources();
        initLabResources();
        QFile file(QStringLiteral(":/rates/azure-openai.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto card = decodeRateCard(file.readAll(), file.fileName());
        QVERIFY2(card.has_value(), card ? "" : qPrintable(card.error().message));
        m_card = *card;
        m_store = test::scenarioStore(QStringLiteral("bad-prompt"), 74h);
        QVERIFY(m_store);
    }
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void equalsHandWrittenKql_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("tenant") << "tenant";
        QTest::newRow("model") << "model";
    }
    void equalsHandWrittenKql()
    {
        QFETCH(QString, key);
        // Written out with the prices, and with none of the product's code.
        const QString kql = QStringLiteral(
            "dependencies\n"
            "| where timestamp >= datetime(2026-11-18T10:00:00Z) and timestamp < datetime(2026-11-21T12:00:00Z)\n"
            "| where tostring(customDimensions['gen_ai.operation.name']) == 'chat'\n"
            "| extend tenant = tostring(customDimensions.tenant), model = tostring(customDimensions['gen_ai.request.model'])\n"
            "| extend tin = todouble(tostring(customDimensions['gen_ai.usage.input_tokens'])),\n"
            "         tcached = todouble(tostring(customDimensions['gen_ai.usage.cache_read.input_tokens'])),\n"
            "         tout = todouble(tostring(customDimensions['gen_ai.usage.output_tokens']))\n"
            "| where tin > 0.0\n"
            "| extend usd = case(model == 'gpt-4o', (tin - tcached) * 2.5 + tcached * 1.25 + tout * 10.0,\n"
            "                    model == 'gpt-4o-mini', (tin - tcached) * 0.15 + tcached * 0.075 + tout * 0.6,\n"
            "                    model == 'gpt-4.1-mini', (tin - tcached) * 0.4 + tcached * 0.1 + tout * 1.6, 0.0)\n"
            "| summarize usd = sum(usd * itemCount) / 1000000.0 by name = ") % key;
        const auto expected = test::askStore(*m_store, TelemetrySchema::Classic, kql, span());
        QVERIFY2(expected.has_value(), expected ? "" : qPrintable(expected.error().message));
        const Chargeback chargeback = chargeBack(report(TelemetrySchema::Classic), m_card, allDays());
        const QList<SpendLine> &lines = key == u"tenant" ? chargeback.tenants : chargeback.models;
        QCOMPARE(lines.size(), qsizetype(expected->rowCount()));
        QVERIFY(lines.size() >= 2);
        for (size_t row = 0; row < expected->rowCount(); ++row) {
            const QString name = expected->text(row, u"name");
            const auto line = std::ranges::find(lines, name, &SpendLine::key);
            QVERIFY2(line != lines.cend(), qPrintable(name));
            const qint64 cents = Money::of(*expected->number(row, u"usd"), QStringLiteral("USD")).cents();
            QVERIFY(cents > 0);
            QVERIFY2(line->priced.cents() == cents, qPrintable(name % u' ' % line->priced.text() % u' ' % QString::number(cents)));
        }
        QCOMPARE(chargeback.total.unpricedTokens, 0);
    }

    void bothSchemasAgree()
    {
        const Chargeback classic = chargeBack(report(TelemetrySchema::Classic), m_card, allDays());
        const Chargeback workspace = chargeBack(report(TelemetrySchema::Workspace), m_card, allDays());
        QCOMPARE(workspace.total.priced.nano(), classic.total.priced.nano());
        QCOMPARE(workspace.tenants.size(), classic.tenants.size());
        QCOMPARE(workspace.tools.size(), classic.tools.size());
        QVERIFY(std::abs(workspace.total.reported.amount() - classic.total.reported.amount()) < 1e-6);
    }

    void theAgentsReportTheSame()
    {
        const Chargeback chargeback = chargeBack(report(TelemetrySchema::Classic), m_card, allDays());
        QCOMPARE(chargeback.tenants.size(), 5);
        QCOMPARE(chargeback.agents.size(), 3);
        // The agents' metric counts every task; our price is of the sampled spans: within a few percent.
        const double ratio = chargeback.total.priced.amount() / chargeback.total.reported.amount();
        QVERIFY2(ratio > 0.95 && ratio < 1.05, qPrintable(QString::number(ratio)));
    }

    void repairsAreChargedToTheirTool()
    {
        const Chargeback chargeback = chargeBack(report(TelemetrySchema::Classic), m_card, allDays());
        QVERIFY(chargeback.tools.size() >= 8);
        const auto lookup = std::ranges::find(chargeback.tools, QStringLiteral("lookup_order"), &SpendLine::key);
        QVERIFY(lookup != chargeback.tools.cend());
        QVERIFY(lookup->priced.cents() > 0 && lookup->calls > 100);
        QVERIFY(lookup->priced.amount() < chargeback.total.priced.amount() / 2);
    }

    void aParentThatRepeatsTokensIsNotCounted()
    {
        const UsageReport before = report(TelemetrySchema::Classic);
        const auto parents = test::askStore(*m_store, TelemetrySchema::Classic,
                                     QStringLiteral("dependencies | where tostring(customDimensions['gen_ai.operation.name']) == 'invoke_agent' | count"), span());
        QVERIFY(parents.has_value() && *parents->number(0, u"Count") > 100);
        lab::TelemetryItem item;
        item.kind = lab::ItemKind::Dependency;
        item.time = now - 1h;
        item.name = "invoke_agent order-desk";
        item.id = "0123456789abcdef";
        item.operationId = "0123456789abcdef0123456789abcdef";
        item.properties = {{"gen_ai.operation.name", "invoke_agent"}, {"gen_ai.request.model", "gpt-4o"},
                           {"gen_ai.usage.input_tokens", "1000000000"}, {"gen_ai.usage.output_tokens", "1000000000"}, {"tenant", "northwind"}};
        QVERIFY(m_store->accept({item}).has_value());
        QCOMPARE(chargeBack(report(TelemetrySchema::Classic), m_card, allDays()).total.priced.nano(),
                 chargeBack(before, m_card, allDays()).total.priced.nano());
    }

    void breakersSpeakForTheirTenants()
    {
        const QList<BudgetLine> board = budgetBoard(report(TelemetrySchema::Classic), m_card, now);
        QCOMPARE(board.size(), 5);
        for (const BudgetLine &line : board) {
            QVERIFY(line.isStateReported);
            QVERIFY(line.usedShare && *line.usedShare > 0.2 && *line.usedShare < 1.05);
            QVERIFY(line.budget && line.isImplied);
        }
        QCOMPARE(board.constFirst().tenant, QStringLiteral("wingtip"));
    }

private:
    static TimeSpanRange span() { return {now - 74h, now}; }
    static DayRange allDays()
    {
        const Day today = std::chrono::floor<std::chrono::days>(now);
        return {today - std::chrono::days(10), today + std::chrono::days(1)};
    }
    template<typename Reader>
    auto rows(TelemetrySchema schema, const QString &kql, Reader reader)
    {
        const auto table = test::askStore(*m_store, schema, kql, span());
        if (!table)
            qWarning("%s", qPrintable(table.error().message % u'\n' % kql));
        const auto read = table ? reader(*table) : reader(Table{});
        return read.value_or(typename decltype(reader(Table{}))::value_type());
    }
    UsageReport report(TelemetrySchema schema)
    {
        const UsageQueries queries = buildUsageQueries({}, schema, span());
        return {.usage = rows(schema, queries.usage, readUsage), .reported = rows(schema, queries.reported, readReported),
                .tools = rows(schema, queries.tools, readToolUse), .breakers = rows(schema, queries.breakers, readBreakers)};
    }

    RateCard m_card;
    std::unique_ptr<lab::TelemetryStore> m_store;
};

QD_TEST_MAIN(QCoreApplication, TestCostLab)
#include "tst_costlab.moc"
