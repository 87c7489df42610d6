#include "format.h"
#include "plaintip.h"
#include "testmain.h"

#include <QObject>

#include <limits>

using namespace qd;

namespace {

/// Rows are written with a plain space for the thin space before a unit and ' for the narrow space between groups.
QString typeset(QString plain)
{
    return plain.replace(u' ', QChar(0x2009)).replace(u'\'', QChar(0x202f));
}

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TestFormat : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    /// What a tip shows is what Qt makes of it as rich text.
    void plainTips()
    {
        const QString shown = QStringLiteral("<p style='white-space:pre-wrap'>%1</p>");
        QCOMPARE(plainTip(QStringLiteral("R&D \"fast\" <img src=x>")), shown.arg(QStringLiteral("R&amp;D &quot;fast&quot; &lt;img src=x&gt;")));
        QCOMPARE(plainTip(QStringLiteral("two\nlines")), shown.arg(QStringLiteral("two\nlines")));
        QCOMPARE(plainTip(QStringLiteral("abcdef"), 3), shown.arg(QStringLiteral("abc") + QChar(0x2026)));
        QVERIFY(plainTip({}).isEmpty());
    }

    void number_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("zero") << 0.0 << "0";
        QTest::newRow("whole part stays whole") << 1234567.0 << "1'234'567";
        QTest::newRow("negative groups") << -1234.0 << "-1'234";
        QTest::newRow("three digits") << -123.0 << "-123";
        QTest::newRow("four significant") << 12.346 << "12.35";
        QTest::newRow("small") << 0.0042134 << "0.004213";
        QTest::newRow("zeros dropped") << 3.5 << "3.5";
        QTest::newRow("rounds up a power") << 999.96 << "1'000";
        QTest::newRow("tiny") << 1.5e-9 << "1.5e-09";
        QTest::newRow("huge") << 1.5e16 << "1.5e+16";
        QTest::newRow("nan") << notANumber << "n/a";
        QTest::newRow("infinite") << -infinite << "-∞";
    }
    void number()
    {
        QFETCH(double, value);
        QFETCH(QString, expected);
        QCOMPARE(format::number(value), typeset(expected));
    }

    void compact_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << 640.0 << "640";
        QTest::newRow("fraction") << 1.256 << "1.26";
        QTest::newRow("just below") << 999.4 << "999";
        QTest::newRow("rounds into k") << 999.6 << "1k";
        QTest::newRow("k") << 18249.0 << "18.2k";
        QTest::newRow("M") << 3.4e6 << "3.4M";
        QTest::newRow("rounds into M") << 999960.0 << "1M";
        QTest::newRow("negative") << -18249.0 << "-18.2k";
        QTest::newRow("beyond T") << 1.5e16 << "15'000T";
    }
    void compact()
    {
        QFETCH(double, value);
        QFETCH(QString, expected);
        QCOMPARE(format::compact(value), typeset(expected));
    }

    void percent_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<QString>("expected");
        QTest::newRow("objective") << 0.99953 << 2 << "99.95 %";
        QTest::newRow("whole") << 1.0 << 2 << "100.00 %";
        QTest::newRow("never claims 100") << 0.999996 << 2 << "99.99 %";
        QTest::newRow("never claims 100, no decimals") << 0.999 << 0 << "99 %";
        QTest::newRow("over") << 1.3 << 0 << "130 %";
        QTest::newRow("far over") << 12.5 << 0 << "1'250 %";
        QTest::newRow("negative") << -0.125 << 1 << "-12.5 %";
        QTest::newRow("nan") << notANumber << 1 << "n/a";
    }
    void percent()
    {
        QFETCH(double, ratio);
        QFETCH(int, decimals);
        QFETCH(QString, expected);
        QCOMPARE(format::percent(ratio, decimals), typeset(expected));
    }

    void percentDecimals_data()
    {
        QTest::addColumn<double>("objective");
        QTest::addColumn<int>("expected");
        QTest::newRow("two nines") << 0.99 << 2;
        QTest::newRow("three nines") << 0.999 << 2;
        QTest::newRow("three and a half") << 0.9995 << 3;
        QTest::newRow("four nines") << 0.9999 << 3;
        QTest::newRow("five nines") << 0.99999 << 4;
        QTest::newRow("ninety") << 0.9 << 2;
        QTest::newRow("endless") << 1.0 / 3 << 6;
    }
    void percentDecimals()
    {
        QFETCH(double, objective);
        QFETCH(int, expected);
        QCOMPARE(format::percentDecimals(objective), expected);
    }

    void duration_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QString>("expected");
        constexpr qint64 s = 1000000;
        QTest::newRow("zero") << qint64(0) << "0 s";
        QTest::newRow("us") << qint64(830) << "830 us";
        QTest::newRow("ms") << qint64(42000) << "42 ms";
        QTest::newRow("ms with fraction") << qint64(1500) << "1.5 ms";
        QTest::newRow("ms rounds into s") << qint64(999999) << "1 s";
        QTest::newRow("s") << qint64(3050000) << "3.05 s";
        QTest::newRow("s rounds into m") << qint64(59999999) << "1 m";
        QTest::newRow("minutes") << 130 * s << "2m10s";
        QTest::newRow("whole minutes") << 47 * 60 * s << "47 m";
        QTest::newRow("m rounds into h") << 3599 * s + 600000 << "1 h";
        QTest::newRow("hours and minutes") << 90 * 60 * s << "1h30m";
        QTest::newRow("50 h") << 50 * 3600 * s << "50 h";
        QTest::newRow("49.6 h") << (49 * 3600 + 36 * 60) * s << "50 h";
        QTest::newRow("days and hours") << 100 * 3600 * s << "4d4h";
        QTest::newRow("12 d") << 12 * 86400 * s << "12 d";
        QTest::newRow("thousands of days") << 4000 * 86400 * s << "4'000 d";
        QTest::newRow("negative") << -130 * s << "-2m10s";
    }
    void duration()
    {
        QFETCH(qint64, us);
        QFETCH(QString, expected);
        QCOMPARE(format::duration(Microseconds(us)), typeset(expected));
    }
    void durationOfTheSmallestNumber()
    {
        QVERIFY(format::duration(Microseconds::min()).startsWith(u'-'));
        QVERIFY(!format::duration(Microseconds::max()).isEmpty());
    }

    void money_data()
    {
        QTest::addColumn<double>("amount");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("expected");
        QTest::newRow("below a cent") << 0.000134 << "USD" << "$0.000134";
        QTest::newRow("target") << 0.05 << "USD" << "$0.05";
        QTest::newRow("cents and more") << 0.05234 << "USD" << "$0.05234";
        QTest::newRow("dime") << 0.5 << "USD" << "$0.50";
        QTest::newRow("dollars") << 412.6 << "USD" << "$412.60";
        QTest::newRow("thousands") << 1234.5 << "USD" << "$1'234.50";
        QTest::newRow("rounds to one") << 0.99999 << "USD" << "$1.00";
        QTest::newRow("zero") << 0.0 << "USD" << "$0.00";
        QTest::newRow("negative") << -5.0 << "USD" << "-$5.00";
        QTest::newRow("euro") << 5.0 << "EUR" << "€5.00";
        QTest::newRow("other") << 5.0 << "CHF" << "CHF 5.00";
    }
    void money()
    {
        QFETCH(double, amount);
        QFETCH(QString, currency);
        QFETCH(QString, expected);
        QCOMPARE(format::money(amount, currency), typeset(expected));
    }

    void burn_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<QString>("expected");
        QTest::newRow("page") << 14.4 << "14.4×";
        QTest::newRow("below one") << 0.3 << "0.3×";
        QTest::newRow("small") << 0.046 << "0.05×";
        QTest::newRow("whole") << 6.0 << "6×";
        QTest::newRow("large") << 1234.4 << "1'234×";
        QTest::newRow("zero") << 0.0 << "0×";
    }
    void burn()
    {
        QFETCH(double, rate);
        QFETCH(QString, expected);
        QCOMPARE(format::burn(rate), typeset(expected));
    }

    void age_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("expected");
        QTest::newRow("clock skew") << qint64(-5) << "0 s";
        QTest::newRow("4 s") << qint64(4) << "4 s";
        QTest::newRow("59 s") << qint64(59) << "59 s";
        QTest::newRow("11 m") << qint64(11 * 60 + 59) << "11 m";
        QTest::newRow("2 h") << qint64(2 * 3600 + 3599) << "2 h";
        QTest::newRow("47 h") << qint64(48 * 3600 - 1) << "47 h";
        QTest::newRow("3 d") << qint64(3 * 86400) << "3 d";
    }
    void age()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, expected);
        QCOMPARE(format::age(Seconds(seconds)), typeset(expected));
    }

    void timestamp()
    {
        // 1795262400 is 2026-11-21 12:00:00Z.
        QCOMPARE(format::timestamp(Instant(Seconds(1795262400 + 5645))), QStringLiteral("2026-11-21 13:34:05Z"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestFormat)
#include "tst_format.moc"
