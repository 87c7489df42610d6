#pragma once

#include "kql/compilecontext.h"

namespace qd::lab {

/// Turns pipelines into relations, operator by operator (operators.h).
class TableBinder
{
public:
    explicit TableBinder(CompileContext &context) : m_context(context) {}

    Relation bind(const kql::Pipeline &pipeline);
    /// The table, let or function of this name; fails when there is none.
    Relation bindTable(const QString &name, const kql::Place &place);
    /// How the result is drawn; counts in the outermost pipeline alone.
    void setRender(const RenderInfo &render);
    [[nodiscard]] const std::optional<RenderInfo> &render() const { return m_render; }
    [[nodiscard]] bool isSchemaResult() const { return m_isSchemaResult; }

private:
    Relation bindSource(const kql::Pipeline &pipeline);
    Relation tableRelation(const KqlTable &table);
    void apply(const kql::Operator &operation, Relation *relation);

    CompileContext &m_context;
    std::optional<RenderInfo> m_render;
    bool m_isSchemaResult = false;
    int m_depth = 0;
};

} // namespace qd::lab
