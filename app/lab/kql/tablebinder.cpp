#include "kql/tablebinder.h"

#include "kql/letfunctions.h"
#include "kql/operators.h"
#include "kql/sources.h"

#include <algorithm>
#include <utility>

namespace qd::lab {

namespace {

/// DuckDB's filter pushdown takes twice as long for every aggregation below another one.
constexpr int mostNestedAggregations = 12;
/// Joins are put in order all at once, and a let that joins itself doubles them.
constexpr int mostJoins = 64;

std::shared_ptr<const StoredMembers> storedMembers(const KqlTable &table, const KqlColumn &column, const AttributeColumns *attributes)
{
    auto members = std::make_shared<StoredMembers>();
    members->column = column.sql;
    members->tables = QStringList{table.stored};
    if (attributes != nullptr)
        for (const QString &key : attributes->keys.value(table.stored))
            members->sql.insert(memberPath(key), sqlName(attributeColumn(key)));
    return members;
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
        if (relation.joins > mostJoins)
            m_context.fail(semUnsupported, QStringLiteral("too many joins"), step.place);
    }
    --m_depth;
    m_context.keyword = outerKeyword;
    return m_context.error ? Relation{} : relation;
}

Relation TableBinder::bindSource(const kql::Pipeline &pipeline)
{
    if (const auto *table = std::get_if<kql::TableSource>(&pipeline.source))
        return bindTable(table->name, pipeline.place);
    if (const auto *nested = std::get_if<kql::NestedSource>(&pipeline.source))
        return bind(*nested->pipeline);
    if (const auto *united = std::get_if<kql::UnionSource>(&pipeline.source))
        return bindUnion(m_context, *this, united->step, nullptr, pipeline.place);
    if (const auto *call = std::get_if<kql::CallSource>(&pipeline.source))
        return callTableFunction(m_context, *this, *call, nullptr, pipeline.place);
    if (std::holds_alternative<kql::SelfSource>(pipeline.source))
        return m_context.selves.empty() ? Relation{} : m_context.selves.back();
    if (const auto *search = std::get_if<kql::SearchSource>(&pipeline.source))
        return bindSearch(m_context, *this, *search, pipeline.place);
    if (const auto *print = std::get_if<kql::PrintSource>(&pipeline.source))
        return lab::bindSource(m_context, *print, pipeline.place);
    if (const auto *range = std::get_if<kql::RangeSource>(&pipeline.source))
        return lab::bindSource(m_context, *range, pipeline.place);
    return lab::bindSource(m_context, std::get<kql::DataTableSource>(pipeline.source), pipeline.place);
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
        if (column.physical && column.type == ColumnType::Dynamic && column.sql == u"\"customDimensions\"")
            expr.members = storedMembers(table, column, m_context.options.attributes.get());
        relation.columns.push_back({column.name, expr});
        if (column.name == table.timeColumn && m_context.options.timespan) {
            const TimeSpanRange &span = *m_context.options.timespan;
            relation.where += u'(' % column.sql % u" >= " % constantExpr(ColumnType::DateTime, span.from).sql % u')';
            relation.where += u'(' % column.sql % u" < " % constantExpr(ColumnType::DateTime, span.to).sql % u')';
        }
    }
    return relation;
}

void TableBinder::apply(const kql::Operator &operation, Relation *relation)
{
    OperatorCall call{m_context, *this, *relation, operation.place};
    const int joins = relation->joins;
    auto outerWindows = std::exchange(m_context.windows, {});
    std::visit([&call](const auto &step) { bindOperator(call, step); }, operation.step);
    relation->joins = std::max(relation->joins, joins);
    for (const CompileContext::WindowColumn &window : m_context.windows)
        relation->from = u"(SELECT *, " % window.sql % u" AS " % window.alias % u" FROM " % relation->from % u") AS " % m_context.aliases.next(u't');
    m_context.windows = std::move(outerWindows);
    const bool isDrawn = std::holds_alternative<kql::RenderOperator>(operation.step);
    m_isSchemaResult = m_depth == 1 && (std::holds_alternative<kql::GetSchemaOperator>(operation.step) || (isDrawn && m_isSchemaResult));
}

void TableBinder::setRender(const RenderInfo &render)
{
    if (m_depth == 1)
        m_render = render;
}

} // namespace qd::lab
