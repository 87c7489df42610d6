#pragma once

#include "trace/trace.h"

#include <QList>
#include <QString>

#include <utility>

/// What the span panel's tabs say. Plain text, made visible and capped. Pure functions.
namespace qd::spantext {

using Facts = QList<std::pair<QString, QString>>;

Facts overview(const Trace &trace, int span);
Facts toolFacts(const Trace &trace, int span);
/// Arguments and result, indented; empty where the span belongs to no tool call.
QString toolBody(const Trace &trace, int span);
/// What was said to the model and by it, as far as it was recorded; empty when it was not.
QString messages(const Trace &trace, int span);
QString attributes(const Trace &trace, int span);
/// Every column of the span and its events.
QString raw(const Trace &trace, int span);

} // namespace qd::spantext
