// `deckctl query` as a script would use it: the program itself, a real lab.
#include "deckctlprogram.h"
#include "testmain.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

#include <csignal>
#include <sys/types.h>

using Json = nlohmann::json;
using QueryOutcome = qd::test::DeckctlOutcome;
using qd::test::words;

namespace {

QueryOutcome deckctlQuery(const QStringList &arguments, const QByteArray &input = {})
{
    return qd::test::deckctl(QStringList{QStringLiteral("query")} + arguments, input);
}

} // namespace

class TestDeckctlQuery : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_state.isValid());
        qputenv("QD_STATE_DIR", m_state.path().toUtf8());
        QCOMPARE(qd::test::deckctl(words("lab start --scenario calm --json")).code, 0);
    }
    void cleanupTestCase() { qd::test::deckctl(words("lab stop")); }
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void answersTheLibrary_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("schema");
        for (const char *name : {"cost/chargeback-month-to-date", "cost/anomalies", "traces/cost-of-slow-turns"})
            for (const char *schema : {"classic", "workspace"})
                QTest::addRow("%s %s", name, schema) << QString::fromLatin1(name) << QString::fromLatin1(schema);
    }
    void answersTheLibrary()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, schema);
        const QueryOutcome outcome = deckctlQuery({QStringLiteral("run"), u'@' + name, QStringLiteral("--json"), QStringLiteral("--schema"), schema});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(!outcome.json()["tables"][0]["rows"].empty());
    }

    void bindsParameters()
    {
        const QueryOutcome all = deckctlQuery(words("run @cost/chargeback-month-to-date --format ndjson"));
        QVERIFY2(all.code == 0, all.err.constData());
        QSet<QByteArray> tenants;
        for (const QByteArray &line : all.out.trimmed().split('\n'))
            tenants += QByteArray::fromStdString(Json::parse(line.toStdString()).value("tenant", std::string()));
        QVERIFY(tenants.size() > 1);
        const QByteArray one = *tenants.cbegin();
        const QueryOutcome bound = deckctlQuery(words("run @cost/chargeback-month-to-date --format ndjson --param") + QStringList{QStringLiteral("onlyTenant=") + QString::fromUtf8(one)});
        QVERIFY2(bound.code == 0, bound.err.constData());
        QVERIFY(!bound.out.isEmpty());
        for (const QByteArray &line : bound.out.trimmed().split('\n'))
            QCOMPARE(QByteArray::fromStdString(Json::parse(line.toStdString()).value("tenant", std::string())), one);
        QCOMPARE(deckctlQuery(words("run @cost/by-day --param nosuch=1")).code, 2);
        QCOMPARE(deckctlQuery(words("run @cost/anomalies --param days=many")).code, 2);
        QVERIFY(deckctlQuery(words("run @cost/by-dya")).err.contains("cost/by-day"));
    }

    void printsEveryFormat()
    {
        const QString query = QStringLiteral("range n from 1 to 3 step 1 | extend s = strcat('a,', tostring(n))");
        QCOMPARE(deckctlQuery({QStringLiteral("run"), query, QStringLiteral("--format"), QStringLiteral("csv")}).out, QByteArray("n,s\r\n1,\"a,1\"\r\n2,\"a,2\"\r\n3,\"a,3\"\r\n"));
        QCOMPARE(deckctlQuery({QStringLiteral("run"), query, QStringLiteral("--format"), QStringLiteral("ndjson")}).out,
                 QByteArray("{\"n\":1,\"s\":\"a,1\"}\n{\"n\":2,\"s\":\"a,2\"}\n{\"n\":3,\"s\":\"a,3\"}\n"));
        QVERIFY(deckctlQuery({QStringLiteral("run"), query}).out.startsWith("n"));
        QCOMPARE(deckctlQuery({QStringLiteral("run"), QStringLiteral("print x = 1 | where false"), QStringLiteral("--format"), QStringLiteral("csv")}).out, QByteArray("x\r\n"));
        const QueryOutcome refused = deckctlQuery({QStringLiteral("run"), QStringLiteral("requests | where nme == 1"), QStringLiteral("--format"), QStringLiteral("ndjson")});
        QCOMPARE(refused.code, 5);
        QVERIFY(refused.out.isEmpty() && refused.err.contains("^"));
    }

    void savedQueriesHaveNamesToo()
    {
        QDir(m_state.path()).mkpath(QStringLiteral("queries/saved/mine"));
        QFile file(m_state.path() + QStringLiteral("/queries/saved/mine/five.kql"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("// title: Five\n// parameter: n long = \"5\"\nprint x = n\n");
        file.close();
        QCOMPARE(deckctlQuery(words("run @mine/five --format csv")).out, QByteArray("x\r\n5\r\n"));
        QCOMPARE(deckctlQuery(words("run @mine/five --format csv --param n=7")).out, QByteArray("x\r\n7\r\n"));
        QVERIFY(deckctlQuery(words("list five")).out.contains("@mine/five"));
        const Json list = deckctlQuery(words("list slo --json")).json();
        QVERIFY(list["queries"].size() >= 8);
        QVERIFY(deckctlQuery(words("library show cost/by-day")).out.startsWith("// title: Cost by day\n"));
        QCOMPARE(deckctlQuery(words("library show nosuch")).code, 2);
    }

    void savedQueriesAreKept()
    {
        QCOMPARE(deckctlQuery(words("library save own/six -"), "// title: Six\nprint x = 6").code, 0);
        QCOMPARE(deckctlQuery(words("run @own/six --format csv")).out, QByteArray("x\r\n6\r\n"));
        QCOMPARE(deckctlQuery(words("library rename @own/six half/dozen")).code, 0);
        QCOMPARE(deckctlQuery(words("run @own/six")).code, 2);
        QCOMPARE(deckctlQuery(words("run @half/dozen --format csv")).out, QByteArray("x\r\n6\r\n"));
        const QueryOutcome gone = deckctlQuery(words("library delete half/dozen"));
        QVERIFY2(gone.code == 0 && gone.out.startsWith("Deleted."), gone.err.constData());
        QCOMPARE(deckctlQuery(words("run @half/dozen")).code, 2);
        const QStringList back = QString::fromUtf8(gone.out).trimmed().section(QStringLiteral("deckctl query "), 1).split(u' ');
        QCOMPARE(deckctlQuery(back).code, 0); // as it was printed
        const Json list = deckctlQuery(words("list dozen --json")).json();
        QCOMPARE(list["queries"].size(), size_t(1));
    }

    void theLibraryItselfStays()
    {
        for (const char *line : {"library delete cost/by-day", "library rename cost/by-day cost/other", "library delete ../x", "library restore ../x y"}) {
            const QueryOutcome refused = deckctlQuery(words(line));
            QVERIFY2(refused.code != 0 && refused.out.isEmpty() && !refused.err.isEmpty(), line);
        }
        QCOMPARE(deckctlQuery(words("library show cost/by-day")).code, 0);
    }

    void formatsAndChecks()
    {
        QCOMPARE(deckctlQuery({QStringLiteral("format"), QStringLiteral("-")}, "requests|where a==1|take 5").out, QByteArray("requests\n| where a == 1\n| take 5"));
        QCOMPARE(deckctlQuery({QStringLiteral("check"), QStringLiteral("requests | take 5")}).code, 0);
        const QueryOutcome wrong = deckctlQuery({QStringLiteral("check"), QStringLiteral("-")}, "requests\n| where isemty(x)\n| takes 5");
        QCOMPARE(wrong.code, 5);
        QVERIFY2(wrong.err.contains("SEM0260 at 2:9") && wrong.err.contains("SYN0002 at 3:3"), wrong.err.constData());
    }

    void watchesUntilItIsInterrupted()
    {
        QProcess process;
        process.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), {QStringLiteral("query"), QStringLiteral("run"), QStringLiteral("print t = now()"), QStringLiteral("--format"),
                                                                     QStringLiteral("csv"), QStringLiteral("--watch"), QStringLiteral("1")});
        QByteArray out;
        while (out.count("t\r\n") < 2 && process.waitForReadyRead(60000))
            out += process.readAllStandardOutput();
        QVERIFY2(out.count("t\r\n") >= 2, out.constData());
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }

private:
    QTemporaryDir m_state;
};

QD_TEST_MAIN(QCoreApplication, TestDeckctlQuery)
#include "tst_deckctlquery.moc"
