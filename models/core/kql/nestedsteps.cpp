#include "kql/stepparser.h"

/// Operators with a sub-query, with levels, and those that make a table of another form.
namespace qd::kql {

bool StepParser::parseNested(Operator *step)
{
    const QString &word = step->keyword;
    if (word == u"evaluate")
        step->step = parseEvaluate();
    else if (word == u"mv-apply")
        step->step = parseMvApply();
    else if (word == u"partition")
        step->step = parsePartition();
    else if (word == u"top-nested")
        step->step = parseTopNested();
    else if (word == u"search")
        step->step = parseSearch(nullptr);
    else if (word == u"invoke")
        step->step = parseInvoke();
    else if (word == u"sample-distinct") {
        ExprPtr count = m_expr.parse();
        m_tokens.expectWord(u"of");
        step->step = SampleDistinctOperator{std::move(count), m_expr.parseNamed()};
    } else
        return false;
    return true;
}

/// ( operator | operator … )
PipelinePtr StepParser::parseBody()
{
    m_tokens.expectSymbol(u"(");
    PipelinePtr body = m_body();
    m_tokens.expectSymbol(u")");
    return body;
}

ColumnList StepParser::parseColumnList()
{
    ColumnList columns;
    m_tokens.expectSymbol(u"(");
    do {
        if (m_tokens.acceptSymbol(u"*"))
            continue;
        const QString name = m_tokens.expectName();
        m_tokens.expectSymbol(u":");
        const Token token = m_tokens.peek();
        const auto type = columnTypeFromName(m_tokens.expectName());
        if (!type)
            m_tokens.fail(u"Unknown type '" % token.text.left(40) % u'\'', token);
        columns.emplace_back(name, type.value_or(ColumnType::String));
    } while (m_tokens.acceptSymbol(u","));
    m_tokens.expectSymbol(u")");
    return columns;
}

EvaluateOperator StepParser::parseEvaluate()
{
    while (m_tokens.isWord(u"hint") && m_tokens.isSymbol(u".", 1))
        skipHint();
    EvaluateOperator step;
    step.plugin = m_tokens.expectName();
    m_tokens.expectSymbol(u"(");
    if (!m_tokens.isSymbol(u")"))
        step.args = m_expr.parseNamedList();
    m_tokens.expectSymbol(u")");
    if (m_tokens.acceptSymbol(u":"))
        step.columns = parseColumnList();
    return step;
}

MvApplyOperator StepParser::parseMvApply()
{
    MvApplyOperator step;
    step.expand = parseMvExpand(false);
    m_tokens.expectWord(u"on");
    step.body = parseBody();
    return step;
}

PartitionOperator StepParser::parsePartition()
{
    while (m_tokens.isWord(u"hint") && m_tokens.isSymbol(u".", 1))
        skipHint();
    m_tokens.expectWord(u"by");
    PartitionOperator step;
    step.key = m_expr.parseColumn();
    step.body = parseBody();
    return step;
}

TopNestedOperator::Level StepParser::parseTopNestedLevel()
{
    TopNestedOperator::Level level;
    level.place = m_expr.placeHere();
    if (!m_tokens.isWord(u"of"))
        level.count = m_expr.parse();
    m_tokens.expectWord(u"of");
    level.key = m_expr.parseNamed();
    if (m_tokens.acceptWord(u"with")) {
        m_tokens.expectWord(u"others");
        m_tokens.expectSymbol(u"=");
        level.others = m_expr.parse();
    }
    m_tokens.expectWord(u"by");
    level.aggregate = m_expr.parseNamed();
    level.ascending = m_tokens.acceptWord(u"asc");
    if (!level.ascending)
        m_tokens.acceptWord(u"desc");
    return level;
}

TopNestedOperator StepParser::parseTopNested()
{
    TopNestedOperator step;
    step.levels.push_back(parseTopNestedLevel());
    while (m_tokens.acceptSymbol(u",")) {
        m_tokens.expectWord(u"top");
        m_tokens.expectSymbol(u"-");
        m_tokens.expectWord(u"nested");
        step.levels.push_back(parseTopNestedLevel());
    }
    return step;
}

SearchOperator StepParser::parseSearch(QStringList *tables)
{
    SearchOperator step;
    while (m_tokens.isSymbol(u"=", 1) && m_tokens.isWord(u"kind")) {
        m_tokens.take();
        m_tokens.take();
        const Token kind = m_tokens.peek();
        const QString word = m_tokens.expectName();
        step.caseSensitive = word == u"case_sensitive";
        if (!step.caseSensitive && word != u"default" && word != u"case_insensitive")
            m_tokens.fail(u"'" % word.left(40) % u"' is not a kind of this operator", kind);
    }
    if (tables != nullptr && m_tokens.acceptWord(u"in")) {
        m_tokens.expectSymbol(u"(");
        do {
            QString pattern = m_tokens.isSymbol(u"*") ? m_tokens.take().text : m_tokens.expectName();
            while (m_tokens.isAdjacent(0) && (m_tokens.isName() || m_tokens.isSymbol(u"*")))
                pattern += m_tokens.take().text;
            *tables += pattern;
        } while (m_tokens.acceptSymbol(u","));
        m_tokens.expectSymbol(u")");
    }
    m_expr.setSearching(true);
    step.predicate = m_expr.parse();
    m_expr.setSearching(false);
    return step;
}

InvokeOperator StepParser::parseInvoke()
{
    if (!m_tokens.isName() || !m_tokens.isSymbol(u"(", 1))
        m_tokens.failHere();
    const ExprPtr call = m_expr.parseCallHere();
    return InvokeOperator{call->name, call->args};
}

} // namespace qd::kql
