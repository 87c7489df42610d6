#include "change/changequery.h"
#include "manualclock.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;

struct ChangeRow {
    std::optional<Instant> at;
    QString kind;
    QString title;
    QString detail;
    QString previous;
    QString run;
    QString until;
};

Table changeTable(const std::vector<ChangeRow> &rows)
{
    Table table{.columns = {{QStringLiteral("at"), ColumnType::DateTime, {}}}};
    for (const char *name : {"kind", "title", "detail", "previous", "run", "until"})
        table.columns.push_back({QLatin1String(name), ColumnType::String, {}});
    for (const ChangeRow &row : rows) {
        table.columns[0].cells.push_back(row.at ? Cell(*row.at) : Cell());
        size_t column = 1;
        for (const QString &text : {row.kind, row.title, row.detail, row.previous, row.run, row.until})
            table.columns[column++].cells.emplace_back(text);
    }
    return table;
}

} // namespace

class TestChanges : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void telemetryIsRead()
    {
        const auto changes = readChanges(changeTable({{now, QStringLiteral("prompt-version"), QStringLiteral("v8"), QStringLiteral("support-triage"), QStringLiteral("v7"), {}, {}},
                                                      {now - 1h, QStringLiteral("deployment"), QStringLiteral("2026.11.3"), QStringLiteral("green"), {}, {}, {}},
                                                      {std::nullopt, QStringLiteral("deployment"), QStringLiteral("x"), {}, {}, {}, {}},
                                                      {now + 1h, QStringLiteral("budget-state"), QStringLiteral("downshift"), QStringLiteral("contoso"), QStringLiteral("ok"), {}, {}}}), now);
        QVERIFY(changes.has_value());
        QCOMPARE(changes->size(), 3);
        QCOMPARE(changes->at(0).kind, ChangeKind::Deployment);
        QCOMPARE(changes->at(0).title, QStringLiteral("Build 2026.11.3"));
        QCOMPARE(changes->at(0).detail, QStringLiteral("green"));
        QCOMPARE(changes->at(1).kind, ChangeKind::PromptVersion);
        QCOMPARE(changes->at(1).title, QStringLiteral("Prompt v8"));
        QCOMPARE(changes->at(1).detail, QStringLiteral("support-triage, was v7"));
        QCOMPARE(changes->at(1).source, QStringLiteral("telemetry"));
        QCOMPARE(changes->at(2).title, QStringLiteral("Budget downshift"));
        QVERIFY(changes->at(0).id != changes->at(1).id);
    }

    void oneChaosRunIsOneChange()
    {
        const QString chaos = QStringLiteral("chaos");
        const QString run = QStringLiteral("run-1");
        const auto changes = readChanges(changeTable({{now - 20min, chaos, QStringLiteral("throttle"), QStringLiteral("northwind"), {}, run, {}},
                                                      {now - 15min, chaos, QStringLiteral("throttle"), QStringLiteral("northwind"), {}, run, {}},
                                                      {now - 10min, chaos, QStringLiteral("off"), {}, {}, run, {}},
                                                      {now - 5min, chaos, QStringLiteral("outage"), QStringLiteral("*"), {}, QStringLiteral("run-2"), {}}}), now);
        QVERIFY(changes.has_value());
        QCOMPARE(changes->size(), 2);
        QCOMPARE(changes->at(0).id, ChangeId(QStringLiteral("chaos/run-1")));
        QCOMPARE(changes->at(0).at, now - 20min);
        QCOMPARE(changes->at(0).end, std::optional<Instant>(now - 10min));
        QVERIFY(!changes->at(0).isOngoing);
        QVERIFY(changes->at(1).isOngoing);
    }

    void aFaultEndsByItself()
    {
        const QString until = toDateTime(now - 2min).toString(Qt::ISODate);
        const auto changes = readChanges(changeTable({{now - 20min, QStringLiteral("chaos"), QStringLiteral("outage"), QStringLiteral("*"), {}, QStringLiteral("r"), until}}), now);
        QCOMPARE(changes->at(0).end, std::optional<Instant>(now - 2min));
        QVERIFY(!changes->at(0).isOngoing);
    }

    void textsAreMadePlain()
    {
        const QString hostile = QStringLiteral("a\u0000b\u001b[31m\r\n\u202ec\u2028<b>x</b>");
        const Table reply = changeTable({{now, QStringLiteral("deployment"), hostile, QString(5000, u'x'), {}, {}, {}}});
        const auto changes = readChanges(reply, now);
        QVERIFY(changes.has_value());
        QCOMPARE(changes->at(0).title, QStringLiteral("Build a b [31m c <b>x</b>"));
        QCOMPARE(changes->at(0).detail.size(), 200);
        QVERIFY(changes->at(0).detail.endsWith(u'…'));
        Table broken = reply;
        broken.columns.erase(broken.columns.begin() + 2);
        QCOMPARE(readChanges(broken, now).error().kind, ErrorKind::Decode);
        QVERIFY(readChanges(broken, now).error().message.contains(QStringLiteral("title")));
    }

    void unknownKindsAreShown()
    {
        const auto changes = readChanges(changeTable({{now, QStringLiteral("other"), QStringLiteral("x"), {}, {}, {}, {}}}), now);
        QCOMPARE(changes->at(0).kind, ChangeKind::Other);
        QCOMPARE(changes->at(0).title, QStringLiteral("Change x"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestChanges)
#include "tst_changes.moc"
