#include "server/isotime.h"
#include "testmain.h"

using namespace qd;
using namespace qd::lab;

/// Times and durations as Azure's clients write them.
class TestIsoTime : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void times_data();
    void times();
    void durations_data();
    void durations();
    void dotNetDurations_data();
    void dotNetDurations();
};

void TestIsoTime::times_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("micros"); // -1: refused
    constexpr qint64 noon = 1795262400LL * 1'000'000;
    QTest::newRow("Z") << QByteArray("2026-11-21T12:00:00Z") << noon;
    QTest::newRow("no zone is UTC") << QByteArray("2026-11-21T12:00:00") << noon;
    QTest::newRow("seven digits") << QByteArray("2026-11-21T12:00:00.1234567Z") << noon + 123'456;
    QTest::newRow("three digits") << QByteArray("2026-11-21T12:00:00.039Z") << noon + 39'000;
    QTest::newRow("offset") << QByteArray("2026-11-21T13:30:00+01:30") << noon;
    QTest::newRow("west") << QByteArray("2026-11-21T07:00-0500") << noon;
    QTest::newRow("minutes") << QByteArray("2026-11-21 12:00") << noon;
    QTest::newRow("date") << QByteArray("2026-11-21") << noon - 43'200LL * 1'000'000;
    QTest::newRow("before 1970") << QByteArray("1969-12-31T23:59:59Z") << qint64{-1'000'000};
    QTest::newRow("no such day") << QByteArray("2026-02-30") << qint64{-1};
    QTest::newRow("hour 24") << QByteArray("2026-11-21T24:00:00Z") << qint64{-1};
    QTest::newRow("rest") << QByteArray("2026-11-21T12:00:00Zx") << qint64{-1};
    QTest::newRow("point without digits") << QByteArray("2026-11-21T12:00:00.Z") << qint64{-1};
    QTest::newRow("empty") << QByteArray("") << qint64{-1};
}

void TestIsoTime::times()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, micros);
    const auto parsed = parseIsoTime(text.toStdString());
    QCOMPARE(parsed.has_value(), micros != -1);
    if (parsed)
        QCOMPARE(qint64{parsed->time_since_epoch().count()}, micros);
}

void TestIsoTime::durations_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<double>("seconds"); // -1: refused
    QTest::newRow("hour") << QByteArray("PT1H") << 3600.0;
    QTest::newRow("day") << QByteArray("P1D") << 86400.0;
    QTest::newRow("mixed") << QByteArray("P1DT2H30M5S") << 95405.0;
    QTest::newRow("fraction") << QByteArray("PT0.5S") << 0.5;
    QTest::newRow("half hour") << QByteArray("PT0.5H") << 1800.0;
    QTest::newRow("weeks") << QByteArray("P2W") << 1209600.0;
    QTest::newRow("months and minutes") << QByteArray("P1MT1M") << 2592060.0;
    QTest::newRow("thirty days") << QByteArray("P30D") << 2592000.0;
    QTest::newRow("only P") << QByteArray("P") << -1.0;
    QTest::newRow("only PT") << QByteArray("PT") << -1.0;
    QTest::newRow("hours before T") << QByteArray("P1H") << -1.0;
    QTest::newRow("words") << QByteArray("1h") << -1.0;
    QTest::newRow("too long") << QByteArray("P99999Y") << -1.0;
    QTest::newRow("negative") << QByteArray("-PT1H") << -1.0;
}

void TestIsoTime::durations()
{
    QFETCH(const QByteArray, text);
    QFETCH(const double, seconds);
    const auto parsed = parseIsoDuration(text.toStdString());
    QCOMPARE(parsed ? static_cast<double>(parsed->count()) / 1e6 : -1.0, seconds);
}

void TestIsoTime::dotNetDurations_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<double>("milliseconds"); // -1: refused
    QTest::newRow("trimmed zeros") << QByteArray("00:00:00.000116") << 0.116;
    QTest::newRow("seven digits") << QByteArray("00:00:00.0017631") << 1.7631;
    QTest::newRow("whole") << QByteArray("00:01:05") << 65000.0;
    QTest::newRow("days") << QByteArray("1.02:03:04.5") << 93784500.0;
    QTest::newRow("milliseconds") << QByteArray("00:00:01.250") << 1250.0;
    QTest::newRow("hour 24") << QByteArray("24:00:00") << -1.0;
    QTest::newRow("minute 60") << QByteArray("00:60:00") << -1.0;
    QTest::newRow("two parts") << QByteArray("00:10") << -1.0;
    QTest::newRow("letters") << QByteArray("soon") << -1.0;
    QTest::newRow("rest") << QByteArray("00:00:01x") << -1.0;
}

void TestIsoTime::dotNetDurations()
{
    QFETCH(const QByteArray, text);
    QFETCH(const double, milliseconds);
    QCOMPARE(parseDotNetDuration(text.toStdString()).value_or(-1.0), milliseconds);
}

QD_TEST_MAIN(QCoreApplication, TestIsoTime)
#include "tst_isotime.moc"
