#include "policy/toolusage.h"

#include "slo/kqltext.h"
#include "slo/slidialect.h"
#include "slo/sliquery.h"

namespace qd {

QString buildToolUsageQuery(const QString &server, TelemetrySchema schema, TimeSpanRange range)
{
    const SliDialect dialect = sliDialect(SliSource::Dependencies, schema);
    const auto column = [schema](QStringView name) { return sliColumn(SliSource::Dependencies, schema, name).value_or(QString()); };
    return QStringLiteral("%1\n| where %2 >= %3 and %2 < %4 and %5 startswith \"tools/call \" and %6 == %7\n"
                          "| summarize calls = sum(%8), errors = sumif(%8, tostring(%9) =~ \"false\")")
               .arg(dialect.table, dialect.time, kqltext::dateTime(range.from), kqltext::dateTime(range.to), dialect.name, column(u"target"),
                    kqlString(server), dialect.count, column(u"success"))
        + QStringLiteral(" by tool = ") + kqltext::dynamicField(dialect.bag, QStringLiteral("gen_ai.tool.name"));
}

Result<QHash<QString, ToolUsage>> readToolUsage(const Table &table)
{
    QHash<QString, ToolUsage> usage;
    for (const char *name : {"tool", "calls", "errors"})
        if (!table.columnIndex(QString::fromLatin1(name)))
            return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The reply about tool calls has no column \"%1\"").arg(QLatin1StringView(name))};
    for (size_t row = 0; row < table.rowCount(); ++row)
        usage.insert(table.text(row, u"tool"), {table.number(row, u"calls").value_or(0), table.number(row, u"errors").value_or(0)});
    return usage;
}

} // namespace qd
