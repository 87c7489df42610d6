#include "slo/sliquery.h"

#include "slo/kqltext.h"
#include "slo/slidialect.h"

namespace qd {

QString buildMarkerQuery(TelemetrySchema schema, TimeSpanRange range)
{
    const SliDialect dialect = sliDialect(SliSource::Events, schema);
    const auto read = [&dialect](QLatin1String key) { return kqltext::dynamicField(dialect.bag, key); };
    const QString events = QStringLiteral("%1\n| where %2 >= %3 and %2 < %4 and %5 in (\"Deployment\", \"PromptVersion\", \"BudgetState\")")
                               .arg(dialect.table, dialect.time, kqltext::dateTime(range.from), kqltext::dateTime(range.to),
                                    dialect.name);
    const QString columns = QStringLiteral(
                                "\n| project at = %1,\n"
                                "    kind = case(%2 == \"Deployment\", \"deployment\", %2 == \"PromptVersion\", \"prompt-version\", \"budget-state\"),\n"
                                "    title = iff(%2 == \"BudgetState\", %3, %4),\n"
                                "    detail = case(%2 == \"Deployment\", %5, %2 == \"PromptVersion\", %6, %7),\n"
                                "    previous = %8\n"
                                "| order by at asc")
                                .arg(dialect.time, dialect.name, read(QLatin1String("state")), read(QLatin1String("version")),
                                     read(QLatin1String("slot")), read(QLatin1String("agent")), read(QLatin1String("tenant")),
                                     read(QLatin1String("previous")));
    return events % columns;
}

} // namespace qd
