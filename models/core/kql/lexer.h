#pragma once

#include "kql/diagnostic.h"
#include "kql/token.h"

#include <optional>
#include <vector>

namespace qd::kql {

/// Cuts a query into tokens; comments and white space go. The list always ends with an End token. On a lexical error
/// (`error` is set) it holds the tokens before it. Text with NUL or lone surrogates is an error, not a guess.
class Lexer
{
public:
    explicit Lexer(const QString &text) : m_text(text) {}

    std::vector<Token> tokenize();
    [[nodiscard]] const std::optional<Diagnostic> &error() const { return m_error; }

private:
    [[nodiscard]] QChar at(qsizetype offset) const { return offset < m_text.size() ? m_text[offset] : QChar(); }
    [[nodiscard]] TextPosition position(qsizetype offset) const { return {m_line, static_cast<int>(offset - m_lineStart) + 1, offset}; }
    void skipBlank();
    void newLine() { ++m_line, m_lineStart = m_at; }
    bool next();
    bool lexWord();
    bool lexTypedLiteral(const QString &type, qsizetype start, TextPosition from);
    bool lexNumber();
    bool lexQuotedName();
    bool lexBangWord();
    bool lexString(bool verbatim, qsizetype start, TextPosition from, QString *value);
    bool appendEscape(QString *value);
    bool lexSymbol();
    bool push(TokenKind kind, const QString &value, qsizetype start, TextPosition from, const QString &type = {});
    bool fail(const QString &message, qsizetype offset, const QString &token);

    const QString &m_text;
    qsizetype m_at = 0;
    qsizetype m_lineStart = 0;
    int m_line = 1;
    std::vector<Token> m_tokens;
    std::optional<Diagnostic> m_error;
};

} // namespace qd::kql
