#include "kql/assist.h"
#include "kql/parser.h"
#include "kql/translate.h"
#include "query/savedquery.h"
#include "testmain.h"

using namespace qd;
using query::SavedQuery;

class TestSavedQuery : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void readsTheHead();
    void readsAFileWithoutHead();
    void keepsWhatItWrites();
    void binds_data();
    void binds();
    void refusesValues_data();
    void refusesValues();
    void valuesCannotLeaveTheirLiteral();
    void knowsParametersInTheEditor();
    void translates_data();
    void translates();
};

void TestSavedQuery::readsTheHead()
{
    const SavedQuery query = query::readQueryFile(QStringLiteral("a/b"), QStringLiteral(
        "// title: Slow turns\n// description: What is slow.\n// description: And why.\r\n// schema: workspace\n"
        "// parameter: tenant string = \"con\\\"toso\" (Tenant)\n// parameter: least real\n// tags: a, b\n\nAppRequests // not head\n| take 1\n"));
    QCOMPARE(query.title, QStringLiteral("Slow turns"));
    QCOMPARE(query.description, QStringLiteral("What is slow. And why."));
    QVERIFY(query.schema == TelemetrySchema::Workspace);
    QCOMPARE(query.tags, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(query.parameters.size(), 2);
    QCOMPARE(query.parameters[0], (query::QueryParameter{QStringLiteral("tenant"), ColumnType::String, QStringLiteral("con\"toso"), QStringLiteral("Tenant")}));
    QCOMPARE(query.parameters[1], (query::QueryParameter{QStringLiteral("least"), ColumnType::Real, std::nullopt, {}}));
    QCOMPARE(query.kql, QStringLiteral("AppRequests // not head\n| take 1\n"));
}

void TestSavedQuery::readsAFileWithoutHead()
{
    const SavedQuery query = query::readQueryFile(QStringLiteral("x/slow-turns"), QStringLiteral("// what I tried\nrequests"));
    QCOMPARE(query.title, QStringLiteral("Slow turns"));
    QVERIFY(!query.schema);
    QCOMPARE(query.kql, QStringLiteral("// what I tried\nrequests"));
    const SavedQuery odd = query::readQueryFile({}, QStringLiteral("// parameter: 1x string\nrequests"));
    QVERIFY(odd.parameters.isEmpty());
    QCOMPARE(odd.kql, odd.text);
}

void TestSavedQuery::keepsWhatItWrites()
{
    SavedQuery query{.path = QStringLiteral("p"), .title = QStringLiteral("T"), .description = QStringLiteral("D."), .schema = TelemetrySchema::Classic,
                     .parameters = {{QStringLiteral("a"), ColumnType::TimeSpan, QStringLiteral("1h"), QStringLiteral("How long")}, {QStringLiteral("b"), ColumnType::Long, std::nullopt, {}}},
                     .tags = {QStringLiteral("x")}, .text = {}, .kql = QStringLiteral("requests\n| take 1\n")};
    query.text = query::writeQueryFile(query);
    QCOMPARE(query::readQueryFile(QStringLiteral("p"), query.text), query);
}

void TestSavedQuery::binds_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("lets");
    const auto row = [](ColumnType type, const char *value, const char *lets) { QTest::newRow(lets) << static_cast<int>(type) << QString::fromUtf8(value) << QString::fromUtf8(lets); };
    row(ColumnType::String, "a \"b\" \\", "let p = \"a \\\"b\\\" \\\\\";\n");
    row(ColumnType::String, " kept ", "let p = \" kept \";\n");
    row(ColumnType::Long, " 42 ", "let p = long(42);\n");
    row(ColumnType::Int, "-7", "let p = long(-7);\n");
    row(ColumnType::Real, "1.5", "let p = real(1.5);\n");
    row(ColumnType::Bool, "True", "let p = true;\n");
    row(ColumnType::DateTime, "2026-11-21 03:00", "let p = datetime(2026-11-21 03:00);\n");
    row(ColumnType::TimeSpan, "1.5h", "let p = time(1.5h);\n");
    row(ColumnType::Guid, "123e4567-e89b-12d3-a456-426614174000", "let p = guid(123e4567-e89b-12d3-a456-426614174000);\n");
}

void TestSavedQuery::binds()
{
    QFETCH(int, type);
    QFETCH(QString, value);
    const QList<query::QueryParameter> parameters{{QStringLiteral("p"), static_cast<ColumnType>(type), std::nullopt, {}}};
    const auto bound = query::bindParameters(QStringLiteral("print p"), parameters, {{QStringLiteral("p"), value}});
    QVERIFY2(bound.has_value(), bound ? "" : qPrintable(bound.error().message));
    QFETCH(QString, lets);
    QCOMPARE(*bound, lets + QStringLiteral("print p"));
    QVERIFY(kql::parse(*bound).has_value());
}

void TestSavedQuery::refusesValues_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("value");
    const auto row = [](ColumnType type, const char *value) { QTest::newRow(value) << static_cast<int>(type) << QString::fromUtf8(value); };
    row(ColumnType::Long, "4.5");
    row(ColumnType::Int, "5000000000");
    row(ColumnType::Real, "nan");
    row(ColumnType::Bool, "yes");
    row(ColumnType::DateTime, "2026-11-21); requests | take 1 //");
    row(ColumnType::TimeSpan, "soon");
    row(ColumnType::Guid, "123e4567-e89b-12d3-a456-42661417400g");
    row(ColumnType::Dynamic, "[]");
}

void TestSavedQuery::refusesValues()
{
    QFETCH(int, type);
    QFETCH(QString, value);
    const QList<query::QueryParameter> parameters{{QStringLiteral("p"), static_cast<ColumnType>(type), std::nullopt, {}}};
    const auto bound = query::parameterLets(parameters, {{QStringLiteral("p"), value}});
    QVERIFY(!bound.has_value());
    QCOMPARE(bound.error().kind, ErrorKind::Invalid);
    QVERIFY(!query::parameterLets(parameters, {}).has_value());
    QVERIFY(!query::parameterLets({}, {{QStringLiteral("q"), value}}).has_value());
}

void TestSavedQuery::valuesCannotLeaveTheirLiteral()
{
    const QList<query::QueryParameter> parameters{{QStringLiteral("p"), ColumnType::String, std::nullopt, {}}};
    for (const char *value : {"\"; requests | take 1 //", "\\\"; x", "a\nb", "\\", "'", "\u2028"}) {
        const auto bound = query::bindParameters(QStringLiteral("print p"), parameters, {{QStringLiteral("p"), QString::fromUtf8(value)}});
        const auto program = kql::parse(*bound);
        QVERIFY2(program.has_value(), value);
        QCOMPARE(program->lets.size(), size_t{1});
        QCOMPARE(std::get<QString>(std::get<kql::ExprPtr>(program->lets[0].body)->value), QString::fromUtf8(value));
    }
}

void TestSavedQuery::knowsParametersInTheEditor()
{
    const QString text = QStringLiteral("// title: x\n// parameter: tenant string = \"\"\nrequests | project a = name | where a == tenant");
    QVERIFY(kql::diagnose(text, kql::classicCatalog()).isEmpty());
    QCOMPARE(kql::definitionAt(text, text.size()), (kql::TextRange{26, 32}));
}

void TestSavedQuery::translates_data()
{
    QTest::addColumn<QString>("classic");
    QTest::addColumn<QString>("workspace");
    const auto row = [](const char *classic, const char *workspace) { QTest::newRow(classic) << QString::fromUtf8(classic) << QString::fromUtf8(workspace); };
    row("requests | where timestamp > ago(1h) and name == 'timestamp'", "AppRequests | where TimeGenerated > ago(1h) and Name == 'timestamp'");
    row("requests | project timestamp, d = duration", "AppRequests | project timestamp = TimeGenerated, d = DurationMs");
    row("requests | summarize count() by name, bin(timestamp, 1h) | order by timestamp asc, name",
        "AppRequests | summarize count() by name = Name, timestamp = bin(TimeGenerated, 1h) | order by timestamp asc, name");
    row("requests | summarize sum(duration) | project sum_duration", "AppRequests | summarize sum_duration = sum(DurationMs) | project sum_duration");
    row("dependencies | where type == 'x'", "AppDependencies | where DependencyType == 'x'");
    row("exceptions | where type == 'x'", "AppExceptions | where ExceptionType == 'x'");
    row("requests | extend name = 1 | where name == 1", "AppRequests | extend name = 1 | where name == 1");
    row("let T = requests | project name; T | where name == 'x'", "let T = AppRequests | project name = Name; T | where name == 'x'");
    row("requests | join (dependencies | project operation_Id, target) on operation_Id",
        "AppRequests | join (AppDependencies | project operation_Id = OperationId, target = Target) on OperationId");
    row("customMetrics | where valueCount > 0 and customDimensions['name'] == 'x'", "AppMetrics | where ItemCount > 0 and Properties['name'] == 'x'");
    row("other | where timestamp > 1", "other | where timestamp > 1");
    row("union requests, traces | where operation_Id == 'x'", "union AppRequests, AppTraces | where OperationId == 'x'");
    row("requests // of timestamp\n| take 1", "AppRequests // of timestamp\n| take 1");
}

void TestSavedQuery::translates()
{
    QFETCH(QString, classic);
    QTEST(kql::toWorkspaceNames(classic), "workspace");
}

QD_TEST_MAIN(QCoreApplication, TestSavedQuery)
#include "tst_savedquery.moc"
