#include "kql/operators.h"
#include "kql/tablebinder.h"

/// Operators that say something about the result: its schema, how it is drawn.
namespace qd::lab {

namespace {

QString systemTypeName(ColumnType type)
{
    switch (type) {
    case ColumnType::Bool: return QStringLiteral("System.SByte");
    case ColumnType::DateTime: return QStringLiteral("System.DateTime");
    case ColumnType::Dynamic: return QStringLiteral("System.Object");
    case ColumnType::Int: return QStringLiteral("System.Int32");
    case ColumnType::Long: return QStringLiteral("System.Int64");
    case ColumnType::Real: return QStringLiteral("System.Double");
    case ColumnType::String: return QStringLiteral("System.String");
    case ColumnType::Guid: return QStringLiteral("System.Guid");
    case ColumnType::Decimal: return QStringLiteral("System.Data.SqlTypes.SqlDecimal");
    case ColumnType::TimeSpan: return QStringLiteral("System.TimeSpan");
    }
    return {};
}

} // namespace

void bindOperator(OperatorCall &call, const kql::GetSchemaOperator &)
{
    QStringList rows;
    for (size_t i = 0; i < call.relation.columns.size(); ++i) {
        const Relation::NamedColumn &column = call.relation.columns[i];
        rows += u'(' % sqlText(column.name) % u", CAST(" % QString::number(i) % u" AS BIGINT), " % sqlText(systemTypeName(column.expr.type))
            % u", " % sqlText(columnTypeName(column.expr.type)) % u')';
    }
    Relation result;
    QStringList aliases;
    for (const char *name : {"ColumnName", "ColumnOrdinal", "DataType", "ColumnType"}) {
        aliases += call.context.aliases.next(u'c');
        const bool ordinal = qstrcmp(name, "ColumnOrdinal") == 0;
        result.columns.push_back({QString::fromLatin1(name), freshColumn(ordinal ? ColumnType::Long : ColumnType::String, aliases.last(), false)});
    }
    result.order.push_back({aliases[1], QStringLiteral("ASC")});
    result.from = u"(VALUES " % rows.join(u", ") % u") AS " % call.context.aliases.next(u't') % u'(' % aliases.join(u", ") % u')';
    call.relation = std::move(result);
}

void bindOperator(OperatorCall &call, const kql::AsOperator &step)
{
    call.relation.sourceName = step.name;
    call.context.relations.insert(step.name, call.relation);
    call.context.letHeights.insert(step.name, call.context.height);
}

void bindOperator(OperatorCall &call, const kql::RenderOperator &step) { call.tables.setRender({step.visualization, step.properties}); }

} // namespace qd::lab
