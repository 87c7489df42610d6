#include "result.h"
#include "testmain.h"

#include <QObject>

using qd::Error;
using qd::ErrorKind;
using qd::Result;

class TestResult : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void holdsValue()
    {
        const Result<int> result = 42;
        QVERIFY(result.has_value());
        QCOMPARE(*result, 42);
        QCOMPARE(result.value_or(0), 42);
    }

    void holdsError()
    {
        const Result<QString> result = Error{.kind = ErrorKind::Timeout, .message = QStringLiteral("late")};
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Timeout);
        QCOMPARE(result.value_or(QStringLiteral("else")), QStringLiteral("else"));
    }

    void boolResultHasNoImplicitTruth()
    {
        const Result<bool> result = false;
        QVERIFY(result.has_value());
        QCOMPARE(result.value(), false);
        static_assert(!std::is_convertible_v<Result<bool>, bool>);
    }

    void voidResult()
    {
        QVERIFY(Result<void>().has_value());
        QCOMPARE(Result<void>(Error{.kind = ErrorKind::Invalid}).error().kind, ErrorKind::Invalid);
    }
};

QD_TEST_MAIN(QCoreApplication, TestResult)
#include "tst_result.moc"
