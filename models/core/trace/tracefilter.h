#pragma once

#include "result.h"

#include <QList>
#include <QString>

namespace qd {

/// One condition of the trace list's filter box.
struct TraceTerm {
    enum class Field { Text, Error, Duration, Cost, Tokens, Tool, Tenant, Model, Prompt, Agent };
    enum class Compare { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };
    Field field = Field::Text;
    bool isNegated = false;
    QString text;                         ///< Text and the named ones; a star at either end stands for anything
    Compare compare = Compare::Greater;   ///< Duration, Cost, Tokens
    double number = 0;                    ///< milliseconds, USD, tokens
    bool operator==(const TraceTerm &) const = default;
};

/// What the filter box says: all of the terms must hold. Language: words and "quoted words" (found in name, id, tenant,
/// agent, prompt or message), err, dur>2s, cost>0.05, tokens>5000, tool:x, tenant:x, model:x, prompt:x, agent:x; a minus
/// in front negates. A value.
struct TraceFilter {
    QList<TraceTerm> terms;
    bool operator==(const TraceFilter &) const = default;

    /// Fails with ErrorKind::Invalid and the position of what is not understood.
    static Result<TraceFilter> parse(const QString &text);
};

} // namespace qd
