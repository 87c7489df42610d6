#include "change/changequery.h"
#include "change/changerank.h"
#include "dataresources.h"
#include "labresources.h"
#include "labstore.h"
#include "localfiles/localfiles.h"
#include "slo/evaluate.h"
#include "testmain.h"

#include <QFile>
#include <QObject>

#include <map>
#include <memory>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;
constexpr TimeSpanRange lastHour{now - 1h, now};
constexpr auto enough = 74h; ///< the longest burn window is full

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Passes metrics on under the names that a deployment with this dictionary would use.
class RenamingSink final : public lab::TelemetrySink
{
public:
    RenamingSink(lab::TelemetrySink &target, const MetricDictionary &dictionary) : m_target(target), m_dictionary(dictionary) {}

    Result<void> accept(std::vector<lab::TelemetryItem> items) override
    {
        for (lab::TelemetryItem &item : items)
            if (item.kind == lab::ItemKind::Metric)
                rename(item);
        return m_target.accept(std::move(items));
    }

private:
    void rename(lab::TelemetryItem &item) const
    {
        const auto role = metricRoleFromName(QString::fromStdString(item.name));
        if (!role)
            return;
        item.name = m_dictionary.metricName(*role).toStdString();
        for (auto &[key, value] : item.properties) {
            const QString canonical = QString::fromStdString(key);
            value = m_dictionary.dimensionValue(canonical, QString::fromStdString(value)).toStdString();
            key = m_dictionary.dimensionName(canonical).toStdString();
        }
    }

    lab::TelemetrySink &m_target;
    const MetricDictionary &m_dictionary;
};

} // namespace

/// The shipped SLOs over the simulated fleet, through the lab's own KQL compiler: what the queries mean, not what they say.
class TestSloLab : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        initDataResources();
        initLabResources();
        const auto slos = decodeSloFile(fileBytes(QStringLiteral(":/slo/agent-fleet.json")), QStringLiteral("agent-fleet.json"));
        QVERIFY(slos.has_value());
        m_slos = *slos;
    }
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void calmIsOkInBothSchemas()
    {
        lab::TelemetryStore *store = filled(QStringLiteral("calm"));
        QVERIFY(store);
        const QList<SloTile> classic = tiles(*store, TelemetrySchema::Classic, {});
        QCOMPARE(classic.size(), 8);
        for (const SloTile &tile : classic) {
            QVERIFY2(tile.state == TileState::Ok, qPrintable(tile.id.value % u": " % tile.sentence));
            QVERIFY2(tile.value && tile.events > 0 && tile.budgetRemaining, qPrintable(tile.id.value));
            for (const BurnReading &reading : tile.readings)
                QVERIFY2(reading.longBurn && reading.shortBurn, qPrintable(tile.id.value));
        }
        compareNumbers(classic, tiles(*store, TelemetrySchema::Workspace, {}));
    }

    void renamedTelemetryFillsTheSameTiles()
    {
        const auto dictionary = decodeDictionaryFile(fileBytes(QStringLiteral(QD_SOURCE_DIR "/tests/data/dictionary-renamed.json")), QStringLiteral("d"));
        QVERIFY(dictionary.has_value());
        lab::TelemetryStore *plain = filled(QStringLiteral("bad-prompt"));
        const auto renamed = test::scenarioStore(QStringLiteral("bad-prompt"), enough, [&dictionary](lab::TelemetryStore &store) { return RenamingSink(store, *dictionary); });
        QVERIFY(plain && renamed);
        compareNumbers(tiles(*plain, TelemetrySchema::Classic, {}), tiles(*renamed, TelemetrySchema::Classic, *dictionary));
        // Without the dictionary nothing is found under the product's own names.
        QCOMPARE(tiles(*renamed, TelemetrySchema::Classic, {}).first().state, TileState::NoData);
    }

    void badPromptBurnsWithoutServerErrors()
    {
        lab::TelemetryStore *store = filled(QStringLiteral("bad-prompt"));
        QVERIFY(store);
        const QList<SloTile> all = tiles(*store, TelemetrySchema::Classic, {});
        const SloTile &task = all.at(0);
        QCOMPARE(task.state, TileState::Critical);
        QVERIFY(*task.readings.first().longBurn > 14.4);
        QVERIFY(*task.readings.first().shortBurn > 14.4);
        QVERIFY2(task.sentence.contains(QStringLiteral("the 30-day budget is ")), qPrintable(task.sentence));
        const SloTile &gateway = all.at(5);
        QCOMPARE(gateway.value.value(), 1.0);
        QCOMPARE(gateway.state, TileState::Ok);

        const auto reply = test::askStore(*store, TelemetrySchema::Classic, buildChangeQuery(TelemetrySchema::Classic, {now - 73h, now}), TimeSpanRange{now - 73h, now});
        QVERIFY2(reply.has_value(), reply ? "" : qPrintable(reply.error().message));
        const auto markers = readChanges(*reply, now);
        QVERIFY(markers.has_value() && !markers->isEmpty());
        QCOMPARE(markers->constLast().kind, ChangeKind::PromptVersion);
        QVERIFY(markers->constLast().title.startsWith(QStringLiteral("Prompt ")));
        QVERIFY(now - markers->constLast().at < 2h);

        // The planted prompt explains the burn best, whichever objective asks.
        for (const SloTile *tile : {&all.at(0), &all.at(1)}) {
            const auto burn = burnSpell(tile->definition, tile->series);
            QVERIFY2(burn.has_value(), qPrintable(tile->id.value));
            const QList<RankedChange> ranked = rankChanges(*markers, burn, now);
            const Change &first = ranked.constFirst().change;
            QCOMPARE(first.kind, ChangeKind::PromptVersion);
            QVERIFY2(first.title == QLatin1String("Prompt order-desk-v14") || first.title == QLatin1String("Prompt claims-triage-v9"), qPrintable(first.title));
            QVERIFY(ranked.constFirst().score > 0.7);
        }
    }

    void silenceIsNotHealth_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<int>("state");
        QTest::newRow("no-traffic") << "no-traffic" << int(TileState::NoTraffic);
        QTest::newRow("stale") << "stale" << int(TileState::Stale);
    }
    void silenceIsNotHealth()
    {
        QFETCH(QString, scenario);
        QFETCH(int, state);
        const auto store = test::scenarioStore(scenario, enough);
        QVERIFY(store);
        for (const SloTile &tile : tiles(*store, TelemetrySchema::Workspace, {}))
            QVERIFY2(int(tile.state) == state, qPrintable(tile.id.value % u": " % tileStateName(tile.state) % u", " % tile.sentence));
    }

    void historyEndsWhereTheBudgetStands()
    {
        lab::TelemetryStore *store = filled(QStringLiteral("calm"));
        QVERIFY(store);
        const QList<SloTile> all = tiles(*store, TelemetrySchema::Classic, {});
        for (qsizetype i = 0; i < m_slos.size(); ++i) {
            const SliQuery query = buildBudgetQuery(m_slos.at(i), {}, TelemetrySchema::Classic, now);
            const auto reply = test::askStore(*store, TelemetrySchema::Classic, query.kql, query.span);
            QVERIFY2(reply.has_value(), reply ? "" : qPrintable(reply.error().message));
            const std::vector<SliPoint> points = budgetBurnDown(m_slos.at(i), *reply);
            QVERIFY(!points.empty());
            QVERIFY2(std::abs(points.back().value.value_or(-99) - all.at(i).budgetRemaining.value_or(99)) < 1e-6,
                     qPrintable(m_slos.at(i).id.value));
        }
    }

private:
    /// The scenario under the product's own names; made once.
    lab::TelemetryStore *filled(const QString &scenario)
    {
        std::unique_ptr<lab::TelemetryStore> &store = m_stores[scenario];
        if (!store)
            store = test::scenarioStore(scenario, enough);
        return store.get();
    }

    /// One refresh round. Empty, and a failed test, when a query or its reply is refused.
    QList<SloTile> tiles(lab::TelemetryStore &store, TelemetrySchema schema, const MetricDictionary &dictionary)
    {
        const QList<SliQuery> queries = buildRefreshQueries(m_slos, dictionary, schema, lastHour);
        QList<Table> replies;
        for (const SliQuery &query : queries) {
            auto reply = test::askStore(store, schema, query.kql, query.span);
            if (!reply)
                qWarning("%s", qPrintable(reply.error().message % u'\n' % query.kql));
            replies.append(reply ? std::move(*reply) : Table());
        }
        const auto samples = readRefresh(m_slos, queries, replies, lastHour);
        if (!samples)
            return {};
        QList<SloTile> all;
        for (const SloDefinition &slo : std::as_const(m_slos))
            all.append(evaluateSlo(slo, samples->value(slo.id), now));
        return all;
    }

    static void compareNumbers(const QList<SloTile> &one, const QList<SloTile> &other)
    {
        QCOMPARE(one.size(), other.size());
        for (qsizetype i = 0; i < one.size(); ++i) {
            const QByteArray id = one.at(i).id.value.toUtf8();
            QVERIFY2(one.at(i).state == other.at(i).state, id.constData());
            QVERIFY2(one.at(i).sentence == other.at(i).sentence, id.constData());
            QVERIFY2(one.at(i).events == other.at(i).events, id.constData());
            QVERIFY2(one.at(i).series.size() == other.at(i).series.size(), id.constData());
            // Sums of doubles depend on their order, which the engine chooses.
            QVERIFY2(std::abs(one.at(i).value.value_or(-1) - other.at(i).value.value_or(-1)) < 1e-9, id.constData());
        }
    }

    QList<SloDefinition> m_slos;
    std::map<QString, std::unique_ptr<lab::TelemetryStore>> m_stores;
};

QD_TEST_MAIN(QCoreApplication, TestSloLab)
#include "tst_slolab.moc"
