#pragma once

#include "kql/diagnostic.h"
#include "kql/token.h"

#include <optional>
#include <vector>

namespace qd::kql {

/// The parser's view of the tokens: a cursor and the first error. After an error every token reads as End, so that all
/// loops of the parser come to their end by themselves.
class TokenStream
{
public:
    explicit TokenStream(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    [[nodiscard]] const Token &peek(size_t ahead = 0) const;
    const Token &take();
    [[nodiscard]] bool isSymbol(QStringView text, size_t ahead = 0) const;
    [[nodiscard]] bool isWord(QStringView text, size_t ahead = 0) const;
    [[nodiscard]] bool isName(size_t ahead = 0) const;
    /// Takes the symbol or word when it is next.
    bool acceptSymbol(QStringView text);
    bool acceptWord(QStringView text);
    /// Takes it or fails.
    bool expectSymbol(QStringView text);
    bool expectWord(QStringView text);
    QString expectName();
    /// True when the token `ahead` begins where the one before it ends.
    [[nodiscard]] bool isAdjacent(size_t ahead) const;

    /// SYN0002 at the next token; only the first failure counts.
    void failHere(const QString &hint = {});
    void fail(const QString &message, const Token &at, const QString &hint = {});
    [[nodiscard]] bool hasFailed() const { return m_error.has_value(); }
    [[nodiscard]] const std::optional<Diagnostic> &error() const { return m_error; }

private:
    std::vector<Token> m_tokens;
    size_t m_at = 0;
    std::optional<Diagnostic> m_error;
    Token m_end;
};

} // namespace qd::kql
