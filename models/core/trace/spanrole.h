#pragma once

#include <QString>

namespace qd {

/// What a span is in the life of an agent's task. Same order as the series colours, so that every trace looks alike.
enum class SpanRole { Agent, Model, Tool, Gateway, Policy, Evaluation, Dependency, Other };

/// The role as one lower-case word ("agent", "tool"), as the waterfall and JSON say it.
QString spanRoleWord(SpanRole role);

struct Span;
/// Judged from the GenAI and MCP attributes first, then from target and name (azure facts 3.4, 3.5).
SpanRole roleOfSpan(const Span &span);

} // namespace qd
