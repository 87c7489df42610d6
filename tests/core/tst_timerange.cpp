#include "manualclock.h"
#include "testmain.h"
#include "timerange.h"

#include <QObject>

using namespace qd;

namespace {

/// 2026-11-21 (a Saturday) 12:34:56.5Z.
constexpr Instant now = test::ManualClock::start + std::chrono::minutes(34) + Milliseconds(56500);

QString iso(Instant at) { return toDateTime(at).toString(Qt::ISODateWithMs); }

} // namespace

class TestTimeRange : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void resolves_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const QString live = QStringLiteral("2026-11-21T12:34:56.500Z");
        QTest::newRow("last hour") << "now-1h" << "2026-11-21T11:34:56.500Z" << live;
        QTest::newRow("surrounding space") << "  now-1h\t" << "2026-11-21T11:34:56.500Z" << live;
        QTest::newRow("yesterday on") << "now-1d/d" << "2026-11-20T00:00:00.000Z" << live;
        QTest::newRow("two ends") << "now-1h to now-30m" << "2026-11-21T11:34:56.500Z" << "2026-11-21T12:04:56.500Z";
        QTest::newRow("bare") << "90m" << "2026-11-21T11:04:56.500Z" << live;
        QTest::newRow("bare compound") << "1h30m" << "2026-11-21T11:04:56.500Z" << live;
        QTest::newRow("whole yesterday") << "now-1d/d to now/d" << "2026-11-20T00:00:00.000Z" << "2026-11-21T00:00:00.000Z";
        QTest::newRow("round to minute") << "now-5m/m to now/m" << "2026-11-21T12:29:00.000Z" << "2026-11-21T12:34:00.000Z";
        QTest::newRow("week starts on Monday") << "now/w" << "2026-11-16T00:00:00.000Z" << live;
        QTest::newRow("month") << "now/M" << "2026-11-01T00:00:00.000Z" << live;
        QTest::newRow("year") << "now/y" << "2026-01-01T00:00:00.000Z" << live;
        QTest::newRow("months back") << "now-2M" << "2026-09-21T12:34:56.500Z" << live;
        QTest::newRow("year back") << "now-1y" << "2025-11-21T12:34:56.500Z" << live;
        QTest::newRow("several offsets") << "now-1d+2h" << "2026-11-20T14:34:56.500Z" << live;
        QTest::newRow("future end") << "now-1h to now+30m" << "2026-11-21T11:34:56.500Z" << "2026-11-21T13:04:56.500Z";
        QTest::newRow("zones") << "2026-11-21T10:00Z to 2026-11-21T12:00+01:00" << "2026-11-21T10:00:00.000Z"
                               << "2026-11-21T11:00:00.000Z";
        QTest::newRow("zone west, seconds") << "2026-11-21T05:00:01.25-0500 to now" << "2026-11-21T10:00:01.250Z" << live;
        QTest::newRow("as timestamps are shown") << "2026-11-21 10:00:00Z to 2026-11-21 11:00:00Z"
                                                 << "2026-11-21T10:00:00.000Z" << "2026-11-21T11:00:00.000Z";
        QTest::newRow("ISO interval") << "2026-11-21T10:00Z/2026-11-21T11:00Z" << "2026-11-21T10:00:00.000Z"
                                      << "2026-11-21T11:00:00.000Z";
        QTest::newRow("one instant") << "2026-11-21T10:00Z" << "2026-11-21T10:00:00.000Z" << live;
        QTest::newRow("leap day") << "2024-02-29T00:00Z to 2024-03-01T00:00Z" << "2024-02-29T00:00:00.000Z"
                                  << "2024-03-01T00:00:00.000Z";
        QTest::newRow("unix seconds") << "1795258800 to 1795262400" << "2026-11-21T11:00:00.000Z" << "2026-11-21T12:00:00.000Z";
        QTest::newRow("unix milliseconds") << "1795258800500 to 1795262400000" << "2026-11-21T11:00:00.500Z"
                                           << "2026-11-21T12:00:00.000Z";
        QTest::newRow("Grafana object") << "{\"from\":\"now-6h\",\"to\":\"now\"}" << "2026-11-21T06:34:56.500Z" << live;
        QTest::newRow("Grafana object, absolute") << "{ \"from\": \"2026-11-21T10:00:00.000Z\", \"to\": \"2026-11-21T11:00:00.000Z\" }"
                                                  << "2026-11-21T10:00:00.000Z" << "2026-11-21T11:00:00.000Z";
        QTest::newRow("Grafana today rounds its end up") << "{\"from\":\"now/d\",\"to\":\"now/d\"}"
                                                         << "2026-11-21T00:00:00.000Z" << "2026-11-22T00:00:00.000Z";
        QTest::newRow("Grafana yesterday") << "{\"from\":\"now-1d/d\",\"to\":\"now-1d/d\"}" << "2026-11-20T00:00:00.000Z"
                                           << "2026-11-21T00:00:00.000Z";
        QTest::newRow("Grafana URL") << "https://g.example/d/x?orgId=1&from=now-6h&to=now%2Fh" << "2026-11-21T06:34:56.500Z"
                                     << "2026-11-21T13:00:00.000Z";
    }
    void resolves()
    {
        QFETCH(QString, text);
        QFETCH(QString, from);
        QFETCH(QString, to);
        const Result<TimeRange> range = TimeRange::parse(text);
        QVERIFY2(range.has_value(), range ? "" : qPrintable(range.error().message));
        const TimeSpanRange span = range->resolve(now);
        QCOMPARE(iso(span.from), from);
        QCOMPARE(iso(span.to), to);
        // What is shown can be typed again and means the same.
        const Result<TimeRange> again = TimeRange::parse(range->text());
        QVERIFY(again.has_value());
        QVERIFY(*again == *range);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << "" << 1 << "nothing was typed";
        QTest::newRow("blank") << "   " << 4 << "nothing was typed";
        QTest::newRow("word") << "yesterday" << 1 << "is expected";
        QTest::newRow("no number") << "now-h" << 5 << "a number";
        QTest::newRow("no unit") << "now-1" << 6 << "a unit";
        QTest::newRow("bad unit") << "now-1x" << 6 << "a unit";
        QTest::newRow("capital H") << "now-1H" << 6 << "a unit";
        QTest::newRow("glued") << "now1h" << 4 << "after now";
        QTest::newRow("spaced offset") << "now - 1h" << 5 << "“to”";
        QTest::newRow("rounding missing") << "now-1d/" << 8 << "round";
        QTest::newRow("rounding to seconds") << "now/s" << 5 << "round";
        QTest::newRow("rounding twice") << "now/d/d" << 6 << "after the rounding";
        QTest::newRow("end missing") << "now-1h to" << 10 << "is missing";
        QTest::newRow("end missing, space") << "now-1h to " << 11 << "is missing";
        QTest::newRow("wrong word") << "now-1h until now" << 8 << "“to”";
        QTest::newRow("too much") << "now-1h to now now" << 15 << "after the range";
        QTest::newRow("bare end") << "now-1h to 30m" << 11 << "cannot end";
        QTest::newRow("bare start") << "90m to now" << 5 << "stands alone";
        QTest::newRow("zero") << "0m" << 1 << "zero";
        QTest::newRow("unit missing") << "90" << 3 << "unit is missing";
        QTest::newRow("decimal") << "1.5h" << 2 << "a unit";
        QTest::newRow("negative bare") << "-90m" << 1 << "is expected";
        QTest::newRow("backwards") << "now-30m to now-1h" << 12 << "empty";
        QTest::newRow("equal") << "now-1h to now-60m" << 11 << "empty";
        QTest::newRow("nothing at all") << "now" << 1 << "empty";
        QTest::newRow("only future") << "now+1h" << 1 << "empty";
        QTest::newRow("equal across zones") << "2026-11-21T10:00Z to 2026-11-21T11:00+01:00" << 22 << "empty";
        QTest::newRow("backwards, fixed") << "2026-11-21T11:00Z to 2026-11-21T10:00Z" << 22 << "empty";
        QTest::newRow("no zone") << "2026-11-21T10:00" << 17 << "time zone is missing";
        QTest::newRow("date only") << "2026-11-21" << 11 << "a time and zone";
        QTest::newRow("month 13") << "2026-13-21T10:00Z" << 6 << "a month must be from 1 to 12";
        QTest::newRow("31 April") << "2026-04-31T10:00Z" << 1 << "no such day";
        QTest::newRow("29 February 2026") << "2026-02-29T10:00Z" << 1 << "no such day";
        QTest::newRow("hour 24") << "2026-11-21T24:00Z" << 12 << "an hour";
        QTest::newRow("minute 60") << "2026-11-21T10:60Z" << 15 << "a minute";
        QTest::newRow("second 60") << "2026-11-21T10:00:60Z" << 18 << "a second";
        QTest::newRow("no fraction") << "2026-11-21T10:00:00.Z" << 21 << "after the point";
        QTest::newRow("zone too far") << "2026-11-21T10:00+15:00" << 18 << "a zone hour";
        QTest::newRow("zone without digits") << "2026-11-21T10:00+" << 18 << "a zone hour";
        QTest::newRow("zone minute cut") << "2026-11-21T10:00+01:" << 21 << "a zone minute";
        QTest::newRow("year 0001") << "0001-01-01T00:00Z" << 1 << "a year";
        QTest::newRow("short month") << "2026-1-21T10:00Z" << 6 << "of 2 digits";
        QTest::newRow("after the time") << "2026-11-21T10:00Zx" << 18 << "after the time";
        QTest::newRow("overflow of a number") << "now-99999999999999999999h" << 5 << "100 years";
        QTest::newRow("more than 100 years") << "now-101y" << 5 << "100 years";
        QTest::newRow("100 years in two steps") << "now-60y-60y" << 9 << "100 years";
        QTest::newRow("overflow of weeks") << "now-9999999999w" << 5 << "100 years";
        QTest::newRow("overflow of a bare duration") << "99999999d" << 1 << "100 years";
        QTest::newRow("12 digits") << "179526240000" << 1 << "too large";
        QTest::newRow("20 digits") << "99999999999999999999" << 1 << "too large";
        QTest::newRow("arabic digits") << QString::fromUtf8("now-١h") << 5 << "a number";
        QTest::newRow("control characters") << QStringLiteral("now\u0000-1h") << 4 << "after now";
        QTest::newRow("Grafana object that is nonsense") << "{\"from\":\"x\",\"to\":\"y\"}" << 1 << "x to y";
        QTest::newRow("Grafana object without an end") << "{\"from\":\"now-1h\"}" << 1 << "is expected";
        QTest::newRow("too long") << QString(301, u'1') << 301 << "longer than 300";
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(int, column);
        QFETCH(QString, says);
        const Result<TimeRange> range = TimeRange::parse(text);
        QVERIFY(!range);
        QCOMPARE(range.error().kind, ErrorKind::Invalid);
        QVERIFY2(range.error().message.contains(says), qPrintable(range.error().message));
        QVERIFY(range.error().position.has_value());
        QCOMPARE(range.error().position->column, column);
        QCOMPARE(range.error().position->offset, column - 1);
    }

    void monthEndsAreKept()
    {
        const Instant lastOfMarch = Instant(std::chrono::sys_days(std::chrono::year(2026) / 3 / 31));
        QCOMPARE(iso(TimeRange::parse(QStringLiteral("now-1M"))->resolve(lastOfMarch).from),
                 QStringLiteral("2026-02-28T00:00:00.000Z"));
    }

    void knowsWhenItStandsStill()
    {
        QVERIFY(!TimeRange::lastHour().isAbsolute());
        QVERIFY(!TimeRange::parse(QStringLiteral("2026-11-21T10:00Z"))->isAbsolute());
        QVERIFY(TimeRange::parse(QStringLiteral("1795258800 to 1795262400"))->isAbsolute());
    }

    void lastHourIsWhatItSays()
    {
        QVERIFY(TimeRange::lastHour() == *TimeRange::parse(QStringLiteral("now-1h")));
        const TimeSpanRange span = TimeRange::lastHour().resolve(now);
        QCOMPARE(iso(span.from), QStringLiteral("2026-11-21T11:34:56.500Z"));
        QCOMPARE(iso(span.to), QStringLiteral("2026-11-21T12:34:56.500Z"));
    }

    void aFutureStartResolvesToNothing()
    {
        const TimeSpanRange span = TimeRange::parse(QStringLiteral("2099-01-01T00:00Z to now"))->resolve(now);
        QCOMPARE(iso(span.from), iso(now));
        QCOMPARE(iso(span.to), iso(now));
    }
};

QD_TEST_MAIN(QCoreApplication, TestTimeRange)
#include "tst_timerange.moc"
