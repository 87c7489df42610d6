#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// Scalar functions and aggregates by family (azure facts 9.1).
class TestKqlFunctions : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void changesArrays_data();
    void changesArrays() { check(); }
    void changesText_data();
    void changesText() { check(); }
    void countsTimeAndNumbers_data();
    void countsTimeAndNumbers() { check(); }
    void aggregates_data();
    void aggregates();

private:
    void check();
    test::KqlRun m_run;
};

void TestKqlFunctions::check()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(QStringLiteral("print ") + query), "rows");
}

void TestKqlFunctions::changesArrays_data()
{
    static constexpr test::KqlCase cases[] = {
        {"array_concat", "array_concat(dynamic([1,\"a\"]), dynamic([2]), dynamic([[3]]))", "[1,\"a\",2,[3]]"},
        {"array_concat with null", "array_concat(dynamic([1]), dynamic(null))", "[1]"},
        {"array_slice: both ends belong to it", "array_slice(dynamic([1,2,3,4]), 1, 2)", "[2,3]"},
        {"array_slice from the end", "array_slice(dynamic([1,2,3,4]), -2, -1)", "[3,4]"},
        {"array_reverse", "array_reverse(dynamic([1,\"b\"]))", "[\"b\",1]"},
        {"array_sum", "array_sum(dynamic([1,2.5]))", "3.5"},
        {"array_sum of text", "array_sum(dynamic([\"a\"]))", "null"},
        {"array_index_of", "array_index_of(dynamic([\"a\",\"b\"]), 'b')", "1"},
        {"array_index_of: not there", "array_index_of(dynamic([1]), 5)", "-1"},
        {"array_sort_asc by number", "array_sort_asc(dynamic([10,9,2]))", "[2,9,10]"},
        {"array_sort_desc by text", "array_sort_desc(dynamic([\"b\",\"c\",\"a\"]))", "[\"c\",\"b\",\"a\"]"},
        {"set_union", "set_union(dynamic([1,2]), dynamic([2,3]))", "[1,2,3]"},
        {"set_intersect", "set_intersect(dynamic([1,2,2]), dynamic([2,3]))", "[2]"},
        {"set_intersect of three", "set_intersect(dynamic([1,2,3]), dynamic([2,3]), dynamic([3]))", "[3]"},
        {"set_difference", "set_difference(dynamic([1,2]), dynamic([2]))", "[1]"},
        {"set_has_element", "set_has_element(dynamic([\"a\"]), 'a')", "true"},
        {"set_has_element: not there", "set_has_element(dynamic([\"a\"]), 'b')", "false"},
        {"bag_keys", "bag_keys(dynamic({\"a\":1,\"b\":2}))", "[\"a\",\"b\"]"},
        {"bag_keys of an array", "bag_keys(dynamic([1]))", "null"},
        {"bag_has_key", "bag_has_key(dynamic({\"a\":1}), 'a')", "true"},
        {"bag_remove_keys", "bag_remove_keys(dynamic({\"a\":1,\"b\":2}), dynamic([\"a\"]))", "{\"b\":2}"},
        {"bag_merge: the left one wins", "bag_merge(dynamic({\"a\":1}), dynamic({\"a\":2,\"b/~\":\"x\"}))", "{\"a\":1,\"b/~\":\"x\"}"},
        {"bag_merge with null", "bag_merge(dynamic(null), dynamic({\"a\":1}))", "{\"a\":1}"},
        {"bag_merge onto null", "bag_merge(dynamic({\"a\":1}), dynamic(null))", "{\"a\":1}"},
        {"array functions of a bag", "array_reverse(dynamic({\"a\":1}))", "null"},
        {"range", "range(1, 7, 3)", "[1,4,7]"},
        {"range downward", "range(3, 1, -1)", "[3,2,1]"},
        {"range of reals", "range(0, 1, 0.5)", "[0.0,0.5,1.0]"},
        {"range with step 0", "range(1, 2, 0)", "null"},
        {"repeat", "repeat('x', 2)", "[\"x\",\"x\"]"},
        {"repeat none", "repeat(1, 0)", "[]"},
        {"an array is needed", "array_sum('a')", "error SEM0064 1:17 a"},
        {"a constant index", "array_slice(dynamic([1]), 'a', 1)", "error SEM0219 1:33 a"}};
    test::addKqlCases(cases);
}

void TestKqlFunctions::changesText_data()
{
    static constexpr test::KqlCase cases[] = {
        {"strrep", "strrep('ab', 2)", "abab"}, {"strrep with a delimiter", "strrep('a', 3, '-')", "a-a-a"},
        {"strrep stops at 1024", "strlen(strrep('a', 5000))", "1024"}, {"reverse", "reverse('abc')", "cba"},
        {"countof: overlapping", "countof('aaa', 'aa')", "2"}, {"countof by regex", "countof('a1b2', '[0-9]', 'regex')", "2"},
        {"countof of nothing", "countof('aaa', '')", "0"}, {"countof: no such kind", "countof('a', 'a', 'x')", "error SEM0219 1:7 countof"},
        {"extract_all", "extract_all('([0-9])', 'a1b2')", "[\"1\",\"2\"]"}, {"extract_all: no match", "extract_all('([0-9])', 'ab')", "null"},
        {"extract_all wants a group", "extract_all('[0-9]', 'a1')", "error SEM0219 1:7 extract_all"},
        {"extract_json", "extract_json('$.a[0].b', '{\"a\":[{\"b\":5}]}')", "5"}, {"extractjson: not there", "extractjson('$.x', '{}')", ""},
        {"extractjson with a quoted name", "extractjson(\"$['a b']\", '{\"a b\":1}')", "1"},
        {"extractjson: a bad path", "extractjson('a', '{}')", "error SEM0219 1:7 extractjson"},
        {"base64_encode_tostring", "base64_encode_tostring('Kusto')", "S3VzdG8="}, {"base64_decode_tostring", "base64_decode_tostring('S3VzdG8=')", "Kusto"},
        {"base64_decode_tostring of no base64", "base64_decode_tostring('%%')", ""}, {"url_encode", "url_encode('a b&c')", "a%20b%26c"},
        {"url_decode", "url_decode('a%20b')", "a b"}, {"hash_md5", "hash_md5('a')", "0cc175b9c0f1b6a831c399e269772661"},
        {"hash_sha1", "hash_sha1('a')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"},
        {"hash_sha256", "hash_sha256('a')", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
        {"strcmp: less", "strcmp('a', 'b')", "-1"}, {"strcmp: more", "strcmp('b', 'a')", "1"}, {"strcmp: equal", "strcmp('a', 'a')", "0"},
        {"format_bytes", "format_bytes(564)", "564 Bytes"}, {"format_bytes with digits", "format_bytes(10332, 1)", "10.1 KB"},
        {"format_bytes: megabytes", "format_bytes(20010332)", "19 MB"}, {"format_bytes of null", "format_bytes(long(null))", ""}};
    test::addKqlCases(cases);
}

void TestKqlFunctions::countsTimeAndNumbers_data()
{
    static constexpr test::KqlCase cases[] = {
        {"datetime_part hour", "datetime_part('hour', datetime(2026-11-21 03:04:05.678))", "3"},
        {"datetime_part millisecond", "datetime_part('millisecond', datetime(2026-11-21 03:04:05.678))", "678"},
        {"datetime_part: no such part", "datetime_part('eon', now())", "error SEM0219 1:21 eon"},
        {"unixtime_seconds_todatetime", "unixtime_seconds_todatetime(86400)", "1970-01-02 00:00:00"},
        {"unixtime_milliseconds_todatetime", "unixtime_milliseconds_todatetime(-1000)", "1969-12-31 23:59:59"},
        {"unixtime_microseconds_todatetime", "unixtime_microseconds_todatetime(1000000)", "1970-01-01 00:00:01"},
        {"unixtime beyond the year 9999", "unixtime_seconds_todatetime(999999999999)", "null"},
        {"make_datetime of a day", "make_datetime(2026, 11, 21)", "2026-11-21 00:00:00"},
        {"make_datetime to the second", "make_datetime(2026, 11, 21, 3, 4, 5)", "2026-11-21 03:04:05"},
        {"make_datetime: no such day", "make_datetime(2026, 2, 30)", "null"},
        {"make_timespan", "make_timespan(1, 30)", "5400000000us"}, {"make_timespan with days", "make_timespan(1, 2, 3, 4)", "93784000000us"},
        {"week_of_year", "week_of_year(datetime(2026-01-01))", "1"},
        {"bin_at", "bin_at(7, 5, 1)", "6"}, {"bin_at below the anchor", "bin_at(-1, 5, 1)", "-4"}, {"bin_at of reals", "bin_at(6.5, 2.5, 7)", "4.5"},
        {"bin_at of datetimes", "bin_at(datetime(2026-11-21 10:00), 1d, datetime(2026-11-20 12:00))", "2026-11-20 12:00:00"},
        {"bin_at of timespans", "bin_at(13h, 1d, 12h)", "43200000000us"}, {"bin_at with step 0", "bin_at(5, 0, 1)", "null"},
        {"bin_at: types", "bin_at(now(), 1, now())", "error SEM0064 1:21 1"},
        {"sin", "sin(0)", "0"}, {"cos", "cos(0)", "1"}, {"tan", "tan(0)", "0"}, {"atan", "atan(0)", "0"}, {"atan2", "atan2(0, 1)", "0"},
        {"asin beyond 1", "asin(2)", "null"}, {"acos", "acos(1)", "0"}, {"exp2", "exp2(3)", "8"}, {"exp10", "exp10(2)", "100"},
        {"pi", "round(pi(), 4)", "3.1416"}, {"degrees", "round(degrees(pi()))", "180"}, {"radians", "round(radians(180), 4)", "3.1416"},
        {"binary_and", "binary_and(6, 3)", "2"}, {"binary_or", "binary_or(6, 3)", "7"}, {"binary_xor", "binary_xor(6, 3)", "5"},
        {"binary functions take whole numbers", "binary_and(6.5, 3)", "error SEM0064 1:18 6.5"}};
    test::addKqlCases(cases);
}

void TestKqlFunctions::aggregates_data()
{
    static constexpr test::KqlCase cases[] = {
        {"stdevp", "summarize round(stdevp(x), 4)", "1.118"}, {"variancep", "summarize variancep(x)", "1.25"},
        {"stdevif", "summarize stdevif(x, x > 1)", "1"}, {"varianceif", "summarize varianceif(x, x > 1)", "1"},
        {"make_list_if", "summarize make_list_if(x, x > 2)", "[3,4]"}, {"make_list_if with a limit", "summarize make_list_if(x, x > 1, 2)", "[2,3]"},
        {"make_set_if", "summarize array_length(make_set_if(x % 2, x > 1))", "2"}, {"none fits", "summarize stdevif(x, x > 9), make_list_if(x, x > 9)", "0|[]"},
        {"a condition is needed", "summarize make_list_if(x, x)", "error SEM0064 1:56 x"},
        {"a number is needed", "summarize stdevp(tostring(x))", "error SEM0064 1:47 tostring"},
        {"pack_all", "take 1 | project pack_all()", "{\"x\":1}"}};
    test::addKqlCases(cases);
}

void TestKqlFunctions::aggregates()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(QStringLiteral("datatable(x:long)[1,2,3,4] | ") + query), "rows");
}

QD_TEST_MAIN(QCoreApplication, TestKqlFunctions)
#include "tst_kqlfunctions.moc"
