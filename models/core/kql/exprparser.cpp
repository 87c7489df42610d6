#include "kql/exprparser.h"

#include "kql/literals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace qd::kql {

namespace {

bool isStringOperator(const QString &word)
{
    static const QStringList words = [] {
        QStringList all;
        for (const char16_t *base : {u"contains", u"has", u"startswith", u"endswith", u"hasprefix", u"hassuffix"}) {
            const QString name = QString::fromUtf16(base);
            all << name << u'!' + name << name + QStringLiteral("_cs") << u'!' + name + QStringLiteral("_cs");
        }
        return all;
    }();
    return words.contains(word);
}

bool isInOperator(const QString &word)
{
    static const QStringList words{QStringLiteral("in"), QStringLiteral("!in"), QStringLiteral("in~"),
                                   QStringLiteral("!in~"), QStringLiteral("has_any"), QStringLiteral("has_all")};
    return words.contains(word);
}

bool isRelation(const QString &symbol)
{
    static const QStringList symbols{QStringLiteral("=="), QStringLiteral("!="), QStringLiteral("<>"),
                                     QStringLiteral("<"), QStringLiteral("<="), QStringLiteral(">"),
                                     QStringLiteral(">="), QStringLiteral("=~"), QStringLiteral("!~")};
    return symbols.contains(symbol);
}

std::optional<ColumnType> literalWordType(const QString &word)
{
    if (word == u"date")
        return ColumnType::DateTime;
    if (word == u"time")
        return ColumnType::TimeSpan;
    if (word == u"double")
        return ColumnType::Real;
    if (word == u"boolean")
        return ColumnType::Bool;
    return columnTypeFromName(word);
}

std::optional<Cell> literalInteger(const QString &text)
{
    bool ok = false;
    const bool hex = text.startsWith(u"0x", Qt::CaseInsensitive);
    const qint64 value = hex ? text.mid(2).toLongLong(&ok, 16) : text.toLongLong(&ok, 10);
    return ok ? std::optional<Cell>(value) : std::nullopt;
}

std::optional<Cell> literalReal(const QString &text)
{
    if (text == u"nan")
        return Cell(std::numeric_limits<double>::quiet_NaN());
    if (text == u"+inf" || text == u"inf")
        return Cell(std::numeric_limits<double>::infinity());
    if (text == u"-inf")
        return Cell(-std::numeric_limits<double>::infinity());
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional<Cell>(value) : std::nullopt;
}

std::optional<Cell> literalBool(const QString &text)
{
    const QString word = text.toLower();
    if (word == u"true" || word == u"1")
        return Cell(true);
    return word == u"false" || word == u"0" ? std::optional<Cell>(false) : std::nullopt;
}

std::optional<Cell> literalGuid(const QString &text)
{
    static const QString shape = QStringLiteral("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    const QString lower = text.toLower();
    if (lower.size() != shape.size())
        return std::nullopt;
    for (qsizetype i = 0; i < shape.size(); ++i) {
        const bool hex = (lower[i] >= u'0' && lower[i] <= u'9') || (lower[i] >= u'a' && lower[i] <= u'f');
        if (shape[i] == u'-' ? lower[i] != u'-' : !hex)
            return std::nullopt;
    }
    return Cell(lower);
}

template<typename T>
std::optional<Cell> literalCell(const std::optional<T> &value)
{
    return value ? std::optional<Cell>(*value) : std::nullopt;
}

std::optional<Cell> literalOfType(ColumnType type, const QString &text)
{
    if (text == u"null")
        return type == ColumnType::String ? std::nullopt : std::optional<Cell>(Cell());
    switch (type) {
    case ColumnType::Bool: return literalBool(text);
    case ColumnType::DateTime: return literalCell(dateTimeFromText(text));
    case ColumnType::Dynamic: return Cell(text);
    case ColumnType::Int:
    case ColumnType::Long: return literalInteger(text);
    case ColumnType::Real: return literalReal(text);
    case ColumnType::Guid: return literalGuid(text);
    case ColumnType::TimeSpan: return literalCell(timeSpanFromText(text));
    case ColumnType::Decimal:
    case ColumnType::String: break;
    }
    return std::nullopt;
}

} // namespace

Place ExprParser::placeHere() const
{
    const Token &token = m_tokens.peek();
    return Place{token.position, token.kind == TokenKind::End ? QStringLiteral("<EOF>") : token.text.left(40)};
}

bool ExprParser::enter()
{
    if (++m_depth > maximumDepth)
        m_tokens.fail(QStringLiteral("The query is nested too deeply"), m_tokens.peek());
    return !m_tokens.hasFailed();
}

ExprPtr ExprParser::make(ExprKind kind, const Place &place, const QString &name, std::vector<ExprPtr> args)
{
    auto expr = std::make_shared<Expr>();
    expr->kind = kind;
    expr->place = place;
    expr->name = name;
    for (const ExprPtr &arg : args)
        expr->depth = std::max(expr->depth, arg->depth + 1);
    expr->args = std::move(args);
    if (expr->depth > maximumDepth)
        m_tokens.fail(QStringLiteral("The query is nested too deeply"), m_tokens.peek());
    return expr;
}

ExprPtr ExprParser::literal(const Place &place, ColumnType type, Cell value)
{
    auto expr = std::make_shared<Expr>();
    expr->place = place;
    expr->type = type;
    expr->value = std::move(value);
    return expr;
}

ExprPtr ExprParser::badLiteral(const Token &token)
{
    m_tokens.fail(u"The literal '" % token.text.left(40) % u"' cannot be read", token);
    return literal({}, ColumnType::Long, qint64{0});
}

ExprPtr ExprParser::parseColumn()
{
    const Place place = placeHere();
    return make(ExprKind::Name, place, m_tokens.expectName(), {});
}

/// (a, b, c) = …: taken only when the equals sign follows.
QStringList ExprParser::parseNameTuple()
{
    QStringList names;
    size_t at = 1;
    for (; m_tokens.isName(at); at += 2) {
        names += m_tokens.peek(at).text;
        if (!m_tokens.isSymbol(u",", at + 1))
            break;
    }
    if (!m_tokens.isSymbol(u"(") || names.isEmpty() || !m_tokens.isSymbol(u")", at + 1) || !m_tokens.isSymbol(u"=", at + 2))
        return {};
    for (size_t i = 0; i < at + 3; ++i)
        m_tokens.take();
    return names;
}

NamedExpr ExprParser::parseNamed()
{
    NamedExpr named;
    named.place = placeHere();
    named.names = parseNameTuple();
    if (named.names.isEmpty() && m_tokens.isName() && m_tokens.isSymbol(u"=", 1)) {
        named.name = m_tokens.take().text;
        m_tokens.take();
    }
    named.expr = parse();
    return named;
}

std::vector<NamedExpr> ExprParser::parseNamedList()
{
    std::vector<NamedExpr> list;
    do
        list.push_back(parseNamed());
    while (m_tokens.acceptSymbol(u","));
    return list;
}

ExprPtr ExprParser::parse()
{
    ExprPtr expr;
    if (enter())
        expr = parseJunction(ExprKind::Or, u"or");
    else
        expr = literal({}, ColumnType::Long, qint64{0});
    leave();
    return expr;
}

ExprPtr ExprParser::parseJunction(ExprKind kind, QStringView word)
{
    const auto part = [&] { return kind == ExprKind::Or ? parseJunction(ExprKind::And, u"and") : parseComparison(); };
    const Place place = placeHere();
    std::vector<ExprPtr> parts{part()};
    while (m_tokens.acceptWord(word))
        parts.push_back(part());
    return parts.size() == 1 ? parts.front() : make(kind, place, word.toString(), std::move(parts));
}

bool ExprParser::takesComparison(QString *word)
{
    const Token &token = m_tokens.peek();
    const bool relation = token.kind == TokenKind::Symbol && (isRelation(token.text) || (m_searching && token.text == u":"));
    const bool named = token.kind == TokenKind::Name
        && (isStringOperator(token.text) || isInOperator(token.text) || token.text == u"between"
            || token.text == u"!between" || (token.text == u"matches" && m_tokens.isWord(u"regex", 1)));
    if (!relation && !named)
        return false;
    *word = m_tokens.take().text;
    if (*word == u"matches")
        m_tokens.take();
    return true;
}

ExprPtr ExprParser::parseComparison()
{
    ExprPtr left = parseArithmetic(0);
    QString word;
    for (Place place = placeHere(); takesComparison(&word); place = placeHere()) {
        if (isInOperator(word))
            left = parseIn(left, place, word);
        else if (word.endsWith(u"between"))
            left = parseBetween(left, place, word);
        else
            left = make(ExprKind::Binary, place, word == u"<>" ? QStringLiteral("!=") : word, {left, parseArithmetic(0)});
    }
    return left;
}

ExprPtr ExprParser::parseIn(const ExprPtr &left, Place place, const QString &word)
{
    m_tokens.expectSymbol(u"(");
    std::vector<ExprPtr> args{left};
    // A sub-query begins like an expression; only the pipe after its source tells.
    int leading = 0;
    while (m_tokens.isSymbol(u"(", static_cast<size_t>(leading)))
        ++leading;
    int depth = 0;
    bool hasPipe = false;
    for (size_t i = 0; m_tokens.peek(i).kind != TokenKind::End && depth >= 0 && !hasPipe; ++i) {
        depth += m_tokens.isSymbol(u"(", i) ? 1 : m_tokens.isSymbol(u")", i) ? -1 : 0;
        hasPipe = depth <= leading && m_tokens.isSymbol(u"|", i);
    }
    PipelinePtr pipeline;
    if (hasPipe)
        pipeline = m_pipeline();
    else if (!m_tokens.isSymbol(u")"))
        do
            args.push_back(parse());
        while (m_tokens.acceptSymbol(u","));
    m_tokens.expectSymbol(u")");
    auto expr = std::const_pointer_cast<Expr>(make(ExprKind::In, place, word, std::move(args)));
    expr->pipeline = pipeline;
    return expr;
}

ExprPtr ExprParser::parseBetween(const ExprPtr &left, Place place, const QString &word)
{
    m_tokens.expectSymbol(u"(");
    ExprPtr from = parse();
    m_tokens.expectSymbol(u"..");
    ExprPtr to = parse();
    m_tokens.expectSymbol(u")");
    return make(ExprKind::Between, place, word, {left, from, to});
}

ExprPtr ExprParser::parseArithmetic(int level)
{
    static const std::array<QStringList, 2> levels{QStringList{QStringLiteral("+"), QStringLiteral("-")},
                                                   QStringList{QStringLiteral("*"), QStringLiteral("/"), QStringLiteral("%")}};
    const auto part = [&] { return level == 0 ? parseArithmetic(1) : parseUnary(); };
    ExprPtr left = part();
    while (m_tokens.peek().kind == TokenKind::Symbol && levels[static_cast<size_t>(level)].contains(m_tokens.peek().text)) {
        const Place place = placeHere();
        const QString symbol = m_tokens.take().text;
        left = make(ExprKind::Binary, place, symbol, {left, part()});
    }
    return left;
}

ExprPtr ExprParser::parseUnary()
{
    const Place place = placeHere();
    bool negative = false;
    while (m_tokens.isSymbol(u"-") || m_tokens.isSymbol(u"+"))
        negative = (m_tokens.take().text == u"-") != negative;
    ExprPtr expr = parsePostfix();
    return negative ? make(ExprKind::Negate, place, {}, {expr}) : expr;
}

ExprPtr ExprParser::parsePostfix()
{
    ExprPtr expr = parsePrimary();
    while (m_tokens.isSymbol(u".") || m_tokens.isSymbol(u"[") || m_tokens.peek().kind == TokenKind::QuotedName) {
        const Place place = placeHere();
        if (m_tokens.peek().kind == TokenKind::QuotedName) { // d['key'] and ['name'] look alike to the lexer
            const QString key = m_tokens.take().text;
            expr = make(ExprKind::Index, place, {}, {expr, literal(place, ColumnType::String, key)});
        } else if (m_tokens.acceptSymbol(u".")) {
            expr = make(ExprKind::Member, place, m_tokens.expectName(), {expr});
        } else {
            m_tokens.take();
            expr = make(ExprKind::Index, place, {}, {expr, parse()});
            m_tokens.expectSymbol(u"]");
        }
    }
    return expr;
}

ExprPtr ExprParser::parsePrimary()
{
    const Place place = placeHere();
    const Token token = m_tokens.peek();
    if (token.kind == TokenKind::Symbol && token.text == u"(") {
        m_tokens.take();
        ExprPtr inner = parse();
        m_tokens.expectSymbol(u")");
        return inner;
    }
    if (token.kind == TokenKind::Symbol && token.text == u"*") {
        m_tokens.take();
        return make(ExprKind::Star, place, {}, {});
    }
    if (token.kind == TokenKind::Name && (token.text == u"true" || token.text == u"false")) {
        m_tokens.take();
        return literal(place, ColumnType::Bool, token.text == u"true");
    }
    if (m_tokens.isName())
        return token.kind == TokenKind::Name && m_tokens.isSymbol(u"(", 1)
            ? parseCall()
            : make(ExprKind::Name, place, m_tokens.take().text, {});
    return parseLiteral();
}

ExprPtr ExprParser::parseLiteral()
{
    const Place place = placeHere();
    const Token token = m_tokens.peek();
    if (token.kind == TokenKind::TypedLiteral)
        return parseTypedLiteral();
    std::optional<Cell> value;
    ColumnType type = ColumnType::Long;
    if (token.kind == TokenKind::String) {
        QString text;
        while (m_tokens.peek().kind == TokenKind::String)
            text += m_tokens.take().text;
        return literal(place, ColumnType::String, text);
    }
    if (token.kind == TokenKind::Integer) {
        value = literalInteger(token.text);
    } else if (token.kind == TokenKind::Real) {
        value = literalReal(token.text);
        type = ColumnType::Real;
    } else if (token.kind == TokenKind::TimeSpan) {
        value = literalCell(timeSpanFromText(token.text));
        type = ColumnType::TimeSpan;
    } else {
        m_tokens.failHere();
        return literal({}, ColumnType::Long, qint64{0});
    }
    m_tokens.take();
    return value ? literal(place, type, *value) : badLiteral(token);
}

ExprPtr ExprParser::parseTypedLiteral()
{
    const Place place = placeHere();
    const Token token = m_tokens.take();
    const std::optional<ColumnType> type = literalWordType(token.type);
    const bool quoted = token.text.size() >= 2 && (token.text[0] == u'"' || token.text[0] == u'\'')
        && token.text.back() == token.text[0];
    const QString inside = quoted && type != ColumnType::Dynamic ? token.text.mid(1, token.text.size() - 2) : token.text;
    const std::optional<Cell> value = type ? literalOfType(*type, inside) : std::nullopt;
    return value ? literal(place, *type, *value) : badLiteral(token);
}

/// A pipe before the argument ends, not inside calls or brackets of its own; or a source that is no expression.
bool ExprParser::argumentHasPipe() const
{
    size_t leading = 0;
    while (m_tokens.isSymbol(u"(", leading))
        ++leading;
    const bool range = m_tokens.isWord(u"range", leading) && m_tokens.isName(leading + 1);
    const bool called = m_tokens.isSymbol(u"(", leading + 1) && (m_tokens.isWord(u"datatable", leading) || m_tokens.isWord(u"materialize", leading));
    if (range || called || m_tokens.isWord(u"print", leading) || m_tokens.isWord(u"union", leading))
        return true;
    int depth = 0;
    for (size_t i = 0; m_tokens.peek(i).kind != TokenKind::End; ++i) {
        depth += m_tokens.isSymbol(u"(", i) || m_tokens.isSymbol(u"[", i) ? 1 : m_tokens.isSymbol(u")", i) || m_tokens.isSymbol(u"]", i) ? -1 : 0;
        if (depth < 0 || (depth == 0 && m_tokens.isSymbol(u",", i)))
            return false;
        if (depth <= static_cast<int>(leading) && m_tokens.isSymbol(u"|", i))
            return true;
    }
    return false;
}

ExprPtr ExprParser::parseArgument(bool mayBeTable)
{
    if (!mayBeTable || !argumentHasPipe())
        return parse();
    auto expr = std::const_pointer_cast<Expr>(make(ExprKind::SubQuery, placeHere(), {}, {}));
    expr->pipeline = m_pipeline();
    return expr;
}

ExprPtr ExprParser::parseCall()
{
    const Place place = placeHere();
    const QString name = m_tokens.take().text;
    m_tokens.take();
    if (name == u"toscalar") {
        auto expr = std::const_pointer_cast<Expr>(make(ExprKind::ToScalar, place, name, {}));
        expr->pipeline = m_pipeline();
        m_tokens.expectSymbol(u")");
        return expr;
    }
    if (name == u"typeof") {
        auto expr = std::const_pointer_cast<Expr>(make(ExprKind::TypeOf, place, m_tokens.expectName(), {}));
        m_tokens.expectSymbol(u")");
        return expr;
    }
    std::vector<ExprPtr> args;
    const bool mayBeTable = m_tableFunctions.contains(name);
    if (!m_tokens.isSymbol(u")"))
        do
            args.push_back(parseArgument(mayBeTable));
        while (m_tokens.acceptSymbol(u","));
    m_tokens.expectSymbol(u")");
    return make(ExprKind::Call, place, name, std::move(args));
}

} // namespace qd::kql
