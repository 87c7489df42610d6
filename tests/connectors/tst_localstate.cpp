#include "localstate/localstate.h"
#include "localstate/statedatabase.h"
#include "manualclock.h"
#include "outcome.h"
#include "testmain.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <QTemporaryDir>

#include <array>
#include <barrier>
#include <thread>

using namespace qd;
using test::Outcome;

namespace {

AuditEntry sampleEntry(const QString &summary, AuditEntry::Kind kind = AuditEntry::Kind::Intent, qint64 intent = 0)
{
    return {.kind = kind, .intent = intent, .at = test::ManualClock::start, .actor = QStringLiteral("ann"), .profile = QStringLiteral("lab"),
            .environment = QStringLiteral("lab"), .verb = QStringLiteral("policy.apply"), .target = QStringLiteral("/x"), .summary = summary};
}

} // namespace

class TestLocalState : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folder = 0;

    QString newFolder() { return m_dir.path() + QStringLiteral("/%1").arg(++m_folder); }

    static Result<AuditRecord> append(LocalState &state, const AuditEntry &entry)
    {
        Outcome<AuditRecord> done;
        state.audit().append(entry, done.context(), done.completion());
        if (!done.wait())
            return Error{.message = QStringLiteral("no answer")};
        return done.ok() ? Result<AuditRecord>(done.value()) : Result<AuditRecord>(done.error());
    }
    static AuditVerdict verify(LocalState &state)
    {
        Outcome<AuditVerdict> done;
        state.audit().verify(done.context(), done.completion());
        return done.wait() && done.ok() ? done.value() : AuditVerdict{.problem = AuditVerdict::Problem::Unreadable};
    }
    static void fill(const QString &folder, int count)
    {
        LocalState state({.folder = folder});
        for (int i = 1; i <= count; ++i)
            QVERIFY(append(state, sampleEntry(QStringLiteral("change %1").arg(i))).has_value());
    }
    /// Changes the file as somebody with a SQLite shell would.
    static void tamper(const QString &folder, const QStringList &statements)
    {
        StateDatabase database({.folder = folder});
        auto open = database.open();
        QVERIFY(open.has_value());
        for (const QString &statement : statements)
            QVERIFY2(runStatement(*open, statement).has_value(), qPrintable(statement));
    }

    /// Writers that find no file yet and race for making it.
    static void shareTheChain(const QString &folder)
    {
        std::vector<std::unique_ptr<LocalState>> writers;
        for (int i = 0; i < 8; ++i)
            writers.push_back(std::make_unique<LocalState>(StateOptions{.folder = folder}));
        std::vector<std::unique_ptr<Outcome<AuditRecord>>> all;
        for (int i = 0; i < 16; ++i) {
            all.push_back(std::make_unique<Outcome<AuditRecord>>());
            writers[static_cast<size_t>(i) % writers.size()]->audit().append(sampleEntry(QString::number(i)), all.back()->context(), all.back()->completion());
        }
        for (const auto &each : all) {
            QVERIFY(each->wait());
            QVERIFY2(each->ok(), qPrintable(each->ok() ? QString() : each->error().message + each->error().detail));
        }
        const AuditVerdict verdict = verify(*writers.front());
        QCOMPARE(verdict.problem, AuditVerdict::Problem::None);
        QCOMPARE(verdict.records, 16);
    }

private slots:
    void init() { test::failOnWarnings(); }

    void appendsAndReads()
    {
        const QString folder = newFolder();
        {
            LocalState state({.folder = folder});
            const auto first = append(state, sampleEntry(QStringLiteral("one")));
            const auto second = append(state, sampleEntry(QStringLiteral("two")));
            QVERIFY(first && second);
            QCOMPARE(first->sequence, 1);
            QCOMPARE(second->previous, first->hash);
        }
        LocalState again({.folder = folder});
        Outcome<QList<AuditRecord>> newest;
        again.audit().newest(1, newest.context(), newest.completion());
        QVERIFY(newest.wait() && newest.ok());
        QCOMPARE(newest.value().size(), 1);
        QCOMPARE(newest.value().first().entry, sampleEntry(QStringLiteral("two")));
        QCOMPARE(verify(again).problem, AuditVerdict::Problem::None);
        QCOMPARE(verify(again).records, 2);
    }

    void filesAreTheUsersAlone()
    {
        const QString folder = newFolder();
        fill(folder, 1);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const char *name : {"/deck.sqlite", "/audit.head"})
            QVERIFY2(!(QFile::permissions(folder + QLatin1StringView(name)) & others), name);
        QVERIFY(!(QFile::permissions(folder) & (others | QFile::ExeOther | QFile::ExeGroup)));
    }

    void unfinishedAreThoseWithoutOutcome()
    {
        LocalState state({.folder = newFolder()});
        const auto first = append(state, sampleEntry(QStringLiteral("one")));
        const auto second = append(state, sampleEntry(QStringLiteral("two")));
        QVERIFY(append(state, sampleEntry({}, AuditEntry::Kind::Outcome, first->sequence)).has_value());
        Outcome<QList<AuditRecord>> open;
        state.audit().unfinished(open.context(), open.completion());
        QVERIFY(open.wait() && open.ok());
        QCOMPARE(open.value().size(), 1);
        QCOMPARE(open.value().first().sequence, second->sequence);
    }

    void tamperingIsFound_data()
    {
        QTest::addColumn<QStringList>("statements");
        QTest::addColumn<AuditVerdict::Problem>("problem");
        QTest::addColumn<qint64>("at");
        using P = AuditVerdict::Problem;
        const auto row = [](const char *name, const QStringList &statements, P problem, qint64 at) {
            QTest::newRow(name) << statements << problem << at;
        };
        row("edit", {QStringLiteral("UPDATE audit SET actor = 'eve' WHERE sequence = 4")}, P::Edited, 4);
        row("deletion", {QStringLiteral("DELETE FROM audit WHERE sequence = 4")}, P::Deleted, 4);
        row("deletion, numbered anew",
            {QStringLiteral("DELETE FROM audit WHERE sequence = 4"), QStringLiteral("UPDATE audit SET sequence = sequence + 1000 WHERE sequence > 4"),
             QStringLiteral("UPDATE audit SET sequence = sequence - 1001 WHERE sequence > 1000")},
            P::Deleted, 4);
        row("reordering",
            {QStringLiteral("UPDATE audit SET sequence = 1000 WHERE sequence = 3"), QStringLiteral("UPDATE audit SET sequence = 3 WHERE sequence = 6"),
             QStringLiteral("UPDATE audit SET sequence = 6 WHERE sequence = 1000")},
            P::Reordered, 3);
        row("truncation", {QStringLiteral("DELETE FROM audit WHERE sequence > 6")}, P::Truncated, 7);
        row("everything", {QStringLiteral("DELETE FROM audit")}, P::Truncated, 1);
    }
    void tamperingIsFound()
    {
        QFETCH(QStringList, statements);
        const QString folder = newFolder();
        fill(folder, 9);
        tamper(folder, statements);
        LocalState state({.folder = folder});
        const AuditVerdict verdict = verify(state);
        QTEST(verdict.problem, "problem");
        QTEST(verdict.at, "at");
        QVERIFY(!verdict.explanation.isEmpty());
    }

    void truncationStaysFoundAfterAnAppend()
    {
        const QString folder = newFolder();
        fill(folder, 9);
        tamper(folder, {QStringLiteral("DELETE FROM audit WHERE sequence > 6")});
        LocalState state({.folder = folder});
        QCOMPARE(append(state, sampleEntry(QStringLiteral("later")))->sequence, 10);
        const AuditVerdict verdict = verify(state);
        QCOMPARE(verdict.problem, AuditVerdict::Problem::Deleted);
        QCOMPARE(verdict.at, 7);
    }

    void missingHeadFileIsTold()
    {
        const QString folder = newFolder();
        fill(folder, 3);
        QVERIFY(QFile::remove(folder + QStringLiteral("/audit.head")));
        LocalState state({.folder = folder});
        QCOMPARE(verify(state).problem, AuditVerdict::Problem::Truncated);
        QCOMPARE(append(state, sampleEntry(QStringLiteral("later")))->sequence, 5); // after a note that says so
        QCOMPARE(verify(state).problem, AuditVerdict::Problem::None);
    }

    void writersShareTheChain()
    {
        for (int round = 0; round < 3; ++round)
            shareTheChain(newFolder());
    }

    void programsThatStartTogetherMakeOneFile()
    {
        for (int round = 0; round < 20; ++round) {
            const QString folder = newFolder();
            std::barrier together(4);
            std::array<Result<void>, 4> made;
            std::vector<std::jthread> programs;
            for (Result<void> &each : made)
                programs.emplace_back([&folder, &together, &each] {
                    StateDatabase database({.folder = folder});
                    together.arrive_and_wait();
                    if (const auto open = database.open(); !open)
                        each = open.error();
                });
            programs.clear();
            for (const Result<void> &each : made)
                QVERIFY2(each.has_value(), qPrintable(each.has_value() ? QString() : each.error().message));
        }
    }

    void headFileStandsBeforeTheFirstRecord()
    {
        const QString folder = newFolder();
        LocalState state({.folder = folder, .maxPages = 16});
        AuditEntry big = sampleEntry(QStringLiteral("big"));
        big.before = QString(200000, QLatin1Char('x'));
        QVERIFY(!append(state, big));
        QVERIFY(QFile::exists(folder + QStringLiteral("/audit.head"))); // so a record without it is one whose head was taken
        QCOMPARE(verify(state).problem, AuditVerdict::Problem::None);
        QCOMPARE(append(state, sampleEntry(QStringLiteral("small")))->sequence, 1);
    }

    void whatWasAskedForIsWrittenBeforeTheEnd()
    {
        const QString folder = newFolder();
        {
            LocalState state({.folder = folder});
            QObject context;
            for (int i = 0; i < 5; ++i)
                state.audit().append(sampleEntry(QString::number(i)), &context, {});
        }
        LocalState state({.folder = folder});
        QCOMPARE(verify(state).records, 5);
    }

    void fullDiskIsAClearError()
    {
        LocalState state({.folder = newFolder(), .maxPages = 16});
        Result<AuditRecord> last = Error{};
        AuditEntry big = sampleEntry(QStringLiteral("big"));
        big.before = QString(20000, QLatin1Char('x'));
        for (int i = 0; i < 10; ++i) {
            last = append(state, big);
            if (!last)
                break;
        }
        QVERIFY(!last.has_value());
        QVERIFY2(last.error().message.contains(QLatin1StringView("disk is full")), qPrintable(last.error().message));
        QCOMPARE(last.error().kind, ErrorKind::Internal);
        QCOMPARE(verify(state).problem, AuditVerdict::Problem::None); // what was written stands
    }

    void folderThatCannotBeMadeIsAClearError()
    {
        const QString file = m_dir.path() + QStringLiteral("/a-file");
        QFile blocker(file);
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        LocalState state({.folder = file + QStringLiteral("/state")});
        const auto refused = append(state, sampleEntry(QStringLiteral("x")));
        QVERIFY(!refused.has_value());
        QVERIFY2(refused.error().message.contains(QLatin1StringView("cannot be kept in")), qPrintable(refused.error().message));
    }

    void headFileThatCannotBeWrittenIsAClearError()
    {
        const QString folder = newFolder();
        fill(folder, 2);
        QVERIFY(QFile::remove(folder + QStringLiteral("/audit.head")));
        QVERIFY(QDir(folder).mkdir(QStringLiteral("audit.head"))); // also for root, whom permissions do not stop
        LocalState state({.folder = folder});
        const auto refused = append(state, sampleEntry(QStringLiteral("x")));
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().message.contains(QLatin1StringView("head file")));
    }

    void damagedFileIsUnreadable()
    {
        const QString folder = newFolder();
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + QStringLiteral("/deck.sqlite"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'z'));
        file.close();
        LocalState state({.folder = folder});
        QCOMPARE(verify(state).problem, AuditVerdict::Problem::Unreadable);
        const auto refused = append(state, sampleEntry(QStringLiteral("x")));
        QVERIFY(!refused.has_value());
        QVERIFY2(refused.error().message.contains(QLatin1StringView("damaged")), qPrintable(refused.error().message));
    }

    void noSecretReachesTheFile()
    {
        const QString folder = newFolder();
        {
            LocalState state({.folder = folder});
            AuditEntry entry = sampleEntry(QStringLiteral("settings with client_secret=planted-secret-1"));
            entry.before = QStringLiteral("OPENAI_API_KEY=planted-secret-2");
            entry.after = QStringLiteral("{\"password\": \"planted-secret-3\"}");
            entry.detail = QStringLiteral("Authorization: Bearer planted-secret-4");
            QVERIFY(append(state, entry).has_value());
        }
        for (const QString &name : QDir(folder).entryList(QDir::Files)) {
            QFile file(folder + u'/' + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("planted-secret"), qPrintable(name));
        }
    }

    void historyKeepsVersions()
    {
        LocalState state({.folder = newFolder()});
        const auto record = [&state](const QString &object, const QString &text, ObjectVersion::Origin origin) {
            Outcome<ObjectVersion> done;
            state.history().record({.object = object, .at = test::ManualClock::start, .origin = origin, .text = text}, done.context(), done.completion());
            return done.wait() && done.ok() ? done.value().number : -1;
        };
        const qint64 first = record(QStringLiteral("/Apis/A"), QStringLiteral("<one/>"), ObjectVersion::Origin::Read);
        QCOMPARE(record(QStringLiteral("/apis/a"), QStringLiteral("<one/>"), ObjectVersion::Origin::Read), first); // said before
        QVERIFY(record(QStringLiteral("/apis/b"), QStringLiteral("<other/>"), ObjectVersion::Origin::Read) > first);
        QVERIFY(record(QStringLiteral("/apis/a"), QStringLiteral("<two/>"), ObjectVersion::Origin::Written) > first);
        Outcome<QList<ObjectVersion>> found;
        state.history().versions(QStringLiteral("/APIS/A"), 10, found.context(), found.completion());
        QVERIFY(found.wait() && found.ok());
        QCOMPARE(found.value().size(), 2);
        QCOMPARE(found.value().first().text, QStringLiteral("<two/>"));
        QCOMPARE(found.value().last().object, QStringLiteral("/Apis/A"));
    }

    void flagsAreShared()
    {
        const QString folder = newFolder();
        LocalState one({.folder = folder});
        LocalState two({.folder = folder});
        Outcome<void> written;
        one.flags().write(QStringLiteral("chaos.block"), QStringLiteral("on"), written.context(), written.completion());
        QVERIFY(written.wait() && written.ok());
        Outcome<QString> read;
        two.flags().read(QStringLiteral("chaos.block"), read.context(), read.completion());
        QVERIFY(read.wait() && read.ok());
        QCOMPARE(read.value(), QStringLiteral("on"));
    }

    void contextGoneMeansNoCompletion()
    {
        LocalState state({.folder = newFolder()});
        Outcome<AuditRecord> dropped;
        state.audit().append(sampleEntry(QStringLiteral("x")), dropped.context(), dropped.completion());
        dropped.destroyContext();
        QCOMPARE(verify(state).records, 1); // it was written all the same
        QCOMPARE(dropped.count(), 0);
    }
};

QD_TEST_MAIN(QCoreApplication, TestLocalState)
#include "tst_localstate.moc"
