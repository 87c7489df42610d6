#include "kql/exprbinder.h"
#include "kql/naming.h"
#include "kql/operatorcall.h"
#include "kql/sources.h"

namespace qd::lab {

Relation bindSource(CompileContext &context, const kql::PrintSource &print, const kql::Place &)
{
    Relation relation;
    context.keyword = QStringLiteral("print");
    const Relation nothing;
    NameGiver names;
    QStringList items;
    for (size_t i = 0; i < print.columns.size() && !context.error; ++i) {
        const kql::NamedExpr &column = print.columns[i];
        const QString name = names.give(column.name.isEmpty() ? QString(u"print_" % QString::number(i)) : column.name);
        const BoundExpr value = plainExpr(ExprBinder(context, nothing).bind(*column.expr));
        const QString alias = context.aliases.next(u'c');
        items += value.sql % u" AS " % alias;
        relation.columns.push_back({name, namedColumn(value, alias)});
    }
    relation.from = u"(SELECT " % items.join(u", ") % u") AS " % context.aliases.next(u't');
    return relation;
}

Relation bindSource(CompileContext &context, const kql::RangeSource &range, const kql::Place &place)
{
    context.keyword = QStringLiteral("range");
    const Relation nothing;
    const BoundExpr from = ExprBinder(context, nothing).bind(*range.from);
    const BoundExpr to = ExprBinder(context, nothing).bind(*range.to);
    const BoundExpr step = ExprBinder(context, nothing).bind(*range.step);
    const bool whole = isIntegral(from.type) && isIntegral(to.type) && isIntegral(step.type);
    const bool time = from.type == ColumnType::DateTime && to.type == ColumnType::DateTime && step.type == ColumnType::TimeSpan;
    if (!whole && !time && !context.error)
        context.fail(semUnsupported, QStringLiteral("whole numbers, or datetimes with a timespan step, are needed"), place);
    const QString alias = context.aliases.next(u'c');
    const auto micros = [time](const BoundExpr &value) { return time && value.type == ColumnType::DateTime ? QString(u"epoch_us(" % value.sql % u')') : value.sql; };
    // A list is built before it is cut and cannot be interrupted, so its end is bounded first.
    const QString farthest = QStringLiteral("(%1)::HUGEINT + 1048576 * (%2)::HUGEINT").arg(micros(from), step.sql);
    const QString end = QStringLiteral("(CASE WHEN (%2) > 0 THEN least((%1)::HUGEINT, %3) ELSE greatest((%1)::HUGEINT, %3) END)::BIGINT")
                            .arg(micros(to), step.sql, farthest);
    const QString bounds = u"generate_series(" % micros(from) % u", " % end % u", " % step.sql % u')';
    // As a table it comes piece by piece and can be interrupted; but a table takes no sub-query for its bounds, nor a step of 0.
    const bool table = step.constant && step.sql != constantExpr(step.type, step.type == ColumnType::TimeSpan ? Cell(Microseconds(0)) : Cell(qint64{0})).sql
        && !bounds.contains(u"SELECT");
    const QString series = table ? QString(u"SELECT generate_series AS v FROM " % bounds) : QString(u"SELECT unnest(" % bounds % u") AS v");
    const QString value = time ? QStringLiteral("make_timestamp(v)") : QStringLiteral("CAST(v AS BIGINT)");
    Relation relation;
    relation.from = u"(SELECT " % value % u" AS " % alias % u" FROM (" % series % u") LIMIT 1048576) AS " % context.aliases.next(u't');
    relation.serialized = true;
    relation.columns.push_back({range.column, freshColumn(time ? ColumnType::DateTime : ColumnType::Long, alias, false)});
    return relation;
}

Relation bindSource(CompileContext &context, const kql::DataTableSource &table, const kql::Place &)
{
    context.keyword = QStringLiteral("datatable");
    Relation relation;
    const Relation nothing;
    const size_t width = table.columns.size();
    QStringList rows;
    for (size_t at = 0; at + width <= table.cells.size() && !context.error; at += width) {
        QStringList cells;
        for (size_t i = 0; i < width; ++i) {
            const kql::Expr &cell = *table.cells[at + i];
            const BoundExpr value = ExprBinder(context, nothing).bind(cell);
            const auto converted = convertedTo(table.columns[i].second, value);
            if (!converted || !value.constant)
                context.fail(semType, u"a constant of type " % columnTypeName(table.columns[i].second) % u" is needed", cell.place);
            else
                cells += u"CAST(" % converted->sql % u" AS " % sqlTypeName(table.columns[i].second) % u')';
        }
        rows += u'(' % cells.join(u", ") % u')';
    }
    QStringList aliases;
    QStringList empties;
    for (const auto &[name, type] : table.columns) {
        aliases += context.aliases.next(u'c');
        empties += u"CAST(NULL AS " % sqlTypeName(type) % u')';
        relation.columns.push_back({name, freshColumn(type, aliases.last(), type != ColumnType::String)});
    }
    const QString values = rows.isEmpty() ? QString(u"SELECT " % empties.join(u", ") % u" LIMIT 0") : QString(u"VALUES " % rows.join(u", "));
    relation.from = u'(' % values % u") AS " % context.aliases.next(u't') % u'(' % aliases.join(u", ") % u')';
    return relation;
}

} // namespace qd::lab
