#pragma once

#include "kql/compilecontext.h"
#include "kql/naming.h"

namespace qd::lab {

/// Turns pipelines into relations, operator by operator.
class TableBinder
{
public:
    explicit TableBinder(CompileContext &context) : m_context(context) {}

    Relation bind(const kql::Pipeline &pipeline);
    /// The table, let or function of this name; fails when there is none.
    Relation bindTable(const QString &name, const kql::Place &place);
    /// Set by a render operator at the end of the outermost pipeline.
    [[nodiscard]] const std::optional<RenderInfo> &render() const { return m_render; }
    [[nodiscard]] bool isSchemaResult() const { return m_isSchemaResult; }

private:
    Relation bindSource(const kql::Pipeline &pipeline);
    Relation tableRelation(const KqlTable &table);
    Relation bindPrint(const kql::PrintSource &print);
    Relation bindRange(const kql::RangeSource &range, const kql::Place &place);
    Relation bindDataTable(const kql::DataTableSource &table);
    void apply(const kql::Operator &step, Relation *relation);
    void where(const kql::WhereOperator &step, Relation *relation);
    void extend(const kql::ExtendOperator &step, Relation *relation);
    void project(const kql::ProjectOperator &step, Relation *relation);
    void projectAway(const kql::ProjectAwayOperator &step, Relation *relation);
    void projectRename(const kql::ProjectRenameOperator &step, Relation *relation);
    void summarize(const kql::SummarizeOperator &step, Relation *relation);
    void order(const std::vector<kql::SortKey> &keys, Relation *relation);
    void top(const kql::TopOperator &step, Relation *relation);
    void take(const kql::ExprPtr &count, Relation *relation);
    void distinct(const kql::DistinctOperator &step, Relation *relation);
    void count(Relation *relation);
    void getSchema(Relation *relation);
    Relation unite(const kql::UnionOperator &step, const Relation *first, const kql::Place &place);
    std::vector<Relation> unionLegs(const kql::UnionOperator &step, const Relation *first);
    std::vector<Relation> matchingTables(const QString &pattern, const kql::UnionOperator &step, const kql::Place &place);
    /// Folds the relation when the expressions would repeat a computed column or when a limit stands in the way.
    void prepare(const std::vector<const kql::Expr *> &exprs, Relation *relation);
    void close(Relation *relation);
    std::optional<qint64> rowCount(const kql::ExprPtr &expr);

    CompileContext &m_context;
    std::optional<RenderInfo> m_render;
    bool m_isSchemaResult = false;
    int m_depth = 0;
};

} // namespace qd::lab
