// The editor's table of functions against those that the lab can run: neither knows what the other does not.
#include "kql/aggregates.h"
#include "kql/assist/signatures.h"
#include "kql/assist/words.h"
#include "kql/functions.h"
#include "kql/parser.h"
#include "kql/windowfunctions.h"
#include "testmain.h"

using namespace qd;
namespace assist = qd::kql::assist;

class TestKqlSignatures : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void namesEveryFunctionOfTheLab();
    void namesEveryAggregateOfTheLab();
    void namesEveryOperatorOfTheParser();
    void explainsEverything();
};

void TestKqlSignatures::namesEveryFunctionOfTheLab()
{
    for (const QString &name : lab::functionNames())
        QVERIFY2(assist::findSignature(name) != nullptr, qPrintable(name));
}

void TestKqlSignatures::namesEveryAggregateOfTheLab()
{
    for (const QString &name : lab::aggregateNames())
        QVERIFY2(assist::findAggregate(name) != nullptr, qPrintable(name));
}

void TestKqlSignatures::namesEveryOperatorOfTheParser()
{
    for (const QString &name : kql::operatorNames()) {
        QVERIFY2(assist::findOperatorSignature(name) != nullptr, qPrintable(name));
        QVERIFY2(assist::isOperatorWord(name), qPrintable(name));
    }
}

void TestKqlSignatures::explainsEverything()
{
    const QStringList names = assist::signatureNames();
    QVERIFY(names.size() > 250);
    for (const QString &name : names) {
        const assist::Signature *found = assist::findSignature(name) != nullptr ? assist::findSignature(name) : assist::findAggregate(name);
        QVERIFY2(found != nullptr, qPrintable(name));
        QVERIFY2(qstrlen(found->summary) > 5 && QString::fromUtf8(found->summary).endsWith(u'.'), qPrintable(name));
    }
}

QD_TEST_MAIN(QCoreApplication, TestKqlSignatures)
#include "tst_kqlsignatures.moc"
