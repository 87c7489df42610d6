#pragma once

#include "fleet/metricset.h"
#include "fleet/taskrun.h"

namespace qd::lab {

/// Records the samples of one finished task.
void recordTask(const TaskRun &run, MetricSet &metrics);

} // namespace qd::lab
