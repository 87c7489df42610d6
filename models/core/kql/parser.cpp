#include "kql/parser.h"

#include "kql/exprparser.h"
#include "kql/lexer.h"
#include "kql/stepparser.h"

#include <algorithm>
#include <utility>

namespace qd::kql {

namespace {

/// Parses statements, pipelines and operators; scalar expressions go to ExprParser.
class PipelineParser
{
public:
    explicit PipelineParser(std::vector<Token> tokens)
        : m_tokens(std::move(tokens)), m_expr(m_tokens, [this] { return parsePipeline(); }),
          m_steps(m_tokens, m_expr, [this] { return parseOperand(); }, [this] { return parseBody(); })
    {
    }

    Program parseProgram();
    [[nodiscard]] const std::optional<Diagnostic> &error() const { return m_tokens.error(); }

private:
    LetStatement parseLet();
    bool isLet() const { return m_tokens.isWord(u"let") && m_tokens.isName(1) && m_tokens.isSymbol(u"=", 2); }
    Setting parseSetting();
    bool letIsPipeline() const;
    bool letIsFunction() const;
    LetFunction parseLetFunction();
    LetFunction::Parameter parseParameter();
    PipelinePtr parsePipeline();
    PipelinePtr parseBody();
    void parseOperators(Pipeline *pipeline);
    void parseSource(Pipeline *pipeline);
    void parseRange(Pipeline *pipeline);
    void parseDataTable(Pipeline *pipeline);
    Operator parseOperator();
    QString takeOperatorWord();
    void parseStep(Operator *step);
    bool parseProjection(Operator *step);
    SummarizeOperator parseSummarize();
    SortOperator parseSort();
    SortKey parseSortKey();
    TopOperator parseTop();
    DistinctOperator parseDistinct();
    RenderOperator parseRender();
    void parseRenderProperty(RenderOperator *render);
    UnionOperator parseUnion();
    void parseUnionOption(UnionOperator *step);
    PipelinePtr parseUnionLeg();
    PipelinePtr parseOperand();
    QString parsePattern();
    std::vector<NamedExpr> parsePatterns();
    ProjectReorderOperator parseReorder();

    TokenStream m_tokens;
    ExprParser m_expr;
    StepParser m_steps;
    QStringList m_functions; ///< names of the let functions so far
};

Program PipelineParser::parseProgram()
{
    Program program;
    while (!m_tokens.hasFailed() && m_tokens.peek().kind != TokenKind::End) {
        if (m_tokens.acceptSymbol(u";"))
            continue;
        const bool declares = (m_tokens.isWord(u"declare") || m_tokens.isWord(u"alias") || m_tokens.isWord(u"restrict")) && m_tokens.isName(1);
        if (program.result || declares)
            m_tokens.fail(QStringLiteral("This kind of statement is not supported here"), m_tokens.peek());
        else if (m_tokens.isWord(u"set") && m_tokens.isName(1))
            program.settings.push_back(parseSetting());
        else if (isLet())
            program.lets.push_back(parseLet());
        else
            program.result = parsePipeline();
        if (m_tokens.peek().kind != TokenKind::End)
            m_tokens.expectSymbol(u";");
    }
    if (!program.result)
        m_tokens.failHere();
    return program;
}

Setting PipelineParser::parseSetting()
{
    m_tokens.take();
    Setting setting;
    setting.place = m_expr.placeHere();
    setting.name = m_tokens.expectName();
    if (m_tokens.acceptSymbol(u"="))
        setting.value = m_expr.parse();
    return setting;
}

LetStatement PipelineParser::parseLet()
{
    LetStatement let;
    m_tokens.take();
    let.place = m_expr.placeHere();
    let.name = m_tokens.take().text;
    m_tokens.take();
    if (letIsFunction()) {
        LetFunction function = parseLetFunction();
        if (std::ranges::any_of(function.parameters, &LetFunction::Parameter::isTable))
            m_expr.addTableFunction(let.name);
        let.body = std::move(function);
        m_functions += let.name;
    } else if (letIsPipeline())
        let.body = parsePipeline();
    else
        let.body = m_expr.parse();
    return let;
}

/// Parentheses with a brace behind them.
bool PipelineParser::letIsFunction() const
{
    if (!m_tokens.isSymbol(u"("))
        return false;
    size_t end = 1;
    for (int depth = 1; depth > 0 && m_tokens.peek(end).kind != TokenKind::End; ++end)
        depth += m_tokens.isSymbol(u"(", end) ? 1 : m_tokens.isSymbol(u")", end) ? -1 : 0;
    return m_tokens.isSymbol(u"{", end);
}

LetFunction::Parameter PipelineParser::parseParameter()
{
    LetFunction::Parameter parameter;
    parameter.name = m_tokens.expectName();
    m_tokens.expectSymbol(u":");
    const Token token = m_tokens.peek();
    parameter.isTable = m_tokens.isSymbol(u"(");
    if (parameter.isTable) {
        parameter.columns = m_steps.parseColumnList();
        return parameter;
    }
    const auto type = columnTypeFromName(m_tokens.expectName());
    if (!type)
        m_tokens.fail(u"Unknown type '" % token.text.left(40) % u'\'', token);
    parameter.type = type.value_or(ColumnType::String);
    if (m_tokens.acceptSymbol(u"="))
        parameter.missing = m_expr.parse();
    return parameter;
}

LetFunction PipelineParser::parseLetFunction()
{
    LetFunction function;
    m_tokens.expectSymbol(u"(");
    if (!m_tokens.isSymbol(u")"))
        do
            function.parameters.push_back(parseParameter());
        while (m_tokens.acceptSymbol(u","));
    m_tokens.expectSymbol(u")");
    m_tokens.expectSymbol(u"{");
    std::vector<LetStatement> lets;
    while (isLet() && m_expr.enter()) {
        lets.push_back(parseLet());
        m_expr.leave();
        m_tokens.expectSymbol(u";");
    }
    if (!lets.empty())
        function.lets = std::make_shared<const std::vector<LetStatement>>(std::move(lets));
    if (letIsPipeline())
        function.body = parsePipeline();
    else
        function.body = m_expr.parse();
    m_tokens.acceptSymbol(u";");
    m_tokens.expectSymbol(u"}");
    return function;
}

/// A tabular body has a tabular keyword in front or a pipe outside the parentheses of calls.
bool PipelineParser::letIsPipeline() const
{
    for (const QStringView word : {u"datatable", u"materialize"})
        if (m_tokens.isWord(word) && m_tokens.isSymbol(u"(", 1))
            return true;
    if (m_tokens.isWord(u"union") || m_tokens.isWord(u"print") || (m_tokens.isWord(u"range") && m_tokens.isName(1)))
        return true;
    int leading = 0;
    while (m_tokens.isSymbol(u"(", static_cast<size_t>(leading)))
        ++leading;
    int depth = 0;
    for (size_t i = 0; m_tokens.peek(i).kind != TokenKind::End; ++i) {
        depth += m_tokens.isSymbol(u"(", i) ? 1 : m_tokens.isSymbol(u")", i) ? -1 : 0;
        if (m_tokens.isSymbol(u"|", i) && depth <= leading)
            return true;
        if (m_tokens.isSymbol(u";", i) || m_tokens.isSymbol(u"}", i))
            return false;
    }
    return false;
}

PipelinePtr PipelineParser::parsePipeline()
{
    auto pipeline = std::make_shared<Pipeline>();
    pipeline->place = m_expr.placeHere();
    if (m_expr.enter())
        parseSource(pipeline.get());
    m_expr.leave();
    parseOperators(pipeline.get());
    return pipeline;
}

void PipelineParser::parseOperators(Pipeline *pipeline)
{
    while (m_tokens.acceptSymbol(u"|")) {
        if (pipeline->operators.size() == maximumOperators)
            m_tokens.fail(QStringLiteral("The query has too many operators"), m_tokens.peek());
        pipeline->operators.push_back(parseOperator());
    }
}

/// Operators over the rows of the operator around them.
PipelinePtr PipelineParser::parseBody()
{
    auto pipeline = std::make_shared<Pipeline>();
    pipeline->place = m_expr.placeHere();
    pipeline->source = SelfSource{};
    if (m_expr.enter()) {
        pipeline->operators.push_back(parseOperator());
        parseOperators(pipeline.get());
    }
    m_expr.leave();
    return pipeline;
}

void PipelineParser::parseSource(Pipeline *pipeline)
{
    if (m_tokens.acceptSymbol(u"(")) {
        pipeline->source = NestedSource{parsePipeline()};
        m_tokens.expectSymbol(u")");
    } else if (m_tokens.isWord(u"materialize") && m_tokens.isSymbol(u"(", 1)) {
        m_tokens.take();
        m_tokens.take();
        pipeline->source = NestedSource{parsePipeline()};
        m_tokens.expectSymbol(u")");
    } else if (m_tokens.acceptWord(u"union")) {
        pipeline->source = UnionSource{parseUnion()};
    } else if (m_tokens.isWord(u"search") && !m_tokens.isSymbol(u"|", 1) && m_tokens.peek(1).kind != TokenKind::End) {
        m_tokens.take();
        SearchSource source;
        source.step = m_steps.parseSearch(&source.tables);
        pipeline->source = source;
    } else if (m_tokens.acceptWord(u"print")) {
        pipeline->source = PrintSource{m_expr.parseNamedList()};
    } else if (m_tokens.isWord(u"range") && m_tokens.isName(1)) {
        parseRange(pipeline);
    } else if (m_tokens.isWord(u"datatable") && m_tokens.isSymbol(u"(", 1)) {
        parseDataTable(pipeline);
    } else if (m_functions.contains(m_tokens.peek().text) && m_tokens.isSymbol(u"(", 1)) {
        const ExprPtr call = m_expr.parseCallHere();
        pipeline->source = CallSource{call->name, call->args};
    } else {
        pipeline->source = TableSource{m_tokens.expectName()};
    }
}

void PipelineParser::parseRange(Pipeline *pipeline)
{
    RangeSource range;
    m_tokens.take();
    range.column = m_tokens.expectName();
    m_tokens.expectWord(u"from");
    range.from = m_expr.parse();
    m_tokens.expectWord(u"to");
    range.to = m_expr.parse();
    m_tokens.expectWord(u"step");
    range.step = m_expr.parse();
    pipeline->source = range;
}

void PipelineParser::parseDataTable(Pipeline *pipeline)
{
    DataTableSource table;
    m_tokens.take();
    m_tokens.take();
    do {
        const QString name = m_tokens.expectName();
        m_tokens.expectSymbol(u":");
        const Token typeToken = m_tokens.peek();
        const std::optional<ColumnType> type = columnTypeFromName(m_tokens.expectName());
        if (!type)
            m_tokens.fail(u"Unknown type '" % typeToken.text % u'\'', typeToken);
        table.columns.emplace_back(name, type.value_or(ColumnType::String));
    } while (m_tokens.acceptSymbol(u","));
    m_tokens.expectSymbol(u")");
    // The lexer takes ["a"] for a quoted name: a table with one text cell.
    if (m_tokens.peek().kind == TokenKind::QuotedName) {
        auto cell = std::make_shared<Expr>();
        cell->place = m_expr.placeHere();
        cell->value = m_tokens.take().text;
        table.cells.push_back(cell);
        pipeline->source = table;
        return;
    }
    m_tokens.expectSymbol(u"[");
    while (!m_tokens.hasFailed() && !m_tokens.isSymbol(u"]")) {
        table.cells.push_back(m_expr.parse());
        if (!m_tokens.acceptSymbol(u","))
            break;
    }
    m_tokens.expectSymbol(u"]");
    if (table.cells.size() % table.columns.size() != 0)
        m_tokens.fail(QStringLiteral("The number of values does not fit the number of columns"), m_tokens.peek());
    pipeline->source = table;
}

/// Joins "project-away" and its like, which the lexer cuts at the hyphen.
QString PipelineParser::takeOperatorWord()
{
    QString word = m_tokens.expectName();
    while (m_tokens.isSymbol(u"-") && m_tokens.isName(1) && m_tokens.isAdjacent(1)
           && (word == u"project" || word == u"mv" || word == u"make" || word == u"top" || word == u"parse" || word == u"sample" || word == u"graph")) {
        m_tokens.take();
        word += u'-' + m_tokens.take().text;
    }
    return word;
}

Operator PipelineParser::parseOperator()
{
    Operator step;
    step.place = m_expr.placeHere();
    const Token token = m_tokens.peek();
    step.keyword = takeOperatorWord();
    if (refusedStepNames().contains(step.keyword))
        m_tokens.fail(u"The operator '" % step.keyword % u"' is not supported by this engine", token);
    else if (!operatorNames().contains(step.keyword))
        m_tokens.fail(u"Query could not be parsed at '" % step.keyword.left(40) % u"' on line ["
                          % QString::number(token.position.line) % u',' % QString::number(token.position.column - 1) % u']',
                      token, nearestName(step.keyword, operatorNames()));
    else
        parseStep(&step);
    return step;
}

void PipelineParser::parseStep(Operator *step)
{
    const QString &word = step->keyword;
    if (parseProjection(step) || m_steps.parse(step))
        return;
    if (word == u"where" || word == u"filter")
        step->step = WhereOperator{m_expr.parse()};
    else if (word == u"summarize")
        step->step = parseSummarize();
    else if (word == u"order" || word == u"sort")
        step->step = parseSort();
    else if (word == u"top")
        step->step = parseTop();
    else if (word == u"take" || word == u"limit")
        step->step = TakeOperator{m_expr.parse()};
    else if (word == u"distinct")
        step->step = parseDistinct();
    else if (word == u"count")
        step->step = CountOperator{};
    else if (word == u"getschema")
        step->step = GetSchemaOperator{};
    else if (word == u"render")
        step->step = parseRender();
    else
        step->step = parseUnion();
}

bool PipelineParser::parseProjection(Operator *step)
{
    const QString &word = step->keyword;
    if (word == u"extend")
        step->step = ExtendOperator{m_expr.parseNamedList()};
    else if (word == u"project")
        step->step = ProjectOperator{m_expr.parseNamedList()};
    else if (word == u"project-rename")
        step->step = ProjectRenameOperator{m_expr.parseNamedList()};
    else if (word == u"project-away" || word == u"project-keep")
        step->step = ProjectAwayOperator{parsePatterns(), word == u"project-keep"};
    else if (word == u"project-reorder")
        step->step = parseReorder();
    else
        return false;
    return true;
}

ProjectReorderOperator PipelineParser::parseReorder()
{
    ProjectReorderOperator step;
    do {
        const Place place = m_expr.placeHere();
        ProjectReorderOperator::ColumnPattern column{NamedExpr{parsePattern(), place, nullptr}, {}};
        if (m_tokens.isWord(u"asc") || m_tokens.isWord(u"desc"))
            column.ascending = m_tokens.take().text == u"asc";
        step.columns.push_back(std::move(column));
    } while (m_tokens.acceptSymbol(u","));
    return step;
}

QString PipelineParser::parsePattern()
{
    QString pattern;
    size_t parts = 0;
    while ((m_tokens.isName() || m_tokens.isSymbol(u"*")) && (parts == 0 || m_tokens.isAdjacent(0))) {
        pattern += m_tokens.take().text;
        ++parts;
    }
    if (parts == 0)
        m_tokens.failHere();
    return pattern;
}

std::vector<NamedExpr> PipelineParser::parsePatterns()
{
    std::vector<NamedExpr> patterns;
    do {
        const Place place = m_expr.placeHere();
        patterns.push_back(NamedExpr{parsePattern(), place, nullptr});
    } while (m_tokens.acceptSymbol(u","));
    return patterns;
}

SummarizeOperator PipelineParser::parseSummarize()
{
    SummarizeOperator summarize;
    if (!m_tokens.isWord(u"by"))
        summarize.aggregates = m_expr.parseNamedList();
    if (m_tokens.acceptWord(u"by"))
        summarize.by = m_expr.parseNamedList();
    return summarize;
}

SortKey PipelineParser::parseSortKey()
{
    SortKey key;
    key.expr = m_expr.parse();
    if (m_tokens.acceptWord(u"asc"))
        key.ascending = true;
    else
        m_tokens.acceptWord(u"desc");
    if (m_tokens.acceptWord(u"nulls")) {
        key.nullsFirst = m_tokens.isWord(u"first");
        if (!m_tokens.acceptWord(u"first"))
            m_tokens.expectWord(u"last");
    }
    return key;
}

SortOperator PipelineParser::parseSort()
{
    SortOperator sort;
    m_tokens.expectWord(u"by");
    do
        sort.keys.push_back(parseSortKey());
    while (m_tokens.acceptSymbol(u","));
    return sort;
}

TopOperator PipelineParser::parseTop()
{
    TopOperator top;
    top.count = m_expr.parse();
    m_tokens.expectWord(u"by");
    top.key = parseSortKey();
    return top;
}

DistinctOperator PipelineParser::parseDistinct()
{
    DistinctOperator distinct;
    distinct.all = m_tokens.acceptSymbol(u"*");
    if (!distinct.all)
        distinct.columns = m_expr.parseNamedList();
    return distinct;
}

RenderOperator PipelineParser::parseRender()
{
    RenderOperator render;
    render.visualization = m_tokens.expectName();
    if (m_tokens.acceptWord(u"with")) {
        m_tokens.expectSymbol(u"(");
        while (!m_tokens.hasFailed() && !m_tokens.isSymbol(u")")) {
            parseRenderProperty(&render);
            m_tokens.acceptSymbol(u",");
        }
        m_tokens.expectSymbol(u")");
    }
    while (m_tokens.isName() && m_tokens.isSymbol(u"=", 1))
        parseRenderProperty(&render);
    return render;
}

void PipelineParser::parseRenderProperty(RenderOperator *render)
{
    const QString name = m_tokens.expectName();
    m_tokens.expectSymbol(u"=");
    QStringList values;
    do {
        const TokenKind kind = m_tokens.peek().kind;
        if (kind == TokenKind::Symbol || kind == TokenKind::End)
            m_tokens.failHere();
        values += m_tokens.take().text;
    } while (m_tokens.isSymbol(u",") && !m_tokens.isSymbol(u"=", 2) && m_tokens.acceptSymbol(u","));
    render->properties.emplace_back(name, values.join(u','));
}

void PipelineParser::parseUnionOption(UnionOperator *step)
{
    const Token option = m_tokens.take();
    m_tokens.take();
    const Token value = m_tokens.peek();
    const QString text = m_tokens.expectName();
    if (option.text == u"withsource" || option.text == u"with_source")
        step->sourceColumn = text;
    else if (option.text == u"kind" && (text == u"inner" || text == u"outer"))
        step->inner = text == u"inner";
    else if (option.text == u"isfuzzy" && (text == u"true" || text == u"false"))
        step->fuzzy = text == u"true";
    else
        m_tokens.fail(u"The option '" % option.text % u'=' % value.text.left(40) % u"' is not supported", option);
}

UnionOperator PipelineParser::parseUnion()
{
    UnionOperator step;
    while (m_tokens.isName() && m_tokens.isSymbol(u"=", 1))
        parseUnionOption(&step);
    do
        step.legs.push_back(parseUnionLeg());
    while (m_tokens.acceptSymbol(u","));
    return step;
}

PipelinePtr PipelineParser::parseUnionLeg()
{
    const bool call = m_functions.contains(m_tokens.peek().text) && m_tokens.isSymbol(u"(", 1);
    if (call || (!m_tokens.isName() && !m_tokens.isSymbol(u"*")))
        return parseOperand();
    auto leg = std::make_shared<Pipeline>();
    leg->place = m_expr.placeHere();
    leg->source = TableSource{parsePattern()};
    return leg;
}

/// A table without operators, or a pipeline in parentheses.
PipelinePtr PipelineParser::parseOperand()
{
    auto operand = std::make_shared<Pipeline>();
    operand->place = m_expr.placeHere();
    if (m_expr.enter())
        parseSource(operand.get());
    m_expr.leave();
    return operand;
}

} // namespace

QStringList operatorNames()
{
    static const QStringList names{
        QStringLiteral("where"), QStringLiteral("filter"), QStringLiteral("extend"), QStringLiteral("project"),
        QStringLiteral("project-away"), QStringLiteral("project-keep"), QStringLiteral("project-rename"), QStringLiteral("project-reorder"),
        QStringLiteral("summarize"), QStringLiteral("order"), QStringLiteral("sort"), QStringLiteral("top"),
        QStringLiteral("take"), QStringLiteral("limit"), QStringLiteral("distinct"), QStringLiteral("count"),
        QStringLiteral("getschema"), QStringLiteral("render"), QStringLiteral("union")};
    return names + stepNames();
}

Result<Program> parse(const QString &text)
{
    if (text.size() > maximumQueryLength)
        return toError(Diagnostic{QStringLiteral("SYN0001"), QStringLiteral("The query is longer than 1 MiB"), {}, {}, {}});
    Lexer lexer(text);
    std::vector<Token> tokens = lexer.tokenize();
    if (lexer.error())
        return toError(*lexer.error());
    PipelineParser parser(std::move(tokens));
    Program program = parser.parseProgram();
    if (parser.error())
        return toError(*parser.error());
    return program;
}

} // namespace qd::kql
