#include "kql/translate.h"

#include "kql/assist/analysis.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <utility>

namespace qd::kql {

namespace {

using assist::Analysis;
using assist::NameRole;

/// "classic=Workspace" pairs; a bare word is the classic name of a column whose workspace name begins in upper case.
struct TranslatedTable {
    const char *classic;
    const char *workspace;
    const char *columns;
};

constexpr const char *contextPairs =
    "timestamp=TimeGenerated customDimensions=Properties operation_Name=OperationName operation_Id=OperationId operation_ParentId=ParentId "
    "operation_SyntheticSource=SyntheticSource session_Id=SessionId user_Id=UserId user_AuthenticatedId=UserAuthenticatedId "
    "user_AccountId=UserAccountId application_Version=AppVersion client_Type=ClientType client_Model=ClientModel client_OS=ClientOS "
    "client_IP=ClientIP client_City=ClientCity client_StateOrProvince=ClientStateOrProvince client_CountryOrRegion=ClientCountryOrRegion "
    "client_Browser=ClientBrowser cloud_RoleName=AppRoleName cloud_RoleInstance=AppRoleInstance appId=ResourceGUID appName=_ResourceId "
    "iKey=IKey sdkVersion=SDKVersion itemCount=ItemCount itemType=Type _ResourceId=_ResourceId";
constexpr const char *callPairs = "id name success=Success resultCode duration=DurationMs performanceBucket customMeasurements=Measurements";

constexpr std::array<TranslatedTable, 9> translatedTables{{
    {"requests", "AppRequests", "source url"},
    {"dependencies", "AppDependencies", "target type=DependencyType data"},
    {"traces", "AppTraces", "message severityLevel"},
    {"exceptions", "AppExceptions",
     "problemId handledAt type=ExceptionType message assembly method outerType outerMessage outerAssembly outerMethod innermostType "
     "innermostMessage innermostAssembly innermostMethod severityLevel details"},
    {"customEvents", "AppEvents", ""},
    {"customMetrics", "AppMetrics", "value=Sum valueSum=Sum valueCount=ItemCount valueMin=Min valueMax=Max"},
    {"availabilityResults", "AppAvailabilityResults", "location message size"},
    {"pageViews", "AppPageViews", "url"},
    {"performanceCounters", "AppPerformanceCounters", "category counter instance value"}}};

QString upperFirst(QString name)
{
    name[0] = name[0].toUpper();
    return name;
}

using ColumnNames = QHash<QString, QString>;

void addPairs(ColumnNames *names, const char *text)
{
    for (const QString &pair : QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype equals = pair.indexOf(u'=');
        names->insert(pair.left(equals), equals < 0 ? upperFirst(pair) : pair.mid(equals + 1));
    }
}

/// Classic column to workspace column, by classic table.
const QHash<QString, ColumnNames> &columnNames()
{
    static const QHash<QString, ColumnNames> all = [] {
        QHash<QString, ColumnNames> tables;
        for (const TranslatedTable &table : translatedTables) {
            ColumnNames names;
            addPairs(&names, contextPairs);
            addPairs(&names, callPairs);
            addPairs(&names, table.columns);
            tables.insert(QString::fromLatin1(table.classic), names);
        }
        return tables;
    }();
    return all;
}

QString workspaceTable(const QString &classic)
{
    for (const TranslatedTable &table : translatedTables)
        if (classic == QLatin1StringView(table.classic))
            return QString::fromLatin1(table.workspace);
    return classic;
}

struct Replacement {
    qsizetype from = 0;
    qsizetype length = 0;
    QString text;
};

/// What piece `at` becomes, or nothing when it stays.
std::optional<QString> translated(const Analysis &analysis, int at)
{
    const QString name = analysis.outline().name(at);
    if (analysis.role(at) == NameRole::Table && workspaceTable(name) != name)
        return workspaceTable(name);
    const QString table = analysis.role(at) == NameRole::Column ? analysis.table(at) : QString();
    const QString column = table.isEmpty() ? QString() : columnNames().value(table).value(name, name);
    return table.isEmpty() || column == name ? std::nullopt : std::optional(column);
}

void translateStatement(const QString &text, TextRange range, QList<Replacement> *replacements)
{
    const Analysis analysis(text, range, classicCatalog());
    const assist::Outline &outline = analysis.outline();
    std::vector<bool> changes(static_cast<size_t>(outline.size()), false);
    for (int i = 0; i < outline.size(); ++i) {
        const auto name = translated(analysis, i);
        if (!name)
            continue;
        changes[static_cast<size_t>(i)] = true;
        replacements->append({outline.piece(i).from, outline.piece(i).to - outline.piece(i).from, *name});
    }
    for (const Analysis::ImplicitColumn &column : analysis.implicitColumns()) // its name would follow the new one
        if (std::any_of(changes.begin() + column.expression.from, changes.begin() + column.expression.to, [](bool changed) { return changed; }))
            replacements->append({outline.piece(column.expression.from).from, 0, assist::quotedIfNeeded(column.name) + QStringLiteral(" = ")});
}

} // namespace

const query::Catalog &classicCatalog()
{
    static const query::Catalog catalog = [] {
        query::Catalog all;
        for (const TranslatedTable &table : translatedTables) {
            query::CatalogTable entry{QString::fromLatin1(table.classic), {}, {}};
            QStringList names = columnNames().value(entry.name).keys();
            names.sort();
            for (const QString &name : names)
                entry.columns += {name, ColumnType::String, {}};
            all.tables += entry;
        }
        return all;
    }();
    return catalog;
}

QString toWorkspaceNames(const QString &kql)
{
    QList<Replacement> replacements;
    for (const TextRange range : statements(kql))
        translateStatement(kql, range, &replacements);
    std::ranges::stable_sort(replacements, [](const Replacement &a, const Replacement &b) { return std::pair(a.from, a.length) < std::pair(b.from, b.length); });
    QString result;
    qsizetype last = 0;
    for (const Replacement &one : replacements) {
        result += QStringView(kql).mid(last, one.from - last);
        result += one.text;
        last = one.from + one.length;
    }
    return result + QStringView(kql).mid(last);
}

} // namespace qd::kql
