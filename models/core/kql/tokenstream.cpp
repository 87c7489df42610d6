#include "kql/tokenstream.h"

#include <algorithm>

namespace qd::kql {

const Token &TokenStream::peek(size_t ahead) const
{
    if (m_error)
        return m_end;
    return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)];
}

const Token &TokenStream::take()
{
    const Token &token = peek();
    if (m_at + 1 < m_tokens.size())
        ++m_at;
    return token;
}

bool TokenStream::isSymbol(QStringView text, size_t ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::Symbol && token.text == text;
}

bool TokenStream::isWord(QStringView text, size_t ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::Name && token.text == text;
}

bool TokenStream::isName(size_t ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::QuotedName || (token.kind == TokenKind::Name && !token.text.startsWith(u'!'));
}

bool TokenStream::acceptSymbol(QStringView text)
{
    const bool found = isSymbol(text);
    if (found)
        take();
    return found;
}

bool TokenStream::acceptWord(QStringView text)
{
    const bool found = isWord(text);
    if (found)
        take();
    return found;
}

bool TokenStream::expectSymbol(QStringView text)
{
    if (acceptSymbol(text))
        return true;
    failHere();
    return false;
}

bool TokenStream::expectWord(QStringView text)
{
    if (acceptWord(text))
        return true;
    failHere(text.toString());
    return false;
}

QString TokenStream::expectName()
{
    if (isName())
        return take().text;
    failHere();
    return {};
}

bool TokenStream::isAdjacent(size_t ahead) const
{
    const Token &token = peek(ahead);
    const Token &before = peek(ahead - 1);
    return token.kind != TokenKind::End && before.position.offset + before.length == token.position.offset;
}

void TokenStream::failHere(const QString &hint)
{
    const Token token = peek();
    const QString shown = token.kind == TokenKind::End ? QStringLiteral("<EOF>") : token.text.left(40);
    fail(u"Query could not be parsed at '" % shown % u"' on line [" % QString::number(token.position.line) % u','
             % QString::number(token.position.column - 1) % u']',
         token, hint);
}

void TokenStream::fail(const QString &message, const Token &at, const QString &hint)
{
    if (m_error)
        return;
    const QString shown = at.kind == TokenKind::End ? QStringLiteral("<EOF>") : at.text.left(40);
    m_error = Diagnostic{QStringLiteral("SYN0002"), message, at.position, shown, hint};
    m_end.position = at.position;
}

} // namespace qd::kql
