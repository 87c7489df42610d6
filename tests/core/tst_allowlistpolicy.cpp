#include "policy/allowlistpolicy.h"
#include "policy/jsonscan.h"
#include "policy/policycanonical.h"
#include "policy/policylint.h"
#include "testmain.h"

#include <QFile>

using qd::AllowedTool;
using qd::Allowlist;
using qd::AllowlistReading;
using State = qd::AllowlistReading::State;

namespace {

QString u8(const char *text) { return QString::fromUtf8(text); }

AllowedTool tool(const char *name, const char *description = "d")
{
    const QString json = QStringLiteral("{\"name\": %1, \"description\":%2,\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{}}}}")
                             .arg(qd::jsonscan::encoded(u8(name)), qd::jsonscan::encoded(u8(description)));
    const auto made = qd::allowedTool(u8(name), json);
    return made ? *made : AllowedTool{};
}

QString existing()
{
    return u8("<!-- ours -->\r\n<policies>\r\n\t<inbound>\r\n\t\t<base />\r\n\t\t<rate-limit-by-key calls=\"10\" renewal-period='60' "
              "counter-key=\"@(context.Subscription.Id)\" />\r\n\t</inbound>\r\n\t<backend><base/></backend>\r\n\t<outbound><base/></outbound>\r\n"
              "\t<on-error><base/></on-error>\r\n</policies>\r\n");
}

} // namespace

class TestAllowlistPolicy : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }

    void json_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("compacted");
        QTest::newRow("object") << u8(" { \"a\" : [ 1 , -2.5e+3 , true , null ] } ") << u8("{\"a\":[1,-2.5e+3,true,null]}");
        QTest::newRow("blanks in text stay") << u8("\"a  b\"") << u8("\"a  b\"");
        QTest::newRow("escape") << u8("\"\\\"\\u00e4\\\\\"") << u8("\"\\\"\\u00e4\\\\\"");
        for (const char *bad : {"", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "\"a", "\"\\x\"", "\"\\u12\"", "01x", "tru", "[1 2]", "1.", "-", "\"\t\""})
            QTest::newRow(QByteArray(QByteArray("bad ") + bad).constData()) << u8(bad) << QString();
    }
    void json()
    {
        QFETCH(QString, text);
        QFETCH(QString, compacted);
        QCOMPARE(qd::jsonscan::compact(text).value_or(QString()), compacted);
    }

    void textsSurviveJson()
    {
        for (const QString &text : {u8("plain"), u8("\"quoted\" \\ / \n\t\r"), QString(QChar(1)), u8("日本 😀"), QString(QChar(0xD800))})
            QCOMPARE(qd::jsonscan::decoded(qd::jsonscan::encoded(text)).value_or(u8("lost")), text);
        QVERIFY(!qd::jsonscan::decoded(u8("12")));
        QVERIFY(!qd::jsonscan::compact(QString(100, u'[') + QString(100, u']')));
    }

    void theSetReadsBackExactly()
    {
        const QList<AllowedTool> tools{tool("orders_lookup", "Looks up <orders> & \"more\""), tool("get-sum", "{{named}} @(x) @{y} it's"),
                                       tool("naïve 日本", "a\nb")};
        const Allowlist list{tools, {u8("get-env"), u8("{{x}}")}};
        const auto policy = qd::withAllowlist(existing(), list);
        QVERIFY2(policy, policy ? "" : qPrintable(policy.error().message));
        const AllowlistReading reading = qd::readAllowlist(*policy);
        QCOMPARE(reading.state, State::Ours);
        QCOMPARE(reading.list, list);
        QVERIFY(!policy->contains(u8("{{")));
        // Again through the service's spelling.
        QCOMPARE(qd::readAllowlist(qd::canonicalPolicyText(*policy)).state, State::Ours);
        const QString crlf = QString(*policy).replace(u8("\n"), u8("\r\n"));
        QCOMPARE(qd::readAllowlist(crlf).list, list);
        QCOMPARE(qd::readAllowlist(crlf).state, State::Ours);
    }

    void anEmptySetRefusesEverything()
    {
        const auto policy = qd::withAllowlist({}, {});
        QVERIFY(policy);
        QCOMPARE(qd::readAllowlist(*policy), (AllowlistReading{State::Ours, {}, {}}));
    }

    void theRestStaysToTheByte()
    {
        const QString before = existing();
        const auto with = qd::withAllowlist(before, {{tool("a")}, {}});
        QVERIFY(with);
        const QString block = qd::allowlistBlock({{tool("a")}, {}});
        QCOMPARE(QString(*with).remove(block), before);
        const auto replaced = qd::withAllowlist(*with, {{tool("b"), tool("c")}, {}});
        QVERIFY(replaced);
        QCOMPARE(QString(*replaced).remove(qd::allowlistBlock({{tool("b"), tool("c")}, {}})), before);
        QCOMPARE(qd::withoutAllowlist(*replaced).value_or(QString()), before);
        QCOMPARE(qd::withoutAllowlist(before).value_or(QString()), before);
        QCOMPARE(qd::withAllowlist(*replaced, {{tool("b"), tool("c")}, {}}).value_or(QString()), *replaced);
    }

    void findsAPlaceInEveryShape_data()
    {
        QTest::addColumn<QString>("policy");
        for (const char *text : {"", "<policies/>", "<policies></policies>", "<policies><inbound/></policies>", "<policies><inbound></inbound></policies>",
                                 "<policies><inbound><base/></inbound></policies>", "<policies><inbound><trace source=\"x\"/></inbound></policies>",
                                 "<policies><backend><base/></backend></policies>"})
            QTest::newRow(*text ? text : "empty") << u8(text);
    }
    void findsAPlaceInEveryShape()
    {
        QFETCH(QString, policy);
        const auto with = qd::withAllowlist(policy, {{tool("a")}, {}});
        QVERIFY(with);
        QCOMPARE(qd::readAllowlist(*with).state, State::Ours);
        const auto document = qd::PolicyDocument::parse(*with);
        QVERIFY(document && document->section("inbound"));
        QVERIFY(qd::checkPolicyTraps(*document, {.isMcp = true}).isEmpty());
    }

    void whatIsNotOursIsNotGuessedAt()
    {
        QCOMPARE(qd::readAllowlist({}).state, State::None);
        QCOMPARE(qd::readAllowlist(existing()).state, State::None);
        QCOMPARE(qd::readAllowlist(u8("<policies><inbound><choose><when condition=\"@(m == \"tools/call\")\"/></choose></inbound></policies>")).state, State::Foreign);
        QCOMPARE(qd::readAllowlist(u8("<policies>")).state, State::Unreadable);
        const QString ours = *qd::withAllowlist({}, {{tool("a")}, {}});
        const AllowlistReading altered = qd::readAllowlist(QString(ours).replace(u8("!isAllowed"), u8("isAllowed")));
        QCOMPARE(altered.state, State::Altered);
        QCOMPARE(altered.list.tools, QList<AllowedTool>{tool("a")});
        QCOMPARE(qd::readAllowlist(QString(ours).replace(u8("value='["), u8("value='x["))).state, State::Altered);
        QCOMPARE(qd::readAllowlist(QString(ours).remove(u8("<!-- quarterdeck allowlist 1 end -->"))).state, State::Altered);
        QVERIFY(!qd::withAllowlist(QString(ours).remove(u8("<!-- quarterdeck allowlist 1 end -->")), {{tool("a")}, {}}));
        QVERIFY(!qd::withAllowlist(u8("<fragment/>"), {{tool("a")}, {}}));
    }

    void refusesToolsThatAreNone()
    {
        QVERIFY(!qd::allowedTool(u8("a"), u8("{\"name\":\"b\"}")));
        QVERIFY(!qd::allowedTool(u8("a"), u8("[]")));
        QVERIFY(!qd::allowedTool(u8("a"), u8("{\"name\":\"a\"")));
        QVERIFY(!qd::withAllowlist({}, {{tool("a"), tool("a")}, {}}));
    }

    void theDocumentHasACap()
    {
        const QByteArray large(260 * 1024, 'x');
        const auto policy = qd::withAllowlist({}, {{tool("a", large.constData())}, {}});
        QVERIFY(!policy);
        QCOMPARE(policy.error().kind, qd::ErrorKind::Invalid);
    }

    // The gateway's tests run this file: it must be what the generator writes. QD_RENEW_SAMPLES=1 writes it anew.
    void theSampleIsWhatWeWrite()
    {
        const QString written = *qd::withAllowlist({}, {{tool("echo", "Echoes \"back\" <input> & more"), tool("get-sum", "it's {{a}} + b")}, {}});
        QFile file(QStringLiteral(QD_SOURCE_DIR "/tests/data/policies/allowlist-echo-sum.xml"));
        if (qEnvironmentVariableIsSet("QD_RENEW_SAMPLES")) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(written.toUtf8());
            file.close();
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), written);
    }

    void estimatesTokens()
    {
        QCOMPARE(qd::estimatedTokens(u8("{}")), 1);
        QCOMPARE(qd::estimatedTokens(QString(u'"' + QString(478, u'a') + u'"')), 100);
        QCOMPARE(qd::estimatedTokens(u8("{ \"a\" : 1 }")), 2);
    }
};

QD_TEST_MAIN(QCoreApplication, TestAllowlistPolicy)
#include "tst_allowlistpolicy.moc"
