#include "audit/auditaction.h"
#include "audit/auditcheck.h"
#include "audit/auditredaction.h"
#include "testmain.h"

#include <QObject>

using namespace qd;

namespace {

QList<AuditRecord> auditLogOf(int count)
{
    QList<AuditRecord> log;
    AuditHead head = emptyAuditHead();
    for (int i = 1; i <= count; ++i) {
        AuditEntry entry{.at = Instant(Seconds(1000 + i)), .actor = QStringLiteral("ann"), .verb = QStringLiteral("policy.apply"),
                         .summary = QStringLiteral("change %1").arg(i)};
        log.append(nextAuditRecord(head, entry));
        head = {.count = i, .hash = log.last().hash};
    }
    return log;
}

AuditHead headOf(const QList<AuditRecord> &log) { return {.count = log.size(), .hash = log.last().hash}; }

AuditVerdict check(const QList<AuditRecord> &log, const std::optional<AuditHead> &anchor)
{
    AuditCheck checker([&log](const QByteArray &hash) {
        return std::ranges::any_of(log, [&hash](const AuditRecord &record) { return record.hash == hash; });
    });
    for (const AuditRecord &record : log)
        if (!checker.accept(record))
            break;
    return checker.finish(anchor);
}

} // namespace

class TestAudit : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void canonicalFormIsFixed()
    {
        const AuditEntry entry{.kind = AuditEntry::Kind::Outcome, .intent = 3, .at = Instant(Microseconds(5)), .actor = QStringLiteral("é"),
                               .verb = QStringLiteral("a,b")};
        QCOMPARE(canonicalAuditForm(7, entry), QByteArray("qd-audit-11:7,1:1,1:3,1:5,2:\xc3\xa9,0:,0:,3:a,b,0:,0:,0:,0:,0:,0:,"));
    }

    void firstHashIsFixed()
    {
        // Computed apart from our code: SHA-256 of 32 zero bytes and the form of an empty record number 1.
        const AuditRecord record = nextAuditRecord(emptyAuditHead(), {});
        QCOMPARE(canonicalAuditForm(1, {}), QByteArray("qd-audit-11:1,1:0,1:0,1:0,0:,0:,0:,0:,0:,0:,0:,0:,0:,0:,"));
        QCOMPARE(record.hash.toHex(), QByteArray("c27de3dc76096c721468aca64360e2a199b7ad917af838762c2823fdf78c140f"));
    }

    void wholeLogIsGood()
    {
        const auto log = auditLogOf(20);
        const AuditVerdict verdict = check(log, headOf(log));
        QCOMPARE(verdict.problem, AuditVerdict::Problem::None);
        QCOMPARE(verdict.records, 20);
        QCOMPARE(verdict.head, log.last().hash);
        QCOMPARE(check({}, std::nullopt).problem, AuditVerdict::Problem::None);
    }

    void editIsFound()
    {
        auto log = auditLogOf(9);
        const AuditHead head = headOf(log);
        log[4].entry.summary = QStringLiteral("something else");
        const AuditVerdict verdict = check(log, head);
        QCOMPARE(verdict.problem, AuditVerdict::Problem::Edited);
        QCOMPARE(verdict.at, 5);
        QCOMPARE(verdict.records, 4);
    }

    void editWithNewHashIsFound()
    {
        auto log = auditLogOf(9);
        const AuditHead head = headOf(log);
        log[4].entry.actor = QStringLiteral("bob");
        log[4].hash = auditHash(log[4].previous, 5, log[4].entry);
        QCOMPARE(check(log, head).problem, AuditVerdict::Problem::Edited);
        QCOMPARE(check(log, head).at, 5);
        auto last = auditLogOf(9);
        last[8].entry.actor = QStringLiteral("bob");
        last[8].hash = auditHash(last[8].previous, 9, last[8].entry);
        QCOMPARE(check(last, head).problem, AuditVerdict::Problem::Edited);
        QCOMPARE(check(last, head).at, 9);
    }

    void deletionIsFound()
    {
        auto log = auditLogOf(9);
        const AuditHead head = headOf(log);
        log.removeAt(3);
        QCOMPARE(check(log, head).problem, AuditVerdict::Problem::Deleted);
        QCOMPARE(check(log, head).at, 4);
        for (qsizetype i = 3; i < log.size(); ++i) // numbered anew to hide the gap
            log[i].sequence = i + 1;
        QCOMPARE(check(log, head).problem, AuditVerdict::Problem::Deleted);
        QCOMPARE(check(log, head).at, 4);
    }

    void reorderIsFound()
    {
        auto log = auditLogOf(9);
        const AuditHead head = headOf(log);
        std::swap(log[2], log[5]);
        std::swap(log[2].sequence, log[5].sequence);
        QCOMPARE(check(log, head).problem, AuditVerdict::Problem::Reordered);
        QCOMPARE(check(log, head).at, 3);
    }

    void truncationIsFound()
    {
        auto log = auditLogOf(9);
        const AuditHead head = headOf(log);
        log.resize(6);
        QCOMPARE(check(log, head).problem, AuditVerdict::Problem::Truncated);
        QCOMPARE(check(log, head).at, 7);
        QCOMPARE(check({}, head).problem, AuditVerdict::Problem::Truncated);
        QCOMPARE(check(log, std::nullopt).problem, AuditVerdict::Problem::Truncated);
    }

    void anchorMayLagBehind()
    {
        const auto log = auditLogOf(9);
        QCOMPARE(check(log, AuditHead{8, log.at(7).hash}).problem, AuditVerdict::Problem::None);
        QCOMPARE(check(log, AuditHead{8, log.at(6).hash}).problem, AuditVerdict::Problem::Edited);
    }

    void secretsAreMasked_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("masked");
        const auto row = [](const char *name, const char *text, const char *masked) {
            QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(masked);
        };
        row("setting", "OPENAI_API_KEY=abc123\nBUILD=7", "OPENAI_API_KEY=***\nBUILD=7");
        row("member", "{\"clientSecret\": \"x\\\"y\", \"n\": 1}", "{\"clientSecret\": \"***\", \"n\": 1}");
        row("header", "Authorization: Bearer abcdefghijk", "Authorization: ***");
        row("bare bearer", "sent Bearer abcdefghijk.lm", "sent ***");
        row("token", "got eyJhbGciOiJI.eyJzdWIiOi.c2ln back", "got *** back");
        row("sas", "https://x/?sv=1&sig=abc%3D&se=2", "https://x/?sv=1&sig=***&se=2");
        row("account key", "AccountName=a;AccountKey=Zm9v==;End=1", "AccountName=a;AccountKey=***;End=1");
        row("ordinary", "token limit 500, keys: none, design: big", "token limit 500, keys: none, design: big");
        row("policy", "<set-header name=\"x\"><value>1</value></set-header>", "<set-header name=\"x\"><value>1</value></set-header>");
    }
    void secretsAreMasked()
    {
        QFETCH(QString, text);
        QFETCH(QString, masked);
        QCOMPARE(withoutSecrets(text), masked);
    }

    void anActionIsOneThing()
    {
        const auto record = [](qint64 sequence, AuditEntry::Kind kind, const char *verb, qint64 intent = 0) {
            return AuditRecord{.sequence = sequence, .entry = {.kind = kind, .intent = intent, .verb = QString::fromLatin1(verb), .status = QStringLiteral("succeeded")},
                               .previous = {}, .hash = {}};
        };
        using Kind = AuditEntry::Kind;
        const QList<AuditRecord> log{record(7, Kind::Intent, "chaos.stop-all"), record(6, Kind::Outcome, "chaos.start", 3), record(5, Kind::Outcome, "policy.apply", 4),
                                     record(4, Kind::Intent, "policy.apply"),   record(3, Kind::Intent, "chaos.start"),     record(2, Kind::Note, "chaos.note"),
                                     record(1, Kind::Outcome, "chaos.start", 0)};
        const QList<AuditAction> actions = auditActions(log, QStringLiteral("chaos."));
        QCOMPARE(actions.size(), 2);
        QCOMPARE(actions.at(0).intent.sequence, 7);
        QCOMPARE(auditResultText(actions.at(0)), QStringLiteral("no end recorded"));
        QCOMPARE(actions.at(1).intent.sequence, 3);
        QCOMPARE(auditResultText(actions.at(1)), QStringLiteral("succeeded"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestAudit)
#include "tst_audit.moc"
