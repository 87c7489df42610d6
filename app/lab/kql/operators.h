#pragma once

#include "kql/operatorcall.h"

namespace qd::lab {

/// The operators of KQL and what makes SQL of them: a new one is a step in kql/ast.h, a line here and a function in the
/// file of its family. A step without a line does not compile.

// rowoperators.cpp
void bindOperator(OperatorCall &call, const kql::WhereOperator &step);
void bindOperator(OperatorCall &call, const kql::SortOperator &step);
void bindOperator(OperatorCall &call, const kql::TopOperator &step);
void bindOperator(OperatorCall &call, const kql::TakeOperator &step);
void bindOperator(OperatorCall &call, const kql::SampleOperator &step);
void bindOperator(OperatorCall &call, const kql::SampleDistinctOperator &step);
// columnoperators.cpp
void bindOperator(OperatorCall &call, const kql::ProjectReorderOperator &step);
void bindOperator(OperatorCall &call, const kql::ExtendOperator &step);
void bindOperator(OperatorCall &call, const kql::ProjectOperator &step);
void bindOperator(OperatorCall &call, const kql::ProjectAwayOperator &step);
void bindOperator(OperatorCall &call, const kql::ProjectRenameOperator &step);
void bindOperator(OperatorCall &call, const kql::SerializeOperator &step);
// expandoperator.cpp
void bindOperator(OperatorCall &call, const kql::MvExpandOperator &step);
// parseoperator.cpp: parse and parse-where
void bindOperator(OperatorCall &call, const kql::ParseOperator &step);
// groupoperators.cpp
void bindOperator(OperatorCall &call, const kql::SummarizeOperator &step);
void bindOperator(OperatorCall &call, const kql::DistinctOperator &step);
void bindOperator(OperatorCall &call, const kql::CountOperator &step);
// resultoperators.cpp
void bindOperator(OperatorCall &call, const kql::AsOperator &step);
void bindOperator(OperatorCall &call, const kql::GetSchemaOperator &step);
void bindOperator(OperatorCall &call, const kql::RenderOperator &step);
// seriesoperator.cpp: make-series
void bindOperator(OperatorCall &call, const kql::MakeSeriesOperator &step);
// joinoperator.cpp: join and lookup
void bindOperator(OperatorCall &call, const kql::JoinOperator &step);
// nestedoperators.cpp
void bindOperator(OperatorCall &call, const kql::MvApplyOperator &step);
void bindOperator(OperatorCall &call, const kql::PartitionOperator &step);
void bindOperator(OperatorCall &call, const kql::InvokeOperator &step);
// evaluateoperator.cpp
void bindOperator(OperatorCall &call, const kql::EvaluateOperator &step);
// topnestedoperator.cpp
void bindOperator(OperatorCall &call, const kql::TopNestedOperator &step);
// searchoperator.cpp
void bindOperator(OperatorCall &call, const kql::SearchOperator &step);
// unionoperator.cpp
void bindOperator(OperatorCall &call, const kql::UnionOperator &step);

/// A union that may stand at the head of a pipeline: `first` is what comes in, or nullptr.
Relation bindUnion(CompileContext &context, TableBinder &tables, const kql::UnionOperator &step, const Relation *first,
                   const kql::Place &place);

/// The rows of several relations one after the other, as the options of a union say.
Relation unitedRelations(CompileContext &context, const kql::UnionOperator &step, std::vector<Relation> legs, const kql::Place &place);

/// Rows of several tables with a word, each with the name of its table.
Relation bindSearch(CompileContext &context, TableBinder &tables, const kql::SearchSource &search, const kql::Place &place);

} // namespace qd::lab
