#pragma once

#include "error.h"

#include <QString>

namespace qd::kql {

/// What the lexer tells apart. Keywords are names; only the parser knows where they mean something.
enum class TokenKind {
    End,
    Name,         ///< also operator words with a bang or tilde: "!in", "in~", "!has_cs"
    QuotedName,   ///< ['a b'] as the text inside; `text` is the name
    String,       ///< `text` is the value
    Integer,
    Real,
    TimeSpan,     ///< 5m: `text` as written
    TypedLiteral, ///< datetime(…), dynamic(…): `text` is what stands between the parentheses, `type` the word before
    Symbol        ///< punctuation and operators: `text`
};

struct Token {
    TokenKind kind = TokenKind::End;
    QString text;
    QString type; ///< TypedLiteral only
    TextPosition position;
    qsizetype length = 0; ///< in UTF-16 units of the source
};

} // namespace qd::kql
