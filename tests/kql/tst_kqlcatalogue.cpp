#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// Scalar functions and aggregates beyond the common ones, each with the rule it pins: azure facts by section, or what the
/// service's reference says of the function ("documented").
class TestKqlCatalogue : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void readsWhatTextHolds_data();
    void readsWhatTextHolds() { check(); }
    void hashesAndTypes_data();
    void hashesAndTypes() { check(); }
    void movesArrays_data();
    void movesArrays() { check(); }
    void writesTimeSpans_data();
    void writesTimeSpans() { check(); }
    void aggregatesMore_data();
    void aggregatesMore();
    void namesAggregates_data();
    void namesAggregates();

private:
    void check();
    test::KqlRun m_run;
};

void TestKqlCatalogue::check()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(QStringLiteral("print ") + query), "rows");
}

void TestKqlCatalogue::readsWhatTextHolds_data()
{
    static constexpr test::KqlCase cases[] = {
        {"documented parse_url: all parts", "parse_url('scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment')", "{\"Scheme\":\"scheme\",\"Host\":\"host\",\"Port\":\"1234\",\"Path\":\"/this/is/a/path\",\"Username\":\"username\",\"Password\":\"password\",\"Query Parameters\":{\"k1\":\"v1\",\"k2\":\"v2\"},\"Fragment\":\"fragment\"}"},
        {"parse_url: a part", "tostring(parse_url('https://h/p').Host)", "h"},
        {"parse_url: no URL", "parse_url('nonsense')", "null"},
        {"documented parse_urlquery", "parse_urlquery('k1=v1&k2=a%20b')", "{\"Query Parameters\":{\"k1\":\"v1\",\"k2\":\"a b\"}}"},
        {"azure 9.1 parse_xml: elements as bags", "parse_xml('<a><b>1</b></a>')", "{\"a\":{\"b\":\"1\"}}"},
        {"parse_xml: attributes and repeated elements", "parse_xml('<r i=\"1\"><b>x</b><b>y</b></r>')", "{\"r\":{\"@i\":\"1\",\"b\":[\"x\",\"y\"]}}"},
        {"parse_xml: text beside elements", "parse_xml('<r><b>x</b>t<c><d>5</d></c></r>')", "{\"r\":{\"b\":\"x\",\"c\":{\"d\":\"5\"},\"#text\":\"t\"}}"},
        {"parse_xml: an empty element", "parse_xml('<r/>')", "{\"r\":null}"},
        {"parse_xml: no XML", "parse_xml('<a')", "null"},
        {"documented parse_csv: quotes", "parse_csv('a,\"b,\"\"c\",d')", "[\"a\",\"b,\\\"c\",\"d\"]"},
        {"documented parse_version: by number, not by letter", "parse_version('1.2.3.5') < parse_version('1.2.3.40')", "true"},
        {"parse_version: missing parts are 0", "parse_version('1') == parse_version('1.0.0.0'), isnull(parse_version('1.x'))", "true|true"},
        {"documented parse_ipv4", "parse_ipv4('127.0.0.1'), parse_ipv4('192.168.1.1/24'), parse_ipv4('x')", "2130706433|3232235776|null"},
        {"documented ipv4_is_in_range", "ipv4_is_in_range('192.168.1.6', '192.168.1.1/24'), ipv4_is_in_range('127.0.0.1', '127.0.0.2')", "true|false"},
        {"ipv4_is_in_any_range", "ipv4_is_in_any_range('1.2.3.4', '9.0.0.0/8', '1.0.0.0/8')", "true"},
        {"documented ipv4_is_private", "ipv4_is_private('10.1.2.3'), ipv4_is_private('208.1.2.3'), ipv4_is_private('172.31.1.1')", "true|false|true"},
        {"documented ipv4_compare and ipv4_is_match", "ipv4_compare('127.0.0.1', '127.0.0.2'), ipv4_is_match('192.168.1.1', '192.168.1.255', 24)", "-1|true"},
        {"documented format_ipv4", "format_ipv4('192.168.1.1', 24), format_ipv4(3232235777)", "192.168.1.0|192.168.1.1"},
        {"documented indexof: from, length, occurrence", "indexof('abcabc', 'a', 1), indexof('abcabc', 'a', 1, 2), indexof('abcabc', 'b', 0, -1, 2), indexof('abcabc', 'c', -2)", "3|-1|4|5"},
        {"indexof: not there", "indexof('abc', 'x')", "-1"},
        {"documented has_any_index", "has_any_index('this is an example', dynamic(['nope', 'example'])), has_any_index('x', dynamic(['y']))", "1|-1"},
        {"documented replace_strings", "replace_strings('abc', dynamic(['a', 'b']), dynamic(['x', 'y']))", "xyc"},
        {"replace_strings: as many of both", "replace_strings('abc', dynamic(['a']), dynamic(['x', 'y']))", "error SEM0219 1:7 replace_strings"},
        {"documented translate", "translate('abc', 'xyz', 'aabbc')", "xxyyz"},
        {"documented string_size: bytes", "string_size('\u00e9'), isascii('\u00e9'), isascii('e')", "2|false|true"},
        {"documented tohex", "tohex(256), tohex(-256), tohex(255, 4)", "100|ffffffffffffff00|00ff"}};
    test::addKqlCases(cases);
}

void TestKqlCatalogue::hashesAndTypes_data()
{
    static constexpr test::KqlCase cases[] = {
        {"documented hash of text", "hash('World'), hash_xxhash64('World')", "1846988464401551951|1846988464401551951"},
        {"documented hash: modulo", "hash('World', 100)", "51"},
        {"documented hash of a datetime", "hash(datetime(2015-01-01))", "1380966698541616202"},
        {"hash: long texts", "hash(strrep('abcdefgh', 9)) == hash(strrep('abcdefgh', 9)), hash(strrep('abcdefgh', 9)) == hash(strrep('abcdefgh', 8))", "true|false"},
        {"documented gettype", "gettype('a'), gettype(111), gettype(1 == 1), gettype(now()), gettype(1s), gettype(123.45)", "string|long|bool|datetime|timespan|real"},
        {"documented gettype of dynamic values", "gettype(parse_json('1')), gettype(parse_json(' \"abc\" ')), gettype(parse_json('{\"abc\":1}')), gettype(parse_json('[1]')), gettype(parse_json(''))", "int|string|dictionary|array|null"},
        {"gettype: a number beyond int", "gettype(parse_json('99999999999'))", "long"},
        {"new_guid", "strlen(tostring(new_guid()))", "36"},
        {"rand: below 1, or whole numbers below n", "rand() < 1, rand(5) < 5, rand(5) == floor(rand(5), 1) or true", "true|true|true"},
        {"documented binary functions", "binary_not(100), binary_shift_left(1, 2), binary_shift_right(8, 1), bitset_count_ones(42)", "-101|4|4|3"},
        {"documented parse_guid", "parse_guid('A0000000-0000-0000-0000-000000000000')", "a0000000-0000-0000-0000-000000000000"},
        {"documented unixtime_nanoseconds_todatetime", "unixtime_nanoseconds_todatetime(1546300800000000000)", "2019-01-01 00:00:00"},
        {"getmonth, weekofyear", "getmonth(datetime(2015-10-14)), weekofyear(datetime(2026-11-21))", "10|47"},
        {"gamma, cot", "gamma(4.0), round(cot(1.0), 4)", "6|0.6421"},
        {"a text is no whole number", "binary_not('a')", "error SEM0064 1:18 a"}};
    test::addKqlCases(cases);
}

void TestKqlCatalogue::movesArrays_data()
{
    static constexpr test::KqlCase cases[] = {
        {"documented array_rotate_left", "array_rotate_left(dynamic([1,2,3,4,5]), 2), array_rotate_left(dynamic([1,2,3,4,5]), -2)", "[3,4,5,1,2]|[4,5,1,2,3]"},
        {"documented array_rotate_right", "array_rotate_right(dynamic([1,2,3,4,5]), 2)", "[4,5,1,2,3]"},
        {"documented array_shift_left", "array_shift_left(dynamic([1,2,3,4,5]), 2), array_shift_left(dynamic([1,2,3,4,5]), -2, -1)", "[3,4,5,null,null]|[-1,-1,1,2,3]"},
        {"documented array_shift_right", "array_shift_right(dynamic([1,2,3,4,5]), 2, -1)", "[-1,-1,1,2,3]"},
        {"array_shift: farther than the array is long", "array_shift_left(dynamic([1,2]), 9)", "[null,null]"},
        {"documented array_split by a number", "array_split(dynamic([1,2,3,4,5]), 2)", "[[1,2],[3,4,5]]"},
        {"documented array_split by several", "array_split(dynamic([1,2,3,4,5]), dynamic([1,3]))", "[[1],[2,3],[4,5]]"},
        {"documented array_iff", "array_iff(dynamic([true,false,true]), dynamic([1,2,3]), dynamic([4,5,6]))", "[1,5,3]"},
        {"array_iff: one value for all", "array_iff(dynamic([true,false]), 'a', 'b')", "[\"a\",\"b\"]"},
        {"documented zip", "zip(dynamic([1,3,5]), dynamic([2,4,6]))", "[[1,2],[3,4],[5,6]]"},
        {"zip: the shorter one is filled with null", "zip(dynamic([1,2]), dynamic(['a']))", "[[1,\"a\"],[2,null]]"},
        {"documented bag_zip", "bag_zip(dynamic(['a','b']), dynamic([1,2]))", "{\"a\":1,\"b\":2}"},
        {"documented bag_set_key", "bag_set_key(dynamic({'a':1}), 'b', 2), bag_set_key(dynamic({'a':1}), 'a', 'x')", "{\"a\":1,\"b\":2}|{\"a\":\"x\"}"},
        {"documented jaccard_index", "jaccard_index(dynamic([1,2,3]), dynamic([2,3,4]))", "0.5"},
        {"documented set_equals", "set_equals(dynamic([1,2,2]), dynamic([2,1])), set_equals(dynamic([1]), dynamic([2]))", "true|false"},
        {"dynamic_to_json", "dynamic_to_json(dynamic({'a':1}))", "{\"a\":1}"},
        {"documented series_sum, series_product, series_dot_product", "series_sum(dynamic([1,2,3])), series_product(dynamic([2,3])), series_dot_product(dynamic([1,2]), dynamic([3,4]))", "6|6|11"},
        {"documented series_abs and the like", "series_abs(dynamic([-6.5,0])), series_floor(dynamic([1.5])), series_ceiling(dynamic([1.5])), series_sign(dynamic([-6,0,8]))", "[6.5,0.0]|[1.0]|[2.0]|[-1,0,1]"},
        {"arrays are needed", "array_rotate_left('a', 1)", "error SEM0064 1:25 a"}};
    test::addKqlCases(cases);
}

void TestKqlCatalogue::writesTimeSpans_data()
{
    static constexpr test::KqlCase cases[] = {
        {"documented format_timespan", "format_timespan(time('29.09:00:05.12345'), 'dd.hh:mm:ss:FF')", "29.09:00:05:12"},
        {"documented format_timespan: short parts", "format_timespan(time('29.09:00:05.12345'), 'ddd.h:mm:ss [fffffff]')", "029.9:00:05 [1234500]"},
        {"format_timespan of null", "format_timespan(time(null), 'h')", ""},
        {"format_timespan: another letter", "format_timespan(1h, 'x')", "error SEM0219 1:7 format_timespan"}};
    test::addKqlCases(cases);
}

void TestKqlCatalogue::aggregatesMore_data()
{
    static constexpr test::KqlCase cases[] = {
        {"documented buildschema", "datatable(d:dynamic)[dynamic({\"x\":1, \"y\":3.5}), dynamic({\"x\":\"somevalue\", \"z\":[1, 2, 3]}), dynamic({\"y\":{\"w\":\"zzz\"}, \"t\":[\"aa\", \"bb\"], \"z\":[\"foo\"]})] | summarize buildschema(d)", "{\"x\":[\"long\",\"string\"],\"y\":[\"double\",{\"w\":\"string\"}],\"z\":{\"`indexer`\":[\"long\",\"string\"]},\"t\":{\"`indexer`\":\"string\"}}"},
        {"documented make_bag: all keys in one bag", "datatable(d:dynamic)[dynamic({'x':1}), dynamic({'y':2})] | summarize make_bag(d)", "{\"x\":1,\"y\":2}"},
        {"azure 9.3 make_bag over nothing is empty", "datatable(d:dynamic)[] | summarize make_bag(d)", "{}"},
        {"make_bag_if", "datatable(k:long, d:dynamic)[1, dynamic({'x':1}), 2, dynamic({'y':2})] | summarize make_bag_if(d, k > 1)", "{\"y\":2}"},
        {"azure 9.1 hll, hll_merge, dcount_hll", "requests | summarize h = hll(name) by resultCode | summarize h = hll_merge(h) | project dcount_hll(h)", "2"},
        {"azure 9.3 dcount: exact", "requests | summarize a = dcount_hll(hll(id)), b = dcount(id)", "5|5"},
        {"documented percentilew: by weight", "datatable(v:long, w:long)[10, 6, 12, 3, 15, 2, 18, 1] | summarize percentilew(v, w, 50), percentilew(v, w, 75), percentilew(v, w, 99.9)", "10|12|18"},
        {"percentilesw", "datatable(v:real, w:long)[1.0, 1, 2.0, 1, 3.0, 8] | summarize percentilesw(v, w, 10, 20, 21)", "1|2|3"},
        {"azure 9.3 percentile: nearest rank; a weight of 1 changes nothing", "requests | summarize percentile(duration, 50), percentilew(duration, itemCount, 50)", "300|300"},
        {"percentilew of datetimes", "datatable(t:datetime, w:long)[datetime(2020-01-01), 1, datetime(2020-01-02), 5] | summarize percentilew(t, w, 50)", "2020-01-02 00:00:00"},
        {"percentiles_array", "requests | summarize percentiles_array(duration, 5, 50, 95), percentiles_array(duration, dynamic([50]))", "[100.0,300.0,500.0]|[300.0]"},
        {"percentiles in a tuple of names", "requests | summarize (p50, p95) = percentiles(duration, 50, 95) | project p95, p50", "500|300"},
        {"arg_max in a tuple of names", "requests | summarize (t, i) = arg_max(timestamp, id) | project i", "r4"},
        {"a tuple with too many names", "requests | summarize (a, b, c) = arg_max(timestamp, id)", "error SEM0219 1:22 ("},
        {"take_any of several: one row", "requests | where id == 'r1' | summarize take_any(name, resultCode)", "POST /chat|200"},
        {"take_any(*)", "requests | where id == 'r1' | summarize take_any(*) | project id, duration", "r1|200"},
        {"azure 9.1 take_anyif, anyif", "requests | summarize take_anyif(id, id == 'r2'), anyif(id, id == 'r3')", "r2|r3"},
        {"make_list_with_nulls", "datatable(x:long)[1, long(null)] | summarize make_list_with_nulls(x), make_list(x)", "[1,null]|[1]"},
        {"count_distinctif", "requests | summarize count_distinct(name), count_distinctif(name, duration > 450)", "2|1"},
        {"the variance family", "datatable(x:long)[2, 4] | summarize stdev(x), stdevp(x), variance(x), variancep(x), stdevif(x, x > 2), variancepif(x, x > 1), stdevpif(x, x > 1)", "1.41421356237|1|2|1|0|1|1"},
        {"covariance", "datatable(x:long, y:long)[1, 2, 2, 4, 3, 6] | summarize covariance(x, y), round(covariancep(x, y), 4)", "2|1.3333"},
        {"binary_all_and, _or, _xor", "datatable(x:long)[6, 3] | summarize binary_all_and(x), binary_all_or(x), binary_all_xor(x)", "2|7|5"},
        {"buildschema needs dynamic values", "requests | summarize buildschema(name)", "error SEM0064 1:34 name"}};
    test::addKqlCases(cases);
}

void TestKqlCatalogue::aggregatesMore()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "rows");
}

void TestKqlCatalogue::namesAggregates_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.2 hll_x, bag_x", "requests | summarize hll(id), make_bag(customDimensions), buildschema(customDimensions)", "hll_id, bag_customDimensions, schema_customDimensions"},
        {"azure 9.2 percentile_x_50", "requests | summarize percentilesw(duration, itemCount, 50, 99.9)", "percentile_duration_50, percentile_duration_99_9"},
        {"azure 9.2 percentilew with a name", "requests | summarize p = percentilew(duration, itemCount, 50)", "p"},
        {"azure 9.2 take_any(x) is x", "requests | summarize take_any(id, name), n = count()", "id, name, n"},
        {"percentiles_array", "requests | summarize percentiles_array(duration, 50)", "percentiles_duration"}};
    test::addKqlCases(cases);
}

void TestKqlCatalogue::namesAggregates()
{
    QFETCH(QString, query);
    QTEST(m_run.names(query), "rows");
}

QD_TEST_MAIN(QCoreApplication, TestKqlCatalogue)
#include "tst_kqlcatalogue.moc"
