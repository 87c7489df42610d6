#pragma once

#include "kql/compilecontext.h"

namespace qd::lab {

/// Sources of a pipeline that need no table: one overload each.
Relation bindSource(CompileContext &context, const kql::PrintSource &print, const kql::Place &place);
Relation bindSource(CompileContext &context, const kql::RangeSource &range, const kql::Place &place);
Relation bindSource(CompileContext &context, const kql::DataTableSource &table, const kql::Place &place);

} // namespace qd::lab
