#pragma once

#include "policy/script/ast.h"
#include "policy/script/lexer.h"

#include <string>
#include <string_view>
#include <vector>

namespace qd::lab::policy {

/// The expressions of C#, by precedence climbing. Throws Fault. Bounded nesting.
class ExprParser
{
public:
    ExprParser(const std::vector<ScriptToken> &tokens, int depth) : m_tokens(tokens), m_depth(depth) {}
    NodeRef expression();
    [[nodiscard]] bool atEnd() const { return current().kind == TokenKind::End; }

protected:
    /// Counts how deep we are; throws when it is too deep.
    class Nesting
    {
    public:
        explicit Nesting(ExprParser &parser) : m_parser(parser)
        {
            constexpr int deepest = 64;
            if (++m_parser.m_depth > deepest)
                m_parser.fail("The expression nests too deep to compile", "CS8078");
        }
        ~Nesting() { --m_parser.m_depth; }
        Nesting(const Nesting &) = delete;
        Nesting &operator=(const Nesting &) = delete;

    private:
        ExprParser &m_parser;
    };

    [[nodiscard]] const ScriptToken &current() const { return m_tokens[m_at]; }
    [[nodiscard]] const ScriptToken &ahead(size_t by) const { return m_tokens[std::min(m_at + by, m_tokens.size() - 1)]; }
    [[nodiscard]] bool is(std::string_view mark) const { return current().kind == TokenKind::Mark && current().text == mark; }
    [[nodiscard]] bool isName(std::string_view word) const { return current().kind == TokenKind::Name && current().text == word; }
    void skip() { m_at += atEnd() ? 0U : 1U; }
    bool take(std::string_view mark);
    void need(std::string_view mark);
    std::string name();
    [[nodiscard]] NodeRef make(Syntax syntax) const;
    [[noreturn]] void fail(const std::string &message, const char *code) const;
    /// Reads "Type name" up to the name: true when that is what follows. `var` gives a null type.
    bool declaredType(Type &type);

private:
    NodeRef assignment();
    NodeRef conditionalExpression();
    NodeRef coalescing();
    NodeRef binary(int level);
    NodeRef unary();
    NodeRef postfix();
    NodeRef primary();
    NodeRef literal();
    NodeRef creation();
    NodeRef arrayCreation(NodeRef made);
    void initialiser(Node &made);
    NodeRef entry();
    NodeRef interpolated();
    NodeRef hole(const std::string &source, Place at);
    NodeRef lambda();
    NodeRef argument();
    void arguments(Node &call, std::string_view close);
    NodeRef memberOf(NodeRef receiver, bool conditional);
    [[nodiscard]] bool isLambda() const;
    bool castAhead(Type &type);
    bool typeArguments(std::vector<Type> &types);
    /// Text of the type at `at`, moved behind it; empty when there is none.
    std::string typeText(size_t &at) const;
    bool typeTail(size_t &at, std::string &text) const;
    Type neededType();

    const std::vector<ScriptToken> &m_tokens;
    size_t m_at = 0;
    int m_depth = 0;
};

} // namespace qd::lab::policy
