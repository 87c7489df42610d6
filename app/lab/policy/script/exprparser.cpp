#include "policy/script/exprparser.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::lab::policy {

namespace {

struct Level {
    std::array<std::string_view, 4> marks;
};

/// Binary operators, loosest first.
constexpr std::array<Level, 9> levels{{{{"||"}}, {{"&&"}}, {{"|"}}, {{"^"}}, {{"&"}}, {{"==", "!="}}, {{"<", ">", "<=", ">="}}, {{"+", "-"}}, {{"*", "/", "%"}}}};
constexpr int comparisonLevel = 6;

bool isKeyword(std::string_view word)
{
    static constexpr std::array<std::string_view, 26> words{"if", "else", "foreach", "for", "while", "return", "try", "catch", "throw", "new",
                                                            "true", "false", "null", "is", "as", "in", "out", "ref", "break", "continue",
                                                            "switch", "case", "using", "typeof", "await", "finally"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

bool ExprParser::take(std::string_view mark)
{
    if (!is(mark))
        return false;
    skip();
    return true;
}

void ExprParser::need(std::string_view mark)
{
    if (take(mark))
        return;
    const std::string text(mark);
    fail(text + " expected", text == ";" ? "CS1002" : text == ")" ? "CS1026" : text == "}" ? "CS1513" : "CS1003");
}

std::string ExprParser::name()
{
    if (current().kind != TokenKind::Name || isKeyword(current().text))
        fail("Identifier expected", "CS1001");
    std::string text = current().text;
    skip();
    return text;
}

NodeRef ExprParser::make(Syntax syntax) const
{
    auto node = std::make_unique<Node>();
    node->syntax = syntax;
    node->at = current().at;
    return node;
}

void ExprParser::fail(const std::string &message, const char *code) const { throw Fault{current().at, message, code, {}}; }

NodeRef ExprParser::expression()
{
    const Nesting nesting(*this);
    if (isLambda())
        return lambda();
    return assignment();
}

NodeRef ExprParser::assignment()
{
    NodeRef target = conditionalExpression();
    for (const std::string_view mark : {"=", "+=", "-=", "*=", "/=", "%=", "?" "?="}) {
        if (!is(mark))
            continue;
        NodeRef made = make(Syntax::Assign);
        made->text = std::string(mark);
        skip();
        made->children.push_back(std::move(target));
        made->children.push_back(expression());
        return made;
    }
    return target;
}

NodeRef ExprParser::conditionalExpression()
{
    NodeRef condition = coalescing();
    if (!is("?"))
        return condition;
    NodeRef made = make(Syntax::Conditional);
    skip();
    made->children.push_back(std::move(condition));
    made->children.push_back(expression());
    need(":");
    made->children.push_back(expression());
    return made;
}

NodeRef ExprParser::coalescing()
{
    NodeRef left = binary(0);
    if (!is("??"))
        return left;
    const Nesting nesting(*this);
    NodeRef made = make(Syntax::Binary);
    made->text = "??";
    skip();
    made->children.push_back(std::move(left));
    made->children.push_back(coalescing());
    return made;
}

NodeRef ExprParser::binary(int level)
{
    if (level == static_cast<int>(levels.size()))
        return unary();
    NodeRef left = binary(level + 1);
    int length = 0;
    while (true) {
        constexpr int longestChain = 400; // the tree leans to the left and is walked recursively
        const auto &marks = levels[static_cast<size_t>(level)].marks;
        const bool isOperator = current().kind == TokenKind::Mark && std::find(marks.begin(), marks.end(), current().text) != marks.end();
        const bool isType = level == comparisonLevel && (isName("is") || isName("as"));
        if (!isOperator && !isType)
            return left;
        if (++length > longestChain)
            fail("The expression is too long to compile", "CS8078");
        NodeRef made = make(isOperator ? Syntax::Binary : isName("as") ? Syntax::As : Syntax::Is);
        made->text = isOperator ? current().text : "";
        skip();
        made->children.push_back(std::move(left));
        if (isOperator) {
            made->children.push_back(binary(level + 1));
        } else if (isName("null")) {
            skip(); // "x is null": no type
        } else {
            made->type = neededType();
            if (made->syntax == Syntax::Is && current().kind == TokenKind::Name && !isKeyword(current().text))
                made->text = name();
        }
        left = std::move(made);
    }
}

NodeRef ExprParser::unary()
{
    const Nesting nesting(*this);
    for (const std::string_view mark : {"!", "-", "+", "++", "--"}) {
        if (!is(mark))
            continue;
        NodeRef made = make(mark.size() == 2 ? Syntax::Increment : Syntax::Unary);
        made->text = std::string(mark);
        skip();
        made->children.push_back(unary());
        return made;
    }
    Type type = nullptr;
    const Place at = current().at;
    if (!castAhead(type))
        return postfix();
    NodeRef made = make(Syntax::Cast);
    made->at = at;
    made->type = type;
    made->children.push_back(unary());
    return made;
}

/// "(Type)" that is followed by something a cast can apply to; moves behind it.
bool ExprParser::castAhead(Type &type)
{
    if (!is("(") || ahead(1).kind != TokenKind::Name || !isTypeName(ahead(1).text))
        return false;
    size_t at = m_at + 1;
    const std::string text = typeText(at);
    if (text.empty() || m_tokens[at].text != ")" || m_tokens[at].kind != TokenKind::Mark || at + 1 >= m_tokens.size())
        return false;
    const ScriptToken &next = m_tokens[at + 1];
    const bool isOperand = (next.kind == TokenKind::Mark && (next.text == "(" || next.text == "!"))
        || (next.kind != TokenKind::Mark && next.kind != TokenKind::End && next.text != "is" && next.text != "as");
    type = isOperand ? parseType(text) : nullptr;
    if (!type)
        return false;
    m_at = at + 1;
    return true;
}

std::string ExprParser::typeText(size_t &at) const
{
    if (m_tokens[at].kind != TokenKind::Name || isKeyword(m_tokens[at].text))
        return {};
    std::string text = m_tokens[at++].text;
    while (m_tokens[at].text == "." && m_tokens[at].kind == TokenKind::Mark && m_tokens[at + 1].kind == TokenKind::Name) {
        text += "." + m_tokens[at + 1].text;
        at += 2;
    }
    return typeTail(at, text) ? text : std::string();
}

/// Type arguments and array brackets behind a type's name.
bool ExprParser::typeTail(size_t &at, std::string &text) const
{
    const auto isMark = [&](size_t i, std::string_view mark) { return i < m_tokens.size() && m_tokens[i].kind == TokenKind::Mark && m_tokens[i].text == mark; };
    if (isMark(at, "<")) {
        text += "<";
        do {
            ++at;
            if (text.size() > 400)
                return false;
            const std::string inner = typeText(at);
            if (inner.empty())
                return false;
            text += (text.ends_with('<') ? "" : ", ") + inner;
        } while (isMark(at, ","));
        if (!isMark(at, ">"))
            return false;
        text += ">";
        ++at;
    }
    while (isMark(at, "[") && isMark(at + 1, "]")) {
        text += "[]";
        at += 2;
    }
    return true;
}

Type ExprParser::neededType()
{
    size_t at = m_at;
    const std::string text = typeText(at);
    const Type type = text.empty() ? nullptr : parseType(text);
    if (!type)
        fail("The type or namespace name '" + current().text + "' could not be found", "CS0246");
    m_at = at;
    return type;
}

bool ExprParser::declaredType(Type &type)
{
    if (isName("var") && ahead(1).kind == TokenKind::Name) {
        skip();
        type = nullptr;
        return true;
    }
    size_t at = m_at;
    const std::string text = typeText(at);
    if (text.empty() || m_tokens[at].kind != TokenKind::Name || isKeyword(m_tokens[at].text)) {
        const bool isCatch = !text.empty() && m_tokens[at].text == ")";
        if (!isCatch || !parseType(text) || parseType(text)->kind != Kind::Exception)
            return false;
    }
    type = parseType(text);
    if (!type)
        fail("The type or namespace name '" + text + "' could not be found", "CS0246");
    m_at = at;
    return true;
}

NodeRef ExprParser::memberOf(NodeRef receiver, bool conditional)
{
    NodeRef made = make(Syntax::Member);
    made->isConditional = conditional;
    made->text = name();
    made->children.push_back(std::move(receiver));
    (void)typeArguments(made->typeArguments);
    return made;
}

/// "<A, B>" in front of "(".
bool ExprParser::typeArguments(std::vector<Type> &types)
{
    if (!is("<"))
        return false;
    size_t at = m_at;
    std::vector<Type> found;
    do {
        ++at;
        const std::string text = at < m_tokens.size() ? typeText(at) : std::string();
        const Type type = text.empty() ? nullptr : parseType(text);
        if (!type)
            return false;
        found.push_back(type);
    } while (m_tokens[at].text == "," && m_tokens[at].kind == TokenKind::Mark);
    if (m_tokens[at].text != ">" || m_tokens[at + 1].text != "(")
        return false;
    m_at = at + 1;
    types = std::move(found);
    return true;
}

NodeRef ExprParser::postfix()
{
    NodeRef made = primary();
    for (int length = 0;; ++length) {
        constexpr int longestChain = 200;
        if (length > longestChain)
            fail("The expression is too long to compile", "CS8078");
        if (take(".")) {
            made = memberOf(std::move(made), false);
        } else if (take("?.")) {
            made = memberOf(std::move(made), true);
        } else if (is("(")) {
            NodeRef call = make(Syntax::Call);
            call->at = made->at;
            skip();
            call->children.push_back(std::move(made));
            arguments(*call, ")");
            made = std::move(call);
        } else if (is("[") || is("?[")) {
            NodeRef index = make(Syntax::Index);
            index->isConditional = is("?[");
            skip();
            index->children.push_back(std::move(made));
            index->children.push_back(expression());
            need("]");
            made = std::move(index);
        } else if (is("++") || is("--")) {
            NodeRef step = make(Syntax::Increment);
            step->text = current().text;
            step->isConditional = true;
            skip();
            step->children.push_back(std::move(made));
            made = std::move(step);
        } else {
            return made;
        }
    }
}

void ExprParser::arguments(Node &call, std::string_view close)
{
    while (!is(close) && !atEnd()) {
        call.children.push_back(argument());
        if (!take(","))
            break;
    }
    need(close);
}

NodeRef ExprParser::argument()
{
    NodeRef made = make(Syntax::Argument);
    if (isName("out")) {
        skip();
        made->isOut = true;
        if (!declaredType(made->type)) { // an existing variable
            made->children.push_back(make(Syntax::Name));
            made->children.back()->text = name();
            return made;
        }
        made->text = name();
        return made;
    }
    if (current().kind == TokenKind::Name && ahead(1).kind == TokenKind::Mark && ahead(1).text == ":") {
        made->text = name();
        skip();
    }
    made->children.push_back(expression());
    return made;
}

NodeRef ExprParser::primary()
{
    if (take("(")) {
        NodeRef inner = expression();
        need(")");
        return inner;
    }
    if (current().kind == TokenKind::Interpolated)
        return interpolated();
    if (current().kind != TokenKind::Name)
        return literal();
    if (isName("new"))
        return creation();
    if (isName("true") || isName("false") || isName("null")) {
        NodeRef made = make(isName("true") ? Syntax::True : isName("false") ? Syntax::False : Syntax::Null);
        skip();
        return made;
    }
    NodeRef made = make(Syntax::Name);
    made->text = name();
    (void)typeArguments(made->typeArguments);
    return made;
}

NodeRef ExprParser::literal()
{
    static constexpr std::array<std::pair<TokenKind, Syntax>, 5> kinds{{{TokenKind::Integer, Syntax::Integer}, {TokenKind::Long, Syntax::Long},
                                                                        {TokenKind::Real, Syntax::Real}, {TokenKind::String, Syntax::String},
                                                                        {TokenKind::Character, Syntax::Character}}};
    for (const auto &[token, syntax] : kinds) {
        if (current().kind != token)
            continue;
        NodeRef made = make(syntax);
        made->text = current().text;
        skip();
        return made;
    }
    fail(atEnd() ? "Unexpected end of the expression" : "Invalid expression term '" + current().text + "'", "CS1525");
}

NodeRef ExprParser::creation()
{
    NodeRef made = make(Syntax::New);
    skip();
    if (is("["))
        return arrayCreation(std::move(made));
    size_t at = m_at;
    if (m_tokens[at].kind == TokenKind::Name && !typeText(at).empty() && m_tokens[at].text == "[") // new string[3]
        return arrayCreation(std::move(made));
    made->type = neededType();
    if (made->type->kind == Kind::Array && is("{")) {
        made->syntax = Syntax::NewArray;
        made->type = made->type->first;
        initialiser(*made);
        return made;
    }
    const bool hasArguments = take("(");
    if (hasArguments)
        arguments(*made, ")");
    if (is("{"))
        initialiser(*made);
    else if (!hasArguments)
        fail("A new expression requires an argument list or (), [], or {} after type", "CS1526");
    return made;
}

NodeRef ExprParser::arrayCreation(NodeRef made)
{
    made->syntax = Syntax::NewArray;
    if (!is("[")) {
        size_t at = m_at;
        made->type = parseType(typeText(at));
        if (!made->type)
            fail("The type or namespace name '" + current().text + "' could not be found", "CS0246");
        m_at = at;
    }
    need("[");
    if (!is("]"))
        made->children.push_back(expression());
    need("]");
    if (is("{"))
        initialiser(*made);
    else if (made->children.empty())
        fail("Array creation must have array size or array initializer", "CS1586");
    return made;
}

void ExprParser::initialiser(Node &made)
{
    need("{");
    while (!is("}") && !atEnd()) {
        made.more.push_back(entry());
        if (!take(","))
            break;
    }
    need("}");
}

NodeRef ExprParser::entry()
{
    NodeRef made = make(Syntax::Entry);
    if (take("[")) { // ["key"] = value
        made->children.push_back(expression());
        need("]");
        need("=");
        made->children.push_back(expression());
    } else if (take("{")) { // { key, value }
        made->children.push_back(expression());
        need(",");
        made->children.push_back(expression());
        need("}");
    } else {
        made->children.push_back(expression());
    }
    return made;
}

bool ExprParser::isLambda() const
{
    if (current().kind == TokenKind::Name && ahead(1).text == "=>" && ahead(1).kind == TokenKind::Mark)
        return true;
    if (!is("("))
        return false;
    const bool plain = ahead(1).kind == TokenKind::Name && ahead(2).text == ")" && ahead(3).text == "=>";
    const bool typed = ahead(1).kind == TokenKind::Name && ahead(2).kind == TokenKind::Name && ahead(3).text == ")" && ahead(4).text == "=>";
    return plain || typed;
}

NodeRef ExprParser::lambda()
{
    NodeRef made = make(Syntax::Lambda);
    if (take("(")) {
        if (ahead(1).kind == TokenKind::Name)
            made->type = neededType();
        made->names.push_back(name());
        need(")");
    } else {
        made->names.push_back(name());
    }
    need("=>");
    if (is("{"))
        fail("A lambda with a block is not supported here", "CS1525");
    made->children.push_back(expression());
    return made;
}

NodeRef ExprParser::interpolated()
{
    NodeRef made = make(Syntax::Interpolated);
    const ScriptToken token = current();
    skip();
    std::string piece;
    const auto flush = [&] {
        NodeRef text = std::make_unique<Node>();
        text->syntax = Syntax::String;
        text->at = token.at;
        text->text = std::exchange(piece, {});
        made->children.push_back(std::move(text));
    };
    const std::string &source = token.text;
    for (size_t at = 0; at < source.size(); ++at) {
        const char c = source[at];
        if ((c == '{' || c == '}') && at + 1 < source.size() && source[at + 1] == c) {
            piece += source[at++];
        } else if (c == '{') {
            flush();
            const size_t length = scriptLength("@" + source.substr(at));
            if (length < 3)
                throw Fault{token.at, "A closing brace is missing in the interpolated string", "CS8076", {}};
            made->children.push_back(hole(source.substr(at + 1, length - 3), token.at));
            at += length - 2;
        } else if (c == '\\' && !token.isVerbatim) {
            const std::vector<ScriptToken> inner = lexScript("\"" + source.substr(at, 2) + "\"", token.at);
            piece += inner.front().text;
            ++at;
        } else {
            piece += c;
            at += token.isVerbatim && c == '"' ? 1U : 0U;
        }
    }
    flush();
    return made;
}

NodeRef ExprParser::hole(const std::string &source, Place at)
{
    const std::vector<ScriptToken> tokens = lexScript(source, at);
    ExprParser inner(tokens, m_depth);
    NodeRef made = inner.expression();
    if (!inner.atEnd())
        throw Fault{at, "Format and alignment in interpolated strings are not supported", "CS8076", {}};
    return made;
}

} // namespace qd::lab::policy
