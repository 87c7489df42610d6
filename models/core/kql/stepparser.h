#pragma once

#include "kql/exprparser.h"

#include <functional>

namespace qd::kql {

/// Parses the operators that have options of their own or a second table: what stands behind their keyword. The other
/// operators are the pipeline parser's. After a failure the step is any step.
class StepParser
{
public:
    /// `source` parses a table that stands where an operator wants one: a name or a pipeline in parentheses. `body` parses
    /// operators without a source in front.
    StepParser(TokenStream &tokens, ExprParser &expr, std::function<PipelinePtr()> source, std::function<PipelinePtr()> body)
        : m_tokens(tokens), m_expr(expr), m_source(std::move(source)), m_body(std::move(body))
    {
    }

    /// False when the operator of this keyword is not one of them; nothing is taken then.
    bool parse(Operator *step);
    /// search …, behind the word; `tables` is nothing where no in (…) may stand.
    SearchOperator parseSearch(QStringList *tables);
    /// (a:string, b:long, *), where the stream stands before it.
    ColumnList parseColumnList();

private:
    JoinOperator parseJoin(bool lookup);
    void parseJoinOption(JoinOperator *join);
    void skipHint();
    MvExpandOperator parseMvExpand(bool old);
    void parseExpandOption(MvExpandOperator *step);
    std::optional<ColumnType> parseToType();
    ParseOperator parseParse(bool only);
    void parseParseOption(ParseOperator *step);
    ParseOperator::PatternPart parsePatternPart();
    MakeSeriesOperator parseMakeSeries();
    void parseSeriesBounds(MakeSeriesOperator *step);
    bool parseNested(Operator *step);
    PipelinePtr parseBody();
    EvaluateOperator parseEvaluate();
    MvApplyOperator parseMvApply();
    PartitionOperator parsePartition();
    TopNestedOperator::Level parseTopNestedLevel();
    TopNestedOperator parseTopNested();
    InvokeOperator parseInvoke();
    [[nodiscard]] bool atStepEnd() const;

    TokenStream &m_tokens;
    ExprParser &m_expr;
    std::function<PipelinePtr()> m_source;
    std::function<PipelinePtr()> m_body;
};

/// Keywords of these operators.
QStringList stepNames();
/// Operators of KQL that this parser does not take.
QStringList refusedStepNames();

} // namespace qd::kql
