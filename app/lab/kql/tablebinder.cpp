#include "kql/tablebinder.h"

#include "kql/aggregates.h"
#include "kql/exprbinder.h"
#include "kql/functions.h"

#include <QRegularExpression>

#include <algorithm>

namespace qd::lab {

namespace {

using kql::Expr;

std::vector<const Expr *> expressionsOf(const std::vector<kql::NamedExpr> &columns)
{
    std::vector<const Expr *> exprs;
    for (const kql::NamedExpr &column : columns)
        exprs.push_back(column.expr.get());
    return exprs;
}

QRegularExpression patternOf(const QString &pattern)
{
    QString escaped = QRegularExpression::escape(pattern);
    escaped.replace(QStringLiteral("\\*"), QStringLiteral(".*"));
    return QRegularExpression(QRegularExpression::anchoredPattern(escaped));
}

bool sortsNullsFirst(const kql::SortKey &key) { return key.nullsFirst.value_or(key.ascending); }

QString sortDirection(const kql::SortKey &key)
{
    return QString::fromLatin1(key.ascending ? "ASC NULLS " : "DESC NULLS ")
        + QString::fromLatin1(sortsNullsFirst(key) ? "FIRST" : "LAST");
}

/// NaN stands between null and the numbers, at whichever end the nulls are.
Relation::OrderKey nanKey(const kql::SortKey &key, const QString &sql)
{
    return {u"isnan(" % sql % u')', sortsNullsFirst(key) ? QStringLiteral("DESC NULLS FIRST") : QStringLiteral("ASC NULLS LAST")};
}

/// DuckDB's filter pushdown takes twice as long for every aggregation below another one.
constexpr int mostNestedAggregations = 12;

/// Types that group, sort and compare; a dynamic value must be cast first.
bool isKeyType(ColumnType type) { return type != ColumnType::Dynamic; }

BoundExpr namedColumn(const BoundExpr &expr, const QString &name)
{
    BoundExpr column = expr;
    column.sql = name;
    column.path.clear();
    column.simple = true;
    column.constant.reset();
    return column;
}

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

Relation TableBinder::bind(const kql::Pipeline &pipeline)
{
    const QString outerKeyword = m_context.keyword;
    ++m_depth;
    if (!pipeline.operators.empty())
        m_context.keyword = pipeline.operators.front().keyword;
    Relation relation = bindSource(pipeline);
    for (const kql::Operator &step : pipeline.operators) {
        if (m_context.error)
            break;
        m_context.keyword = step.keyword;
        if (m_render && m_depth == 1)
            m_context.fail(semUnsupported, QStringLiteral("no operator may follow 'render'"), step.place);
        apply(step, &relation);
        m_context.spend(relation.weight() / 4, step.place);
        if (relation.aggregations > mostNestedAggregations)
            m_context.fail(semUnsupported, QStringLiteral("too many aggregations upon aggregations"), step.place);
    }
    --m_depth;
    m_context.keyword = outerKeyword;
    return m_context.error ? Relation{} : relation;
}

Relation TableBinder::bindSource(const kql::Pipeline &pipeline)
{
    if (const auto *table = std::get_if<kql::TableSource>(&pipeline.source))
        return bindTable(table->name, pipeline.place);
    if (const auto *print = std::get_if<kql::PrintSource>(&pipeline.source))
        return bindPrint(*print);
    if (const auto *range = std::get_if<kql::RangeSource>(&pipeline.source))
        return bindRange(*range, pipeline.place);
    if (const auto *data = std::get_if<kql::DataTableSource>(&pipeline.source))
        return bindDataTable(*data);
    if (const auto *nested = std::get_if<kql::NestedSource>(&pipeline.source))
        return bind(*nested->pipeline);
    return unite(std::get<kql::UnionSource>(pipeline.source).step, nullptr, pipeline.place);
}

Relation TableBinder::bindTable(const QString &name, const kql::Place &place)
{
    const auto let = m_context.relations.constFind(name);
    if (let != m_context.relations.constEnd()) {
        m_context.spend(let->weight(), place);
        m_context.raiseHeight(m_context.letHeights.value(name), place);
        return *let;
    }
    const auto table = m_context.schema.tables.constFind(name);
    if (table != m_context.schema.tables.constEnd())
        return tableRelation(*table);
    if (m_context.scalars.contains(name)) {
        m_context.fail(semTopLevel, QStringLiteral("Top-level expressions must return tabular results"), place);
        return {};
    }
    const QStringList known = m_context.schema.tables.keys() + m_context.relations.keys();
    m_context.fail(semUnresolved, u"Failed to resolve table or column expression named '" % name.left(100) % u'\'', place,
                   kql::nearestName(name, known));
    return {};
}

Relation TableBinder::tableRelation(const KqlTable &table)
{
    Relation relation;
    relation.from = table.source;
    relation.sourceName = table.name;
    for (const KqlColumn &column : table.columns) {
        BoundExpr expr;
        expr.type = column.type;
        expr.sql = column.sql;
        expr.nullable = column.nullable;
        expr.boolText = column.boolText;
        expr.simple = column.physical || column.sql.size() < 200;
        expr.finite = column.physical; // JSON has no NaN
        relation.columns.push_back({column.name, expr});
        if (column.name == table.timeColumn && m_context.options.timespan) {
            const TimeSpanRange &span = *m_context.options.timespan;
            relation.where += u'(' % column.sql % u" >= " % constantExpr(ColumnType::DateTime, span.from).sql % u')';
            relation.where += u'(' % column.sql % u" < " % constantExpr(ColumnType::DateTime, span.to).sql % u')';
        }
    }
    return relation;
}

Relation TableBinder::bindPrint(const kql::PrintSource &print)
{
    Relation relation;
    m_context.keyword = QStringLiteral("print");
    const Relation nothing;
    NameGiver names;
    QStringList items;
    for (size_t i = 0; i < print.columns.size() && !m_context.error; ++i) {
        const kql::NamedExpr &column = print.columns[i];
        const QString name = names.give(column.name.isEmpty() ? QString(u"print_" % QString::number(i)) : column.name);
        const BoundExpr value = plainExpr(ExprBinder(m_context, nothing).bind(*column.expr));
        const QString alias = m_context.aliases.next(u'c');
        items += value.sql % u" AS " % alias;
        relation.columns.push_back({name, namedColumn(value, alias)});
    }
    relation.from = u"(SELECT " % items.join(u", ") % u") AS " % m_context.aliases.next(u't');
    return relation;
}

Relation TableBinder::bindRange(const kql::RangeSource &range, const kql::Place &place)
{
    m_context.keyword = QStringLiteral("range");
    const Relation nothing;
    const BoundExpr from = ExprBinder(m_context, nothing).bind(*range.from);
    const BoundExpr to = ExprBinder(m_context, nothing).bind(*range.to);
    const BoundExpr step = ExprBinder(m_context, nothing).bind(*range.step);
    const bool whole = isIntegral(from.type) && isIntegral(to.type) && isIntegral(step.type);
    const bool time = from.type == ColumnType::DateTime && to.type == ColumnType::DateTime && step.type == ColumnType::TimeSpan;
    if (!whole && !time && !m_context.error)
        m_context.fail(semUnsupported, QStringLiteral("whole numbers, or datetimes with a timespan step, are needed"), place);
    const QString alias = m_context.aliases.next(u'c');
    const auto micros = [time](const BoundExpr &value) { return time && value.type == ColumnType::DateTime ? QString(u"epoch_us(" % value.sql % u')') : value.sql; };
    // The list is built before it is cut and cannot be interrupted, so its end is bounded first.
    const QString farthest = QStringLiteral("(%1)::HUGEINT + 1048576 * (%2)::HUGEINT").arg(micros(from), step.sql);
    const QString end = QStringLiteral("(CASE WHEN (%2) > 0 THEN least((%1)::HUGEINT, %3) ELSE greatest((%1)::HUGEINT, %3) END)::BIGINT")
                            .arg(micros(to), step.sql, farthest);
    const QString series = u"SELECT unnest(generate_series(" % micros(from) % u", " % end % u", " % step.sql % u")) AS v";
    const QString value = time ? QStringLiteral("make_timestamp(v)") : QStringLiteral("CAST(v AS BIGINT)");
    Relation relation;
    relation.from = u"(SELECT " % value % u" AS " % alias % u" FROM (" % series % u") LIMIT 1048576) AS " % m_context.aliases.next(u't');
    BoundExpr column = madeExpr(time ? ColumnType::DateTime : ColumnType::Long, alias, false);
    column.simple = true;
    relation.columns.push_back({range.column, column});
    return relation;
}

Relation TableBinder::bindDataTable(const kql::DataTableSource &table)
{
    m_context.keyword = QStringLiteral("datatable");
    Relation relation;
    const Relation nothing;
    const size_t width = table.columns.size();
    QStringList rows;
    for (size_t at = 0; at + width <= table.cells.size() && !m_context.error; at += width) {
        QStringList cells;
        for (size_t i = 0; i < width; ++i) {
            const Expr &cell = *table.cells[at + i];
            const BoundExpr value = ExprBinder(m_context, nothing).bind(cell);
            const auto converted = convertedTo(table.columns[i].second, value);
            if (!converted || !value.constant)
                m_context.fail(semType, u"a constant of type " % columnTypeName(table.columns[i].second) % u" is needed", cell.place);
            else
                cells += u"CAST(" % converted->sql % u" AS " % sqlTypeName(table.columns[i].second) % u')';
        }
        rows += u'(' % cells.join(u", ") % u')';
    }
    QStringList aliases;
    QStringList empties;
    for (const auto &[name, type] : table.columns) {
        aliases += m_context.aliases.next(u'c');
        empties += u"CAST(NULL AS " % sqlTypeName(type) % u')';
        BoundExpr column = madeExpr(type, aliases.last(), type != ColumnType::String);
        column.simple = true;
        relation.columns.push_back({name, column});
    }
    const QString values = rows.isEmpty() ? QString(u"SELECT " % empties.join(u", ") % u" LIMIT 0") : QString(u"VALUES " % rows.join(u", "));
    relation.from = u'(' % values % u") AS " % m_context.aliases.next(u't') % u'(' % aliases.join(u", ") % u')';
    return relation;
}

void TableBinder::apply(const kql::Operator &step, Relation *relation)
{
    if (const auto *filter = std::get_if<kql::WhereOperator>(&step.step))
        where(*filter, relation);
    else if (const auto *columns = std::get_if<kql::ExtendOperator>(&step.step))
        extend(*columns, relation);
    else if (const auto *projected = std::get_if<kql::ProjectOperator>(&step.step))
        project(*projected, relation);
    else if (const auto *away = std::get_if<kql::ProjectAwayOperator>(&step.step))
        projectAway(*away, relation);
    else if (const auto *renamed = std::get_if<kql::ProjectRenameOperator>(&step.step))
        projectRename(*renamed, relation);
    else if (const auto *summary = std::get_if<kql::SummarizeOperator>(&step.step))
        summarize(*summary, relation);
    else if (const auto *sort = std::get_if<kql::SortOperator>(&step.step))
        order(sort->keys, relation);
    else if (const auto *best = std::get_if<kql::TopOperator>(&step.step))
        top(*best, relation);
    else if (const auto *some = std::get_if<kql::TakeOperator>(&step.step))
        take(some->count, relation);
    else if (const auto *different = std::get_if<kql::DistinctOperator>(&step.step))
        distinct(*different, relation);
    else if (std::holds_alternative<kql::CountOperator>(step.step))
        count(relation);
    else if (std::holds_alternative<kql::GetSchemaOperator>(step.step))
        getSchema(relation);
    else if (const auto *chart = std::get_if<kql::RenderOperator>(&step.step))
        m_render = m_depth == 1 ? std::optional(RenderInfo{chart->visualization, chart->properties}) : m_render;
    else
        *relation = unite(std::get<kql::UnionOperator>(step.step), relation, step.place);
    const bool last = std::holds_alternative<kql::RenderOperator>(step.step);
    m_isSchemaResult = m_depth == 1 && (std::holds_alternative<kql::GetSchemaOperator>(step.step) || (last && m_isSchemaResult));
}

void TableBinder::close(Relation *relation)
{
    fold(relation, m_context.aliases);
    m_context.spend(relation->from.size() / 4, {});
}

void TableBinder::prepare(const std::vector<const Expr *> &exprs, Relation *relation)
{
    QHash<QString, int> counts;
    for (const Expr *expr : exprs)
        countReferences(*expr, &counts);
    const auto repeats = [&counts](const Relation::NamedColumn &column) {
        const int times = counts.value(column.name);
        return !column.expr.simple && (times > 1 || (times == 1 && column.expr.sql.size() > 500));
    };
    if (relation->limit || std::ranges::any_of(relation->columns, repeats))
        close(relation);
}

void TableBinder::where(const kql::WhereOperator &step, Relation *relation)
{
    prepare({step.predicate.get()}, relation);
    relation->where += ExprBinder(m_context, *relation).bindFilter(*step.predicate);
}

void TableBinder::extend(const kql::ExtendOperator &step, Relation *relation)
{
    prepare(expressionsOf(step.columns), relation);
    const Relation before = *relation;
    NameGiver unnamed;
    for (const QString &name : before.columnNames())
        unnamed.reserve(name);
    for (const kql::NamedExpr &column : step.columns) {
        const BoundExpr value = ExprBinder(m_context, before).bind(*column.expr);
        const QString wanted = column.name.isEmpty() ? implicitName(*column.expr) : column.name;
        const QString name = wanted.isEmpty() ? unnamed.give({}) : wanted;
        const auto known = std::ranges::find(relation->columns, name, &Relation::NamedColumn::name);
        if (known != relation->columns.end())
            known->expr = value;
        else
            relation->columns.push_back({name, value});
    }
}

void TableBinder::project(const kql::ProjectOperator &step, Relation *relation)
{
    prepare(expressionsOf(step.columns), relation);
    std::vector<Relation::NamedColumn> columns;
    NameGiver names;
    for (const kql::NamedExpr &column : step.columns) {
        if (!column.name.isEmpty() && names.isTaken(column.name))
            m_context.fail(semArguments, u"a column named '" % column.name % u"' already exists", column.place);
        const BoundExpr value = ExprBinder(m_context, *relation).bind(*column.expr);
        columns.push_back({names.give(column.name.isEmpty() ? implicitName(*column.expr) : column.name), value});
    }
    relation->columns = std::move(columns);
}

void TableBinder::projectAway(const kql::ProjectAwayOperator &step, Relation *relation)
{
    std::vector<Relation::NamedColumn> columns;
    std::vector<QRegularExpression> patterns;
    for (const kql::NamedExpr &pattern : step.columns) {
        if (!pattern.name.contains(u'*') && relation->find(pattern.name) == nullptr)
            m_context.fail(semUnresolved, u"Failed to resolve column named '" % pattern.name.left(100) % u'\'', pattern.place,
                           kql::nearestName(pattern.name, relation->columnNames()));
        patterns.push_back(patternOf(pattern.name));
    }
    for (const Relation::NamedColumn &column : relation->columns) {
        const bool named = std::ranges::any_of(patterns, [&column](const QRegularExpression &pattern) {
            return pattern.match(column.name).hasMatch();
        });
        if (named == step.keep)
            columns.push_back(column);
    }
    if (columns.empty())
        m_context.fail(semUnsupported, QStringLiteral("no column is left"), step.columns.front().place);
    relation->columns = std::move(columns);
}

void TableBinder::projectRename(const kql::ProjectRenameOperator &step, Relation *relation)
{
    for (const kql::NamedExpr &column : step.columns) {
        const QString old = column.expr->kind == kql::ExprKind::Name ? column.expr->name : QString();
        const auto found = std::ranges::find(relation->columns, old, &Relation::NamedColumn::name);
        if (found == relation->columns.end() || column.name.isEmpty())
            m_context.fail(semUnresolved, u"Failed to resolve column named '" % old.left(100) % u'\'', column.expr->place,
                           kql::nearestName(old, relation->columnNames()));
        else if (relation->find(column.name) != nullptr)
            m_context.fail(semArguments, u"a column named '" % column.name % u"' already exists", column.place);
        else
            found->name = column.name;
    }
}

void TableBinder::summarize(const kql::SummarizeOperator &step, Relation *relation)
{
    std::vector<const Expr *> exprs = expressionsOf(step.aggregates);
    for (const kql::NamedExpr &key : step.by)
        exprs.push_back(key.expr.get());
    prepare(exprs, relation);
    Relation result;
    NameGiver names;
    QStringList items;
    QStringList keys;
    QStringList byNames;
    const auto add = [&](const QString &name, const BoundExpr &value) {
        const QString alias = m_context.aliases.next(u'c');
        items += value.sql % u" AS " % alias;
        result.columns.push_back({names.give(name), namedColumn(value, alias)});
    };
    for (const kql::NamedExpr &key : step.by) {
        const BoundExpr value = ExprBinder(m_context, *relation).bind(*key.expr);
        if (!isKeyType(value.type) && !m_context.error)
            m_context.fail(semType, u"Summarize group key '" % implicitName(*key.expr)
                               % u"' is of a 'dynamic' type. Please use an explicit cast, for example tostring()", key.expr->place);
        if (key.expr->kind == kql::ExprKind::Name)
            byNames += key.expr->name;
        add(key.name.isEmpty() ? implicitName(*key.expr) : key.name, value);
        keys += QString::number(items.size());
    }
    for (const kql::NamedExpr &element : step.aggregates)
        for (const AggregateColumn &column : bindAggregateColumns(m_context, *relation, element, byNames))
            add(column.name, plainExpr(column.expr));
    const QString groups = keys.isEmpty() ? QString() : QString(u" GROUP BY " % keys.join(u", "));
    result.aggregations = relation->aggregations + 1;
    result.from = u"(SELECT " % items.join(u", ") % u" FROM " % relation->from % whereSql(*relation) % groups % u") AS "
        % m_context.aliases.next(u't');
    *relation = std::move(result);
}

void TableBinder::order(const std::vector<kql::SortKey> &keys, Relation *relation)
{
    std::vector<const Expr *> exprs;
    for (const kql::SortKey &key : keys)
        exprs.push_back(key.expr.get());
    prepare(exprs, relation);
    relation->order.clear();
    for (const kql::SortKey &key : keys) {
        const BoundExpr value = plainExpr(ExprBinder(m_context, *relation).bind(*key.expr));
        if (!isKeyType(value.type) && !m_context.error)
            m_context.fail(semType, QStringLiteral("a key of type dynamic is not allowed; cast it, for example with tostring()"), key.expr->place);
        // A bare number would mean a column's position to SQL.
        const QString sql = value.constant ? QString(u'(' % value.sql % u" IS NULL)") : value.sql;
        if (canBeNan(value) && !value.constant)
            relation->order.push_back(nanKey(key, value.sql));
        relation->order.push_back({sql, sortDirection(key)});
    }
}

std::optional<qint64> TableBinder::rowCount(const kql::ExprPtr &expr)
{
    const Relation nothing;
    const BoundExpr value = ExprBinder(m_context, nothing).bind(*expr);
    const qint64 *number = value.constant ? std::get_if<qint64>(&*value.constant) : nullptr;
    if (number != nullptr && *number >= 0)
        return *number;
    m_context.fail(semArguments, QStringLiteral("the number of rows must be a constant whole number"), expr->place);
    return std::nullopt;
}

void TableBinder::top(const kql::TopOperator &step, Relation *relation)
{
    order({step.key}, relation);
    relation->limit = rowCount(step.count);
}

void TableBinder::take(const kql::ExprPtr &expr, Relation *relation)
{
    const auto rows = rowCount(expr);
    relation->limit = std::min(rows.value_or(0), relation->limit.value_or(rows.value_or(0)));
}

void TableBinder::distinct(const kql::DistinctOperator &step, Relation *relation)
{
    if (!step.all)
        project(kql::ProjectOperator{step.columns}, relation);
    else
        prepare({}, relation);
    relation->order.clear();
    QStringList items;
    for (Relation::NamedColumn &column : relation->columns) {
        if (!isKeyType(column.expr.type))
            m_context.fail(semType, u"column '" % column.name % u"' is of type dynamic; cast it, for example with tostring()", {});
        const QString alias = m_context.aliases.next(u'c');
        items += column.expr.sql % u" AS " % alias;
        column.expr = namedColumn(column.expr, alias);
    }
    ++relation->aggregations;
    relation->from = u"(SELECT DISTINCT " % items.join(u", ") % u" FROM " % relation->from % whereSql(*relation) % u") AS "
        % m_context.aliases.next(u't');
    relation->where.clear();
}

void TableBinder::count(Relation *relation)
{
    prepare({}, relation);
    const QString alias = m_context.aliases.next(u'c');
    Relation result;
    result.aggregations = relation->aggregations + 1;
    result.from = u"(SELECT count(*) AS " % alias % u" FROM " % relation->from % whereSql(*relation) % u") AS "
        % m_context.aliases.next(u't');
    BoundExpr column = madeExpr(ColumnType::Long, alias, false);
    column.simple = true;
    result.columns.push_back({QStringLiteral("Count"), column});
    *relation = std::move(result);
}

void TableBinder::getSchema(Relation *relation)
{
    QStringList rows;
    for (size_t i = 0; i < relation->columns.size(); ++i) {
        const Relation::NamedColumn &column = relation->columns[i];
        rows += u'(' % sqlText(column.name) % u", CAST(" % QString::number(i) % u" AS BIGINT), " % sqlText(systemTypeName(column.expr.type))
            % u", " % sqlText(columnTypeName(column.expr.type)) % u')';
    }
    Relation result;
    QStringList aliases;
    for (const char *name : {"ColumnName", "ColumnOrdinal", "DataType", "ColumnType"}) {
        aliases += m_context.aliases.next(u'c');
        const bool ordinal = qstrcmp(name, "ColumnOrdinal") == 0;
        BoundExpr column = madeExpr(ordinal ? ColumnType::Long : ColumnType::String, aliases.last(), false);
        column.simple = true;
        result.columns.push_back({QString::fromLatin1(name), column});
    }
    result.order.push_back({aliases[1], QStringLiteral("ASC")});
    result.from = u"(VALUES " % rows.join(u", ") % u") AS " % m_context.aliases.next(u't') % u'(' % aliases.join(u", ") % u')';
    *relation = std::move(result);
}

std::vector<Relation> TableBinder::matchingTables(const QString &pattern, const kql::UnionOperator &step, const kql::Place &place)
{
    if (!pattern.contains(u'*')) {
        const bool known = m_context.relations.contains(pattern) || m_context.schema.tables.contains(pattern);
        if (!known && step.fuzzy)
            return {};
        Relation relation = bindTable(pattern, place);
        if (relation.sourceName.isEmpty())
            relation.sourceName = pattern;
        return {relation};
    }
    QStringList names = m_context.schema.tables.keys().filter(patternOf(pattern));
    names.sort();
    std::vector<Relation> tables;
    for (const QString &name : names)
        tables.push_back(bindTable(name, place));
    if (tables.empty() && !step.fuzzy)
        m_context.fail(semUnresolved, u"Failed to resolve table expression named '" % pattern.left(100) % u'\'', place);
    return tables;
}

std::vector<Relation> TableBinder::unionLegs(const kql::UnionOperator &step, const Relation *first)
{
    std::vector<Relation> legs;
    const auto add = [&legs](Relation leg) {
        if (leg.sourceName.isEmpty())
            leg.sourceName = u"union_arg" % QString::number(legs.size());
        legs.push_back(std::move(leg));
    };
    if (first != nullptr)
        add(*first);
    for (const kql::PipelinePtr &leg : step.legs) {
        if (const auto *table = std::get_if<kql::TableSource>(&leg->source)) {
            for (Relation &matching : matchingTables(table->name, step, leg->place))
                add(std::move(matching));
            continue;
        }
        Relation nested = bind(*leg);
        nested.sourceName.clear();
        add(std::move(nested));
    }
    return legs;
}

} // namespace qd::lab
