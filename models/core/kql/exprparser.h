#pragma once

#include "kql/ast.h"
#include "kql/tokenstream.h"

#include <functional>

namespace qd::kql {

/// Parses scalar expressions by precedence climbing: or < and < comparisons and string operators < + - < * / % < unary
/// minus < member access. A parenthesised sub-query goes to `pipeline`. After a failure it returns any expression.
class ExprParser
{
public:
    using PipelineParser = std::function<PipelinePtr()>;
    ExprParser(TokenStream &tokens, PipelineParser pipeline) : m_tokens(tokens), m_pipeline(std::move(pipeline)) {}

    ExprPtr parse();
    /// `name = expression` or an expression.
    NamedExpr parseNamed();
    /// One or more of them, separated by commas.
    std::vector<NamedExpr> parseNamedList();
    [[nodiscard]] Place placeHere() const;
    /// name(arguments), where the stream stands before it.
    ExprPtr parseCallHere() { return parseCall(); }
    /// A lone column name.
    ExprPtr parseColumn();
    /// A constant that stands nowhere in the text.
    ExprPtr wholeNumber(qint64 value) { return literal(placeHere(), ColumnType::Long, value); }

    /// In a search, column:"text" compares, too.
    void setSearching(bool searching) { m_searching = searching; }
    /// A let function that takes tables: its arguments may be pipelines.
    void addTableFunction(const QString &name) { m_tableFunctions += name; }

    /// One more level of nesting; fails beyond maximumDepth.
    bool enter();
    void leave() { --m_depth; }

private:
    QStringList parseNameTuple();
    ExprPtr parseJunction(ExprKind kind, QStringView word);
    ExprPtr parseComparison();
    ExprPtr parseIn(const ExprPtr &left, Place place, const QString &word);
    ExprPtr parseBetween(const ExprPtr &left, Place place, const QString &word);
    ExprPtr parseArithmetic(int level);
    ExprPtr parseUnary();
    ExprPtr parsePostfix();
    ExprPtr parsePrimary();
    ExprPtr parseLiteral();
    ExprPtr parseTypedLiteral();
    ExprPtr parseCall();
    ExprPtr parseArgument(bool mayBeTable);
    [[nodiscard]] bool argumentHasPipe() const;
    bool takesComparison(QString *word);
    ExprPtr make(ExprKind kind, const Place &place, const QString &name, std::vector<ExprPtr> args);
    ExprPtr literal(const Place &place, ColumnType type, Cell value);
    ExprPtr badLiteral(const Token &token);

    TokenStream &m_tokens;
    PipelineParser m_pipeline;
    int m_depth = 0;
    bool m_searching = false;
    QStringList m_tableFunctions;
};

} // namespace qd::kql
