#include "mcp/collection.h"

#include <array>

namespace qd::collection {

QString stepText(const Step &step)
{
    static constexpr std::array words{"list", "call", "call each tool", "read", "get", "complete", "subscribe", "unsubscribe", "set log level", "ping", "wait for"};
    const QString word = QLatin1StringView(words.at(static_cast<size_t>(step.kind)));
    return step.target.isEmpty() ? word : QString(word + u' ' + step.target);
}

QString operatorWord(Check::Operator op)
{
    static constexpr std::array words{"equals", "notEquals", "oneOf", "exists", "contains", "matches", "less", "greater", "atMost", "atLeast", "type", "count", "schema"};
    return QLatin1StringView(words.at(static_cast<size_t>(op)));
}

} // namespace qd::collection
