#include "deckctlprogram.h"
#include "testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace qd::test;

/// `deckctl mcp doctor|load|replay`, `mcp run --record` and `mcp diff` of two recorded sessions.
class TestMcpProbes final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_words; ///< folder with what the server says of its tool echo

    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    void write(const char *name, const QByteArray &text) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

    [[nodiscard]] QByteArray read(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    [[nodiscard]] DeckctlOutcome run(const QStringList &arguments, const QStringList &server = {}) const
    {
        const QString program = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver --words-from ") + m_folder.path();
        return deckctl(QStringList{QStringLiteral("mcp")} + arguments + QStringList{QStringLiteral("--stdio"), program + u' ' + server.join(u' '), QStringLiteral("--yes")});
    }

private slots:
    void init()
    {
        failOnWarnings();
        write("echo.txt", "Says it again.");
        write("run.json", QByteArray("{'version':1,'name':'probe','variables':{'key':'${env:QD_PROBE_KEY}'},'answers':{'roots':['file:///srv']},'steps':["
            "{'list':'tools'},{'list':'prompts'},{'call':'add','arguments':{'a':1,'b':2}},"
            "{'call':'echo','arguments':{'text':'${key} and $${x}'}},"
            "{'call':'ask','arguments':{'method':'roots/list'}},{'read':'demo:" "//one'},{'get':'greet','arguments':{'who':'Ann'}},"
            "{'call':'absent','expect':[{'on':'status','equals':'error'}]}]}").replace('\'', '"'));
        qputenv("QD_PROBE_KEY", "hush-hush-99");
    }
    void cleanup() { checkNoErrorsLogged(); }

    void doctorSaysWhatIsWrongAndWhatMendsIt()
    {
        const DeckctlOutcome well = run({QStringLiteral("doctor"), QStringLiteral("--json")});
        QVERIFY2(well.code == 0, QByteArray(well.out + well.err).constData());
        QVERIFY(well.json()["ok"] == true);
        QVERIFY(well.json()["steps"][0]["step"] == "command");
        const DeckctlOutcome refused = deckctl({QStringLiteral("mcp"), QStringLiteral("doctor"), QStringLiteral("--url"), QStringLiteral("http://127.0.0.1:1/mcp"), QStringLiteral("--json")});
        QCOMPARE(refused.code, 4);
        QVERIFY(refused.json()["failed"] == "tcp");
        const DeckctlOutcome text = deckctl({QStringLiteral("mcp"), QStringLiteral("doctor"), QStringLiteral("--url"), QStringLiteral("http://127.0.0.1:1/mcp")});
        QVERIFY2(text.out.contains("\u2715 Connection (TCP)") && text.out.contains("\u2192 Start the server"), text.out.constData());
        const DeckctlOutcome unasked = deckctl({QStringLiteral("mcp"), QStringLiteral("doctor"), QStringLiteral("--"), QStringLiteral("/bin/true")});
        QCOMPARE(unasked.code, 2);
        QVERIFY2(unasked.out.contains("--yes"), unasked.out.constData());
        QCOMPARE(deckctl({QStringLiteral("mcp"), QStringLiteral("doctor")}).code, 2);
    }

    void loadCountsAndTimes()
    {
        const DeckctlOutcome json = run({QStringLiteral("load"), QStringLiteral("add"), QStringLiteral("--args"), QStringLiteral("{\"a\":1,\"b\":2}"), QStringLiteral("--calls"),
                                         QStringLiteral("200"), QStringLiteral("--concurrency"), QStringLiteral("4"), QStringLiteral("--instance-path"),
                                         QStringLiteral("$.structuredContent.sum"), QStringLiteral("--json")});
        QVERIFY2(json.code == 0, QByteArray(json.out + json.err).constData());
        const auto report = json.json();
        QCOMPARE(report["done"].get<int>(), 200);
        QCOMPARE(report["failed"].get<int>(), 0);
        QVERIFY(report["latencyMs"]["p50"].get<double>() > 0 && report["latencyMs"]["p50"] <= report["latencyMs"]["p99"] && report["latencyMs"]["p99"] <= report["latencyMs"]["most"]);
        QVERIFY(report["perSecond"].get<double>() > 0);
        QVERIFY(report["instances"][0]["name"] == "3.0" && report["instances"][0]["count"] == 200);
        int inSeconds = 0;
        for (const auto &second : report["seconds"])
            inSeconds += second["done"].get<int>();
        QCOMPARE(inSeconds, 200);
        const DeckctlOutcome failing = run({QStringLiteral("load"), QStringLiteral("fail"), QStringLiteral("--calls"), QStringLiteral("3")});
        QCOMPARE(failing.code, 1);
        write("args.json", "{\"a\":2,\"b\":3}\n");
        const DeckctlOutcome paced = run({QStringLiteral("load"), QStringLiteral("add"), QStringLiteral("--args"), u'@' + path("args.json"), QStringLiteral("--calls"), QStringLiteral("5"),
                                          QStringLiteral("--rate"), QStringLiteral("500"), QStringLiteral("--json")});
        QVERIFY2(paced.code == 0, QByteArray(paced.out + paced.err).constData());
        QVERIFY(paced.json()["due"] == 5 && paced.json()["notMade"] == 0 && !report.contains("due"));
        const DeckctlOutcome slow = run({QStringLiteral("load"), QStringLiteral("add"), QStringLiteral("--args"), u'@' + path("args.json"), QStringLiteral("--duration"), QStringLiteral("0.2"),
                                         QStringLiteral("--rate"), QStringLiteral("10000")});
        QVERIFY2(slow.out.contains("10000 a second wanted: due 2000, made ") && slow.out.contains(" never: "), slow.out.constData());
        QCOMPARE(run({QStringLiteral("load"), QStringLiteral("add"), QStringLiteral("--args"), u'@' + path("none.json")}).code, 2);
        QVERIFY2(failing.out.contains("3 failed (100.00 %)") && failing.out.contains("toolError"), failing.out.constData());
        QCOMPARE(run({QStringLiteral("load"), QStringLiteral("add"), QStringLiteral("--connections"), QStringLiteral("2")}).code, 2);
        QCOMPARE(run({QStringLiteral("load"), QStringLiteral("add"), QStringLiteral("--args"), QStringLiteral("3")}).code, 2);
        QCOMPARE(deckctl({QStringLiteral("mcp"), QStringLiteral("load"), QStringLiteral("add"), QStringLiteral("--url"), QStringLiteral("http://127.0.0.1:1/")}).code, 4);
    }

    /// Replayed with a time-out of its own, which is a minute, it waits as long as was waited then.
    void aCallThatNobodyAnsweredIsSaidAgain()
    {
        write("never.json", "{\"version\":1,\"name\":\"silence\",\"steps\":[{\"call\":\"never\"}]}");
        const DeckctlOutcome first = run({QStringLiteral("run"), path("never.json"), QStringLiteral("--timeout"), QStringLiteral("1000"), QStringLiteral("--record"), path("silence.json")});
        QCOMPARE(first.code, 1);
        QVERIFY2(read("silence.json").contains("\"unanswered\": true"), read("silence.json").constData());
        const DeckctlOutcome same = run({QStringLiteral("replay"), path("silence.json")});
        QVERIFY2(same.code == 0 && same.out.contains("nothing differs"), QByteArray(same.out + same.err).constData());
    }

    void aSessionIsSaidAgain()
    {
        const DeckctlOutcome first = run({QStringLiteral("run"), path("run.json"), QStringLiteral("--record"), path("first.json")});
        QVERIFY2(first.code == 0, QByteArray(first.out + first.err).constData());
        const QByteArray recorded = read("first.json");
        QVERIFY(!recorded.contains("hush-hush") && recorded.contains("*** and ${x}"));
        QVERIFY(recorded.contains("\"from\": \"server\""));

        const DeckctlOutcome same = run({QStringLiteral("replay"), path("first.json"), QStringLiteral("--record"), path("second.json"), QStringLiteral("--ignore"), QStringLiteral("/content")});
        QVERIFY2(same.code == 0, QByteArray(same.out + same.err).constData());
        QVERIFY(same.out.contains("nothing differs"));
        QCOMPARE(deckctl({QStringLiteral("mcp"), QStringLiteral("diff"), path("first.json"), path("second.json")}).code, 0);

        write("listing.json", run({QStringLiteral("list"), QStringLiteral("--json")}).out);
        const DeckctlOutcome listed = deckctl({QStringLiteral("mcp"), QStringLiteral("diff"), path("listing.json"), path("first.json")});
        QVERIFY2(listed.code == 0, listed.out.constData()); // resources were never listed
        QVERIFY2(listed.err.contains("no list of kind resource; that kind is not compared") && !listed.err.contains("kind tool"), listed.err.constData());

        write("echo.txt", "Says something else.");
        const DeckctlOutcome other = run({QStringLiteral("replay"), path("first.json"), QStringLiteral("--json"), QStringLiteral("--record"), path("other.json")});
        QCOMPARE(other.code, 1);
        const auto report = other.json();
        QVERIFY(report["same"] == false);
        for (const auto &item : report["items"])
            QVERIFY2((item["name"] == "echo") == (item["state"] == "changed"), item.dump().c_str());
        const DeckctlOutcome text = deckctl({QStringLiteral("mcp"), QStringLiteral("diff"), path("first.json"), path("other.json")});
        QCOMPARE(text.code, 1);
        QVERIFY2(text.out.contains("What is offered") && text.out.contains("echo"), text.out.constData());

        const DeckctlOutcome poorer = run({QStringLiteral("replay"), path("first.json")}, {QStringLiteral("--endless-pages")});
        QCOMPARE(poorer.code, 1);
        write("bad.json", "{\"session\":7,\"exchanges\":[]}");
        QCOMPARE(run({QStringLiteral("replay"), path("bad.json")}).code, 2);
        QCOMPARE(run({QStringLiteral("replay"), path("none.json")}).code, 2);
        const DeckctlOutcome nowhere = run({QStringLiteral("replay"), path("first.json"), QStringLiteral("--record"), path("absent/x.json")});
        QCOMPARE(nowhere.code, 2);
        QVERIFY(nowhere.out.isEmpty() && nowhere.err.contains("absent/x.json cannot be written"));
        QCOMPARE(run({QStringLiteral("run"), path("run.json"), QStringLiteral("--record"), QStringLiteral("/nowhere/at/all.json")}).code, 2);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpProbes)
#include "tst_mcpprobes.moc"
