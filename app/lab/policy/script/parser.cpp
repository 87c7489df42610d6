#include "policy/script/parser.h"

#include "policy/script/exprparser.h"

namespace qd::lab::policy {

namespace {

/// The statements of C#, on top of its expressions.
class StatementParser final : public ExprParser
{
public:
    using ExprParser::ExprParser;

    NodeRef whole(bool isBlock)
    {
        NodeRef made;
        if (isBlock) {
            made = statements(Syntax::Block);
        } else {
            made = make(Syntax::Return);
            made->children.push_back(expression());
        }
        if (!atEnd())
            fail(isBlock ? "Type or namespace definition, or end-of-file expected" : ") expected", isBlock ? "CS1022" : "CS1026");
        return made;
    }

private:
    NodeRef statements(Syntax syntax)
    {
        NodeRef block = make(syntax);
        while (!atEnd() && !is("}"))
            block->children.push_back(statement());
        return block;
    }
    NodeRef statement()
    {
        const Nesting nesting(*this);
        if (take(";"))
            return make(Syntax::Block);
        if (is("{")) {
            need("{");
            NodeRef block = statements(Syntax::Block);
            need("}");
            return block;
        }
        if (isName("if"))
            return conditional();
        if (isName("foreach"))
            return forEach();
        if (isName("for"))
            return forLoop();
        if (isName("while"))
            return whileLoop();
        if (isName("try"))
            return tryCatch();
        NodeRef made = simple();
        need(";");
        return made;
    }
    NodeRef simple()
    {
        if (isName("return") || isName("throw")) {
            NodeRef made = make(isName("return") ? Syntax::Return : Syntax::Throw);
            skip();
            if (!is(";"))
                made->children.push_back(expression());
            return made;
        }
        if (isName("break") || isName("continue")) {
            NodeRef made = make(isName("break") ? Syntax::Break : Syntax::Continue);
            skip();
            return made;
        }
        return declarationOrExpression();
    }
    NodeRef declarationOrExpression()
    {
        NodeRef made = make(Syntax::Declare);
        if (declaredType(made->type)) {
            made->text = name();
            if (take("="))
                made->children.push_back(expression());
            else if (!made->type)
                fail("Implicitly-typed variables must be initialized", "CS0818");
            return made;
        }
        made->syntax = Syntax::ExpressionStatement;
        made->children.push_back(expression());
        return made;
    }
    NodeRef conditional()
    {
        NodeRef made = make(Syntax::If);
        skip();
        made->children.push_back(parenthesised());
        made->children.push_back(statement());
        if (isName("else")) {
            skip();
            made->children.push_back(statement());
        }
        return made;
    }
    NodeRef forEach()
    {
        NodeRef made = make(Syntax::Foreach);
        skip();
        need("(");
        if (!declaredType(made->type))
            fail("Type and identifier are both required in a foreach statement", "CS0230");
        made->text = name();
        if (!isName("in"))
            fail("'in' expected", "CS1515");
        skip();
        made->children.push_back(expression());
        need(")");
        made->children.push_back(statement());
        return made;
    }
    NodeRef forLoop()
    {
        NodeRef made = make(Syntax::For);
        skip();
        need("(");
        made->children.push_back(is(";") ? make(Syntax::Block) : declarationOrExpression());
        need(";");
        NodeRef always = make(Syntax::True);
        made->children.push_back(is(";") ? std::move(always) : expression());
        need(";");
        NodeRef step = make(Syntax::Block);
        while (!is(")") && !atEnd()) {
            NodeRef one = make(Syntax::ExpressionStatement);
            one->children.push_back(expression());
            step->children.push_back(std::move(one));
            if (!take(","))
                break;
        }
        need(")");
        made->children.push_back(statement());
        made->children.push_back(std::move(step));
        return made;
    }
    NodeRef whileLoop()
    {
        NodeRef made = make(Syntax::While);
        skip();
        made->children.push_back(parenthesised());
        made->children.push_back(statement());
        return made;
    }
    NodeRef tryCatch()
    {
        NodeRef made = make(Syntax::Try);
        skip();
        made->children.push_back(blockOf());
        if (!isName("catch"))
            fail("Expected catch", "CS1524");
        skip();
        if (take("(")) {
            if (!declaredType(made->type) || !made->type || made->type->kind != Kind::Exception)
                fail("Only 'Exception' can be caught here", "CS0155");
            if (!is(")"))
                made->text = name();
            need(")");
        }
        made->children.push_back(blockOf());
        return made;
    }
    NodeRef blockOf()
    {
        if (!is("{"))
            fail("{ expected", "CS1514");
        return statement();
    }
    NodeRef parenthesised()
    {
        need("(");
        NodeRef inner = expression();
        need(")");
        return inner;
    }
};

} // namespace

NodeRef parseScript(std::string_view text, Place start)
{
    if (text.size() < 3)
        throw Fault{start, "An expression is expected", "CS1733", {}};
    const bool isBlock = text[1] == '{';
    Place inside = start;
    advance(inside, text.substr(0, 2));
    const std::vector<ScriptToken> tokens = lexScript(text.substr(2, text.size() - 3), inside);
    return StatementParser(tokens, 0).whole(isBlock);
}

} // namespace qd::lab::policy
