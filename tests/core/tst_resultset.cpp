#include "query/resultset.h"
#include "testmain.h"

#include <QObject>

#include <cmath>
#include <memory>

using qd::Cell;
using qd::ColumnType;
using qd::query::ResultColumn;
using qd::query::ResultSet;
using qd::query::ResultTable;

namespace {

ResultSet::Piece pieceOf(std::initializer_list<const char *> names, qint64 first)
{
    auto piece = std::make_shared<ResultTable>();
    piece->name = QStringLiteral("PrimaryResult");
    ResultColumn text(QStringLiteral("name"), ColumnType::String);
    ResultColumn number(QStringLiteral("n"), ColumnType::Long);
    for (const char *name : names) {
        text.appendText(name);
        number.appendInteger(first++);
    }
    piece->columns = {text, number};
    return piece;
}

} // namespace

class TestResultSet : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void columnKeepsItsType_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("text");
        QTest::addColumn<bool>("real");
        QTest::newRow("bool") << int(ColumnType::Bool) << false << false;
        QTest::newRow("datetime") << int(ColumnType::DateTime) << false << false;
        QTest::newRow("dynamic") << int(ColumnType::Dynamic) << true << false;
        QTest::newRow("real") << int(ColumnType::Real) << false << true;
        QTest::newRow("guid") << int(ColumnType::Guid) << true << false;
    }
    void columnKeepsItsType()
    {
        QFETCH(int, type);
        QTEST(ResultColumn({}, ColumnType(type)).holdsText(), "text");
        QTEST(ResultColumn({}, ColumnType(type)).holdsReal(), "real");
    }

    void nullsAreNullAndTheRestIsNot()
    {
        ResultColumn column(QStringLiteral("d"), ColumnType::Real);
        column.appendReal(1.5);
        column.appendNull();
        column.appendReal(-2);
        QVERIFY(!column.isNull(0));
        QVERIFY(column.isNull(1));
        QVERIFY(!column.isNull(2));
        QCOMPARE(column.cell(1), Cell());
        QVERIFY(std::isnan(column.number(1)));
        QCOMPARE(column.number(2), -2.0);
        QCOMPARE(column.size(), size_t(3));
    }

    void cellsAreWhatATableHolds()
    {
        ResultColumn time(QStringLiteral("t"), ColumnType::DateTime);
        time.appendInteger(5);
        QCOMPARE(time.cell(0), Cell(qd::Instant(qd::Microseconds(5))));
        ResultColumn flag(QStringLiteral("b"), ColumnType::Bool);
        flag.appendInteger(1);
        QCOMPARE(flag.cell(0), Cell(true));
        ResultColumn text(QStringLiteral("s"), ColumnType::String);
        text.appendText("a");
        text.appendText("");
        text.appendText("\xc3\xa9");
        QCOMPARE(text.cell(1), Cell(QString()));
        QCOMPARE(text.cell(2), Cell(QStringLiteral("é")));
    }

    void rowsAreFoundAcrossPieces()
    {
        ResultSet set;
        set.append(pieceOf({}, 0));
        QCOMPARE(set.columnCount(), size_t(2));
        QCOMPARE(set.rowCount(), size_t(0));
        set.append(pieceOf({"a", "b"}, 0));
        const ResultSet early = set;
        set.append(pieceOf({"c"}, 2));
        QCOMPARE(early.rowCount(), size_t(2));
        QCOMPARE(set.rowCount(), size_t(3));
        for (size_t row = 0; row < 3; ++row)
            QCOMPARE(set.integer(row, 1), qint64(row));
        QCOMPARE(set.text(2, 0), std::string_view("c"));
        QCOMPARE(set.toTable().text(2, u"name"), QStringLiteral("c"));
        QCOMPARE(set.toTable().rowCount(), size_t(3));
    }
};

QD_TEST_MAIN(QCoreApplication, TestResultSet)
#include "tst_resultset.moc"
