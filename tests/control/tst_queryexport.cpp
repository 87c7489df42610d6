// What the query page keeps in files: drafts, and rows that are exported.
#include "openguard.h"
#include "querydrafts.h"
#include "resultexport.h"
#include "resultsamples.h"
#include "testmain.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

query::ResultSet numbers(int count)
{
    QList<test::Cells> rows;
    for (int i = 0; i < count; ++i)
        rows.append({QString::number(i)});
    return test::resultOf({{u"n"_s, ColumnType::Long}}, rows);
}

} // namespace

class TestQueryExport final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        test::failOnWarnings();
        m_folder = std::make_unique<QTemporaryDir>();
    }
    void cleanup() { test::checkNoErrorsLogged(); }

    void draftsComeBackAsTheyWere()
    {
        const QString folder = m_folder->filePath(u"queries/drafts"_s);
        const QueryDrafts drafts{.open = {{u"Query 1"_s, u"requests\n| take 5\n\nunion *"_s, 4, {}}, {u"Chargeback\twith a tab"_s, u"ä 😀"_s, 2, u"library:cost/chargeback"_s}}, .current = 1};
        QVERIFY(saveQueryDrafts(drafts, folder));
        const QueryDrafts back = loadQueryDrafts(folder);
        QCOMPARE(back.current, 1);
        QCOMPARE(back.open.size(), 2);
        QCOMPARE(back.open.at(0), drafts.open.at(0));
        QCOMPARE(back.open.at(1).title, u"Chargeback with a tab"_s);
        QCOMPARE(back.open.at(1).text, drafts.open.at(1).text);
        QVERIFY(saveQueryDrafts({.open = {drafts.open.at(1)}, .current = 0}, folder));
        QCOMPARE(QDir(folder).entryList({u"*.kql"_s}).size(), 1);
    }

    void brokenDraftsAreLeftOut()
    {
        const QString folder = m_folder->path();
        QFile list(folder + u"/open.txt"_s);
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("*\t01.kql\t99\t\tOne\nnonsense\n-\t../secret\t0\t\tTwo\n");
        list.close();
        const QueryDrafts back = loadQueryDrafts(folder);
        QCOMPARE(back.open.size(), 1);
        QCOMPARE(back.open.constFirst().cursor, 0);
        QVERIFY(loadQueryDrafts(u"/nowhere"_s).open.isEmpty());
    }

    void rowsAreWrittenInTheirOrder_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("csv") << u"a.csv"_s << QByteArray("n\r\n2\r\n0\r\n");
        QTest::newRow("json") << u"a.json"_s << QByteArray("[\n{\"n\":2},\n{\"n\":0}\n]\n");
        QTest::newRow("lines") << u"a.ndjson"_s << QByteArray("{\"n\":2}\n{\"n\":0}\n");
    }
    void rowsAreWrittenInTheirOrder()
    {
        QFETCH(QString, name);
        test::OpenGuard guard;
        ResultExport exporter(guard);
        QSignalSpy saved(&exporter, &ResultExport::saved);
        exporter.save(m_folder->filePath(name), numbers(3), {2, 0});
        QTRY_COMPARE(saved.size(), 1);
        QTEST(contentOf(m_folder->filePath(name)), "content");
        QCOMPARE(saved.at(0).at(1).toLongLong(), 2);
        QVERIFY(!exporter.isRunning());
    }

    void cancelLeavesTheFileThatWasThere()
    {
        const QString path = m_folder->filePath(u"kept.csv"_s);
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        test::OpenGuard guard;
        ResultExport exporter(guard);
        QSignalSpy failed(&exporter, &ResultExport::failed);
        const query::ResultSet set = numbers(200000);
        exporter.save(path, set, query::allRows(set));
        exporter.cancel();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).at(0).value<Error>().kind, ErrorKind::Cancelled);
        QCOMPARE(contentOf(path), QByteArray("old"));
    }

    void aPlaceThatCannotBeWrittenIsSaid()
    {
        test::OpenGuard guard;
        ResultExport exporter(guard);
        QSignalSpy failed(&exporter, &ResultExport::failed);
        exporter.save(u"/nowhere/at/all.csv"_s, numbers(1), {0});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.at(0).at(0).value<Error>().message.contains(u"cannot be written"_s));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QD_TEST_MAIN(QCoreApplication, TestQueryExport)
#include "tst_queryexport.moc"
