#include "dataresources.h"
#include "localstate/localstate.h"
#include "manualclock.h"
#include "outcome.h"
#include "queryfiles/queryfiles.h"
#include "testmain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using namespace std::chrono_literals;
using test::Outcome;

namespace {

QStringList pathsOf(const QList<query::SavedQuery> &queries)
{
    QStringList paths;
    for (const query::SavedQuery &query : queries)
        paths += query.path;
    return paths;
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestQueryFiles : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        test::failOnWarnings();
        m_dir = std::make_unique<QTemporaryDir>();
        m_folder = m_dir->path() + QStringLiteral("/saved");
    }
    void cleanup() { test::checkNoErrorsLogged(); }

    void writesAndReads()
    {
        QueryFiles files(m_folder);
        QVERIFY(files.read().isEmpty());
        QVERIFY(files.write(QStringLiteral("cost/by day"), QStringLiteral("// title: A\nrequests")).has_value());
        QVERIFY(files.write(QStringLiteral("top"), QStringLiteral("print 1")).has_value());
        QCOMPARE(pathsOf(files.read()), (QStringList{QStringLiteral("cost/by day"), QStringLiteral("top")}));
        QCOMPARE(files.read()[0].title, QStringLiteral("A"));
        const auto permissions = QFileInfo(m_folder + QStringLiteral("/top.kql")).permissions();
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void refusesPathsThatLeaveTheFolder()
    {
        QueryFiles files(m_folder);
        for (const char *path : {"../x", "a/../../x", "/x", "", "a//b", ".hidden", "a/.b", "a\\b", "a\nb", " a", "1/2/3/4/5/6/7/8/9"}) {
            const auto done = files.write(QString::fromUtf8(path), QStringLiteral("print 1"));
            QVERIFY2(!done.has_value() && done.error().kind == ErrorKind::Invalid, path);
            QVERIFY(!files.remove(QString::fromUtf8(path)).has_value());
            QVERIFY(!files.rename(QStringLiteral("a"), QString::fromUtf8(path)).has_value());
        }
        QVERIFY(!files.restore(QStringLiteral("../a"), QStringLiteral("b")).has_value());
        QVERIFY(!QFileInfo::exists(m_dir->path() + QStringLiteral("/x.kql")));
    }

    void renamesDeletesAndBringsBack()
    {
        QueryFiles files(m_folder);
        QVERIFY(files.write(QStringLiteral("a"), QStringLiteral("print 1")).has_value());
        QVERIFY(files.write(QStringLiteral("b"), QStringLiteral("print 2")).has_value());
        QCOMPARE(files.rename(QStringLiteral("a"), QStringLiteral("b")).error().kind, ErrorKind::Conflict);
        QVERIFY(files.rename(QStringLiteral("a"), QStringLiteral("f/c")).has_value());
        const auto trashed = files.remove(QStringLiteral("f/c"));
        QVERIFY(trashed.has_value());
        QCOMPARE(pathsOf(files.read()), QStringList{QStringLiteral("b")});
        QCOMPARE(files.restore(*trashed, QStringLiteral("b")).error().kind, ErrorKind::Conflict);
        QVERIFY(files.restore(*trashed, QStringLiteral("f/c")).has_value());
        QCOMPARE(pathsOf(files.read()), (QStringList{QStringLiteral("b"), QStringLiteral("f/c")}));
        QCOMPARE(files.remove(QStringLiteral("none")).error().kind, ErrorKind::NotFound);
        QVERIFY(files.rename(QStringLiteral("f/c"), QStringLiteral("g/h/c")).has_value());
        QVERIFY(!QFileInfo::exists(m_folder + QStringLiteral("/f"))); // an empty folder is no folder of queries
        QVERIFY(files.remove(QStringLiteral("g/h/c")).has_value());
        QVERIFY(!QFileInfo::exists(m_folder + QStringLiteral("/g")));
        QVERIFY(QFileInfo::exists(m_folder));
    }

    void leavesOutWhatIsNoQuery()
    {
        QDir().mkpath(m_folder + QStringLiteral("/.trash"));
        writeFile(m_folder + QStringLiteral("/.trash/1.kql"), "print 1");
        writeFile(m_folder + QStringLiteral("/notes.txt"), "x");
        writeFile(m_folder + QStringLiteral("/large.kql"), QByteArray(1024 * 1024 + 1, 'x'));
        writeFile(m_folder + QStringLiteral("/bad.kql"), "\xff\xfe");
        QFile::link(QStringLiteral("/etc/passwd"), m_folder + QStringLiteral("/link.kql"));
        QCOMPARE(pathsOf(readQueryFolder(m_folder)), QStringList{QStringLiteral("bad")});
        QVERIFY(readQueryFolder(m_folder + QStringLiteral("/none")).isEmpty());
    }

    void tellsOfEditsByOthers()
    {
        QueryFiles files(m_folder);
        QVERIFY(files.write(QStringLiteral("a"), QStringLiteral("print 1")).has_value());
        files.watch();
        QSignalSpy changed(&files, &QueryFiles::changed);
        QTRY_VERIFY(changed.size() > 0); // our own
        changed.clear();
        writeFile(m_folder + QStringLiteral("/a.kql"), "print 2");
        QTRY_VERIFY(changed.size() > 0);
        QCOMPARE(files.read()[0].kql, QStringLiteral("print 2"));
        changed.clear();
        writeFile(m_folder + QStringLiteral("/b.kql"), "print 3");
        QTRY_VERIFY(changed.size() > 0);
    }

    void readsTheLibrary()
    {
        initDataResources();
        QVERIFY(pathsOf(readQueryFolder(QStringLiteral(":/queries"))).contains(QStringLiteral("cost/chargeback-month-to-date")));
    }

    void rememberRuns()
    {
        LocalState state({.folder = m_folder});
        QueryRun run{.at = test::ManualClock::start, .profile = QStringLiteral("lab"), .name = QStringLiteral("cost/by-day"), .kql = QStringLiteral("requests"), .elapsed = 12ms,
                     .rows = 3, .failure = {}, .requestId = QStringLiteral("id")};
        run = record(state, run);
        QVERIFY(run.number > 0);
        QueryRun failed{.at = test::ManualClock::start + 1h, .kql = QStringLiteral("Traces | x"), .failure = QStringLiteral("no")};
        record(state, failed);
        QCOMPARE(runs(state, {}).size(), 2);
        QCOMPARE(runs(state, {})[1], run);
        QCOMPARE(runs(state, QStringLiteral("TRACES")).size(), 1);
        QCOMPARE(runs(state, QStringLiteral("by-day")).size(), 1);
        record(state, {.at = test::ManualClock::start + 24h * 31, .kql = QStringLiteral("new")});
        QCOMPARE(runs(state, {}).size(), 1);
        QVERIFY(!(QFileInfo(m_folder + QStringLiteral("/deck.sqlite")).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        Outcome<void> done;
        state.queries().clear(done.context(), done.completion());
        QVERIFY(done.wait() && done.ok());
        QVERIFY(runs(state, {}).isEmpty());
    }

    void forgetsWhatIsTooLong()
    {
        LocalState state({.folder = m_folder});
        const QString long9(9 * 1000 * 1000, u'x');
        for (int i = 0; i < 3; ++i)
            record(state, {.at = test::ManualClock::start, .kql = long9});
        QCOMPARE(runs(state, {}).size(), 2);
    }

private:
    static QueryRun record(LocalState &state, const QueryRun &run)
    {
        Outcome<QueryRun> done;
        state.queries().record(run, done.context(), done.completion());
        return done.wait() && done.ok() ? done.value() : QueryRun{};
    }
    static QList<QueryRun> runs(LocalState &state, const QString &words)
    {
        Outcome<QList<QueryRun>> done;
        state.queries().runs(words, 100, done.context(), done.completion());
        return done.wait() && done.ok() ? done.value() : QList<QueryRun>{};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_folder;
};

QD_TEST_MAIN(QCoreApplication, TestQueryFiles)
#include "tst_queryfiles.moc"
