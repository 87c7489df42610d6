#include "columnvalues.h"
#include "fakequeryservice.h"
#include "kql/parser.h"
#include "manualclock.h"
#include "testmain.h"

#include <QSignalSpy>

using namespace qd;
using namespace std::chrono_literals;

namespace {

Result<QueryAnswer> answerOf(const std::vector<const char *> &values)
{
    auto piece = std::make_shared<query::ResultTable>();
    piece->columns.emplace_back(QStringLiteral("value"), ColumnType::String);
    for (const char *value : values)
        piece->columns.front().appendText(value);
    QueryAnswer answer;
    answer.tables.emplace_back();
    answer.tables.front().append(piece);
    return answer;
}

const kql::ValueSource nameSource{QStringLiteral("requests"), QStringLiteral("name"), {}, false};
const kql::ValueSource modelSource{QStringLiteral("requests"), QStringLiteral("customDimensions"), QStringLiteral("a \"b\""), false};
const kql::ValueSource keysSource{QStringLiteral("requests"), QStringLiteral("customDimensions"), {}, true};

} // namespace

class TestColumnValues : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void asksOnceInTenMinutes()
    {
        test::FakeQueryService service;
        test::ManualClock clock;
        ColumnValues values(service, clock);
        QSignalSpy changed(&values, &ColumnValues::changed);
        QCOMPARE(service.calls.size(), size_t{0});
        values.want(nameSource);
        values.want(nameSource);
        QCOMPARE(service.calls.size(), size_t{1});
        service.deliver(0, answerOf({"b", "a"}));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(values.seen().value(QStringLiteral("name")), (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
        clock.advance(9min);
        values.want(nameSource);
        QCOMPARE(service.calls.size(), size_t{1});
        clock.advance(2min);
        values.want(nameSource);
        QCOMPARE(service.calls.size(), size_t{2});
    }

    void asksOneAfterTheOther()
    {
        test::FakeQueryService service;
        test::ManualClock clock;
        ColumnValues values(service, clock);
        values.want(nameSource);
        values.want(modelSource);
        QCOMPARE(service.calls.size(), size_t{1});
        service.deliver(0, Error{.kind = ErrorKind::Throttled, .message = QStringLiteral("later")});
        QCOMPARE(service.calls.size(), size_t{2});
        QVERIFY(service.calls[1]->query.timespan && service.calls[1]->query.timeout <= 10s);
        values.want(nameSource); // failed a moment ago
        service.deliver(1, answerOf({"x"}));
        QCOMPARE(service.calls.size(), size_t{2});
        QCOMPARE(values.seen().value(QStringLiteral("customDimensions[\"a \"b\"\"]")), QStringList{QStringLiteral("x")});
    }

    void keysBecomeKnownWithoutValues()
    {
        test::FakeQueryService service;
        test::ManualClock clock;
        ColumnValues values(service, clock);
        values.want(keysSource);
        service.deliver(0, answerOf({"tenant"}));
        QVERIFY(values.seen().contains(QStringLiteral("customDimensions[\"tenant\"]")));
    }

    void questionsAreWholeQueries()
    {
        for (const kql::ValueSource &source : {nameSource, modelSource, keysSource,
                                               kql::ValueSource{QStringLiteral("a'] | take 1 //"), QStringLiteral("b\"]; x"), QStringLiteral("\\"), false}}) {
            const auto program = kql::parse(ColumnValues::questionFor(source));
            QVERIFY2(program.has_value(), qPrintable(ColumnValues::questionFor(source)));
            QVERIFY(program->lets.empty());
        }
    }

    void goesInMidFlight()
    {
        test::FakeQueryService service;
        test::ManualClock clock;
        auto values = std::make_unique<ColumnValues>(service, clock);
        values->want(nameSource);
        values.reset();
        QVERIFY(service.calls[0]->cancelled);
    }
};

QD_TEST_MAIN(QCoreApplication, TestColumnValues)
#include "tst_columnvalues.moc"
