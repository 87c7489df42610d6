#include "deckctlprogram.h"
#include "testmain.h"

#include <QHash>
#include <QHostAddress>
#include <QProcess>
#include <QTcpServer>

#include <nlohmann/json.hpp>

using Json = nlohmann::json;
using Outcome = qd::test::DeckctlOutcome;
using qd::test::deckctl;
using qd::test::words;

namespace {

/// The tiles of a report by id.
QHash<QString, Json> tilesOf(const Json &report)
{
    QHash<QString, Json> tiles;
    for (const Json &tile : report.value("slos", Json::array()))
        tiles.insert(QString::fromStdString(tile["id"].get<std::string>()), tile);
    return tiles;
}

QByteArray stateOf(const Json &tile) { return QByteArray::fromStdString(tile.value("state", std::string())); }

} // namespace

class TestDeckctl : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }
    void cleanupTestCase() { deckctl(words("lab stop")); }

    void everyScenarioIsToldApart_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("calm") << QStringLiteral("calm") << QByteArray("ok");
        QTest::newRow("no-traffic") << QStringLiteral("no-traffic") << QByteArray("no-traffic");
        QTest::newRow("stale") << QStringLiteral("stale") << QByteArray("stale");
    }
    void everyScenarioIsToldApart()
    {
        QFETCH(const QString, scenario);
        QFETCH(const QByteArray, state);
        const Outcome outcome = deckctl({QStringLiteral("slo"), QStringLiteral("status"), QStringLiteral("--json"), QStringLiteral("--lab"), scenario});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto tiles = tilesOf(outcome.json());
        QCOMPARE(tiles.size(), 8);
        for (auto tile = tiles.cbegin(); tile != tiles.cend(); ++tile)
            QVERIFY2(stateOf(tile.value()) == state, qPrintable(tile.key() + u' ' + QString::fromUtf8(stateOf(tile.value()))));
    }

    void aBadPromptBurnsWhileEveryResponseIs200()
    {
        const Outcome outcome = deckctl(words("slo status --lab bad-prompt --json"));
        QVERIFY2(outcome.code == 1, outcome.err.constData());
        const auto tiles = tilesOf(outcome.json());
        const Json success = tiles.value(QStringLiteral("task-success"));
        QCOMPARE(stateOf(success), QByteArray("critical"));
        const Json page = success["readings"][0];
        QCOMPARE(QByteArray::fromStdString(page["long"].get<std::string>() + page["short"].get<std::string>()), QByteArray("1h5m"));
        QVERIFY(page["longBurn"].get<double>() > 14.4);
        QVERIFY(page["shortBurn"].get<double>() > 14.4);
        QCOMPARE(tiles.value(QStringLiteral("gateway-availability"))["value"].get<double>(), 1.0);
    }

    void aLabThatCannotStartSaysWhose()
    {
        const Outcome scenario = deckctl(words("lab start --scenario doomsday"));
        QVERIFY2(scenario.code == 2, scenario.err.constData());
        QVERIFY2(scenario.err.contains("doomsday"), scenario.err.constData());
        const Outcome option = deckctl(words("lab start -- --frobnicate"));
        QVERIFY2(option.code == 2, option.err.constData());
        QVERIFY2(option.err.contains("--frobnicate"), option.err.constData());
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const Outcome port = deckctl({QStringLiteral("lab"), QStringLiteral("start"), QStringLiteral("--port"), QString::number(taken.serverPort())});
        QVERIFY2(port.code == 4, port.err.constData());
    }

    void aLabThatStaysServesEveryVerb()
    {
        const Outcome start = deckctl(words("lab start --scenario bad-prompt --json"));
        QVERIFY2(start.code == 0, start.err.constData());
        const Json lab = start.json();
        for (const char *key : {"endpoint", "tenantId", "clientId", "clientSecret", "appId", "workspaceId", "bearerToken"})
            QVERIFY2(!lab.value(key, std::string()).empty(), key);
        QCOMPARE(deckctl(words("lab status")).code, 0);

        const Outcome query = deckctl({QStringLiteral("query"), QStringLiteral("run"), QStringLiteral("-"), QStringLiteral("--json")},
                                      "requests | where name == 'POST /chat' | summarize n = count()");
        QVERIFY2(query.code == 0, query.err.constData());
        QVERIFY(query.json()["tables"][0]["rows"][0][0].get<qint64>() > 1000);

        const Outcome refused = deckctl({QStringLiteral("query"), QStringLiteral("run"), QStringLiteral("requests\n| where nme == 1")});
        QCOMPARE(refused.code, 5);
        QVERIFY2(refused.err.contains("  | where nme == 1\n          ^\n"), refused.err.constData());

        const Outcome explain = deckctl(words("slo explain task-success --schema workspace"));
        QCOMPARE(explain.code, 1);
        QVERIFY2(explain.out.contains("AppMetrics"), explain.out.constData());

        const Outcome piped = deckctl(words("slo status --connect -"), start.out);
        QCOMPARE(piped.code, 1);
        QVERIFY(piped.out.contains("⬣ critical"));

        QByteArray stranger = start.out;
        stranger.replace(QByteArray::fromStdString(lab["clientSecret"].get<std::string>()), "wrong");
        QCOMPARE(deckctl(words("slo status --connect -"), stranger).code, 3);

        QCOMPARE(deckctl(words("lab stop")).code, 0);
        QCOMPARE(deckctl(words("slo status --connect -"), start.out).code, 4);
    }
};

QD_TEST_MAIN(QCoreApplication, TestDeckctl)
#include "tst_deckctl.moc"
