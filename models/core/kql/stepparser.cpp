#include "kql/stepparser.h"

#include <algorithm>

namespace qd::kql {

namespace {

const QStringList joinKinds{QStringLiteral("innerunique"), QStringLiteral("inner"), QStringLiteral("leftouter"),
                            QStringLiteral("rightouter"), QStringLiteral("fullouter"), QStringLiteral("leftsemi"),
                            QStringLiteral("rightsemi"), QStringLiteral("leftanti"), QStringLiteral("rightanti")};

/// Older names of the same kinds.
QString joinKind(const QString &word)
{
    if (word == u"anti" || word == u"leftantisemi")
        return QStringLiteral("leftanti");
    return word == u"rightantisemi" ? QStringLiteral("rightanti") : word;
}

} // namespace

QStringList stepNames()
{
    return {QStringLiteral("join"), QStringLiteral("lookup"), QStringLiteral("mv-expand"), QStringLiteral("mvexpand"),
            QStringLiteral("parse"), QStringLiteral("parse-where"), QStringLiteral("serialize"), QStringLiteral("make-series"), QStringLiteral("as"), QStringLiteral("sample"),
            QStringLiteral("evaluate"), QStringLiteral("mv-apply"), QStringLiteral("partition"), QStringLiteral("top-nested"),
            QStringLiteral("search"), QStringLiteral("invoke"), QStringLiteral("sample-distinct")};
}

QStringList refusedStepNames()
{
    return {QStringLiteral("reduce"), QStringLiteral("scan"), QStringLiteral("find"), QStringLiteral("fork"), QStringLiteral("facet"),
            QStringLiteral("consume"), QStringLiteral("externaldata"), QStringLiteral("parse-kv"), QStringLiteral("top-hitters"),
            QStringLiteral("make-graph"), QStringLiteral("graph-match"), QStringLiteral("graph-shortest-paths"),
            QStringLiteral("graph-to-table"), QStringLiteral("project-by-names"), QStringLiteral("execute_and_cache"),
            QStringLiteral("assert-schema"), QStringLiteral("macro-expand")};
}

bool StepParser::parse(Operator *step)
{
    const QString &word = step->keyword;
    if (word == u"join" || word == u"lookup")
        step->step = parseJoin(word == u"lookup");
    else if (word == u"mv-expand" || word == u"mvexpand")
        step->step = parseMvExpand(word == u"mvexpand");
    else if (word == u"parse" || word == u"parse-where")
        step->step = parseParse(word == u"parse-where");
    else if (word == u"as")
        step->step = AsOperator{m_tokens.expectName()};
    else if (word == u"sample")
        step->step = SampleOperator{m_expr.parse()};
    else if (word == u"make-series")
        step->step = parseMakeSeries();
    else if (word == u"serialize")
        step->step = SerializeOperator{atStepEnd() ? std::vector<NamedExpr>{} : m_expr.parseNamedList()};
    else
        return parseNested(step);
    return true;
}

/// hint.strategy=shuffle: how a cluster should share the work; one engine has nothing to share.
void StepParser::skipHint()
{
    m_tokens.take();
    m_tokens.expectSymbol(u".");
    m_tokens.expectName();
    m_tokens.expectSymbol(u"=");
    m_tokens.take();
}

void StepParser::parseJoinOption(JoinOperator *join)
{
    if (m_tokens.isWord(u"hint"))
        return skipHint();
    const Token option = m_tokens.take();
    m_tokens.take();
    const Token value = m_tokens.peek();
    join->kind = joinKind(m_tokens.expectName());
    const bool known = join->lookup ? join->kind == u"leftouter" || join->kind == u"inner" : joinKinds.contains(join->kind);
    if (option.text != u"kind")
        m_tokens.fail(u"The option '" % option.text.left(40) % u"' is not supported", option);
    else if (!known)
        m_tokens.fail(u"'" % value.text.left(40) % u"' is not a kind of this operator", value, nearestName(value.text, joinKinds));
}

JoinOperator StepParser::parseJoin(bool lookup)
{
    JoinOperator join;
    join.lookup = lookup;
    join.kind = lookup ? QStringLiteral("leftouter") : QStringLiteral("innerunique");
    while (m_tokens.isName() && (m_tokens.isSymbol(u"=", 1) || (m_tokens.isWord(u"hint") && m_tokens.isSymbol(u".", 1))))
        parseJoinOption(&join);
    join.right = m_source();
    m_tokens.expectWord(u"on");
    do
        join.keys.push_back(m_expr.parse());
    while (m_tokens.acceptSymbol(u","));
    return join;
}

bool StepParser::atStepEnd() const
{
    return m_tokens.isSymbol(u"|") || m_tokens.isSymbol(u";") || m_tokens.isSymbol(u")") || m_tokens.peek().kind == TokenKind::End;
}

void StepParser::parseExpandOption(MvExpandOperator *step)
{
    const Token option = m_tokens.take();
    m_tokens.take();
    const Token value = m_tokens.peek();
    const QString word = m_tokens.expectName();
    if (option.text == u"with_itemindex")
        step->indexColumn = word;
    else if (word == u"array" || word == u"bag")
        step->pairs = word == u"array";
    else
        m_tokens.fail(u"'" % value.text.left(40) % u"' is not a kind of this operator", value);
}

/// to typeof(long)
std::optional<ColumnType> StepParser::parseToType()
{
    if (!m_tokens.acceptWord(u"to"))
        return std::nullopt;
    const Token token = m_tokens.peek();
    const ExprPtr wanted = m_expr.parse();
    const auto type = wanted->kind == ExprKind::TypeOf ? columnTypeFromName(wanted->name) : std::nullopt;
    if (!type)
        m_tokens.fail(QStringLiteral("typeof(a type) is needed"), token);
    return type;
}

MvExpandOperator StepParser::parseMvExpand(bool old)
{
    MvExpandOperator step;
    const auto isOption = [this] {
        return m_tokens.isSymbol(u"=", 1) && (m_tokens.isWord(u"kind") || m_tokens.isWord(u"bagexpansion") || m_tokens.isWord(u"with_itemindex"));
    };
    while (isOption())
        parseExpandOption(&step);
    do {
        NamedExpr column = m_expr.parseNamed();
        step.columns.push_back({std::move(column), parseToType()});
    } while (m_tokens.acceptSymbol(u","));
    if (m_tokens.acceptWord(u"limit"))
        step.limit = m_expr.parse();
    else if (old)
        step.limit = m_expr.wholeNumber(128);
    return step;
}

void StepParser::parseParseOption(ParseOperator *step)
{
    const Token option = m_tokens.take();
    m_tokens.take();
    const Token value = m_tokens.peek();
    const QString word = m_tokens.expectName();
    const bool flags = option.text == u"flags";
    (flags ? step->flags : step->kind) = word;
    static const QStringList kinds{QStringLiteral("simple"), QStringLiteral("regex"), QStringLiteral("relaxed")};
    const bool known = flags ? std::ranges::all_of(word, [](QChar c) { return QStringView(u"Uims").contains(c); }) : kinds.contains(word);
    if (!known)
        m_tokens.fail(u"'" % value.text.left(40) % u"' is not a kind of this operator", value, flags ? QString() : nearestName(word, kinds));
}

ParseOperator::PatternPart StepParser::parsePatternPart()
{
    ParseOperator::PatternPart part;
    part.place = m_expr.placeHere();
    if (m_tokens.acceptSymbol(u"*"))
        return part;
    if (m_tokens.peek().kind == TokenKind::String) {
        part.text = m_tokens.take().text;
        return part;
    }
    part.column = m_tokens.expectName();
    if (m_tokens.acceptSymbol(u":")) {
        const Token token = m_tokens.peek();
        const auto type = columnTypeFromName(m_tokens.expectName());
        if (!type)
            m_tokens.fail(u"Unknown type '" % token.text.left(40) % u'\'', token);
        part.type = type.value_or(ColumnType::String);
    }
    return part;
}

ParseOperator StepParser::parseParse(bool only)
{
    ParseOperator step;
    step.only = only;
    step.kind = QStringLiteral("simple");
    while (m_tokens.isSymbol(u"=", 1) && (m_tokens.isWord(u"kind") || m_tokens.isWord(u"flags")))
        parseParseOption(&step);
    step.source = m_expr.parse();
    m_tokens.expectWord(u"with");
    do
        step.parts.push_back(parsePatternPart());
    while (!atStepEnd() && !m_tokens.hasFailed());
    return step;
}

/// from a to b step s, each of the first two may be missing; or in range(a, b, s).
void StepParser::parseSeriesBounds(MakeSeriesOperator *step)
{
    step->inclusive = m_tokens.acceptWord(u"in");
    if (step->inclusive) {
        m_tokens.expectWord(u"range");
        m_tokens.expectSymbol(u"(");
        step->from = m_expr.parse();
        m_tokens.expectSymbol(u",");
        step->to = m_expr.parse();
        m_tokens.expectSymbol(u",");
        step->step = m_expr.parse();
        m_tokens.expectSymbol(u")");
        return;
    }
    if (m_tokens.acceptWord(u"from"))
        step->from = m_expr.parse();
    if (m_tokens.acceptWord(u"to"))
        step->to = m_expr.parse();
    m_tokens.expectWord(u"step");
    step->step = m_expr.parse();
}

MakeSeriesOperator StepParser::parseMakeSeries()
{
    MakeSeriesOperator step;
    if (m_tokens.isWord(u"kind") && m_tokens.isSymbol(u"=", 1)) {
        m_tokens.take();
        m_tokens.take();
        step.nonEmpty = m_tokens.expectWord(u"nonempty");
    }
    do {
        NamedExpr aggregate = m_expr.parseNamed();
        const bool given = m_tokens.acceptWord(u"default") && m_tokens.expectSymbol(u"=");
        step.aggregates.push_back({std::move(aggregate), given ? m_expr.parse() : nullptr});
    } while (m_tokens.acceptSymbol(u","));
    m_tokens.expectWord(u"on");
    step.axis = m_tokens.isWord(u"in", 1) ? NamedExpr{{}, m_expr.placeHere(), m_expr.parseColumn()} : m_expr.parseNamed();
    parseSeriesBounds(&step);
    if (m_tokens.acceptWord(u"by"))
        step.by = m_expr.parseNamedList();
    return step;
}

} // namespace qd::kql
