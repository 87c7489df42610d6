#include "kql/lexer.h"

#include <array>

namespace qd::kql {

namespace {

bool isNameStart(QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c == u'$'; }
bool isDecimal(QChar c) { return c >= u'0' && c <= u'9'; }
bool isNamePart(QChar c) { return isNameStart(c) || isDecimal(c); }
bool isHexDigit(QChar c) { return isDecimal(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'); }
bool isQuote(QChar c) { return c == u'"' || c == u'\''; }

/// Words whose parentheses hold a literal, not an expression.
bool isLiteralWord(const QString &word)
{
    static const QStringList words{
        QStringLiteral("datetime"), QStringLiteral("date"), QStringLiteral("time"), QStringLiteral("timespan"),
        QStringLiteral("guid"), QStringLiteral("dynamic"), QStringLiteral("int"), QStringLiteral("long"),
        QStringLiteral("real"), QStringLiteral("double"), QStringLiteral("bool"), QStringLiteral("boolean"),
        QStringLiteral("decimal")};
    return words.contains(word);
}

/// Offset of the first character that no query may hold, or -1.
qsizetype lexForbiddenAt(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isNull())
            return i;
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (c.isSurrogate())
            return i;
    }
    return -1;
}

} // namespace

bool Lexer::fail(const QString &message, qsizetype offset, const QString &token)
{
    m_error = Diagnostic{.code = QStringLiteral("SYN0001"), .message = message, .position = position(offset),
                         .token = token.left(40), .hint = {}};
    return false;
}

bool Lexer::push(TokenKind kind, const QString &value, qsizetype start, TextPosition from, const QString &type)
{
    m_tokens.push_back(Token{kind, value, type, from, m_at - start});
    return true;
}

std::vector<Token> Lexer::tokenize()
{
    const qsizetype forbidden = lexForbiddenAt(m_text);
    if (forbidden >= 0)
        fail(QStringLiteral("The query holds a character that is not allowed"), forbidden, {});
    while (!m_error && next()) { }
    m_tokens.push_back(Token{TokenKind::End, {}, {}, position(m_at), 0});
    return std::move(m_tokens);
}

void Lexer::skipBlank()
{
    while (m_at < m_text.size()) {
        const QChar c = m_text[m_at];
        if (c == u'\n') {
            ++m_at;
            newLine();
        } else if (c.isSpace()) {
            ++m_at;
        } else if (c == u'/' && at(m_at + 1) == u'/') {
            while (m_at < m_text.size() && m_text[m_at] != u'\n')
                ++m_at;
        } else {
            return;
        }
    }
}

bool Lexer::next()
{
    skipBlank();
    if (m_at >= m_text.size())
        return false;
    const QChar c = m_text[m_at];
    if (isDecimal(c))
        return lexNumber();
    if (isNameStart(c))
        return lexWord();
    if (c == u'[' && isQuote(at(m_at + 1)))
        return lexQuotedName();
    if (c == u'!' && isNameStart(at(m_at + 1)))
        return lexBangWord();
    const TextPosition from = position(m_at);
    const qsizetype start = m_at;
    const bool verbatim = c == u'@' && isQuote(at(m_at + 1));
    if (!verbatim && !isQuote(c))
        return lexSymbol();
    QString value;
    return lexString(verbatim, start, from, &value) && push(TokenKind::String, value, start, from);
}

bool Lexer::lexWord()
{
    const qsizetype start = m_at;
    const TextPosition from = position(start);
    while (isNamePart(at(m_at)))
        ++m_at;
    QString word = m_text.mid(start, m_at - start);
    const bool obfuscated = word == u"h" || word == u"H";
    const bool verbatim = at(m_at) == u'@' && isQuote(at(m_at + 1));
    if (obfuscated && (verbatim || isQuote(at(m_at)))) {
        QString value;
        return lexString(verbatim, start, from, &value) && push(TokenKind::String, value, start, from);
    }
    if (at(m_at) == u'~' && (word == u"in" || word == u"has_any" || word == u"has_all")) {
        ++m_at;
        word += u'~';
    }
    qsizetype ahead = m_at;
    while (at(ahead) == u' ')
        ++ahead;
    if (at(ahead) == u'(' && isLiteralWord(word)) {
        m_at = ahead;
        return lexTypedLiteral(word, start, from);
    }
    return push(TokenKind::Name, word, start, from);
}

bool Lexer::lexTypedLiteral(const QString &type, qsizetype start, TextPosition from)
{
    const qsizetype inside = ++m_at;
    int depth = 1;
    QChar quote;
    for (; m_at < m_text.size(); ++m_at) {
        const QChar c = m_text[m_at];
        if (c == u'\n') {
            ++m_line;
            m_lineStart = m_at + 1;
        }
        if (!quote.isNull()) {
            if (c == u'\\')
                ++m_at;
            else if (c == quote)
                quote = QChar();
        } else if (isQuote(c)) {
            quote = c;
        } else if (c == u'(') {
            ++depth;
        } else if (c == u')' && --depth == 0) {
            const QString value = m_text.mid(inside, m_at - inside).trimmed();
            ++m_at;
            return push(TokenKind::TypedLiteral, value, start, from, type);
        }
    }
    m_error = Diagnostic{QStringLiteral("SYN0001"), u"The literal '" % type % u"(' is not closed", from, type, {}};
    return false;
}

bool Lexer::lexNumber()
{
    const qsizetype start = m_at;
    const TextPosition from = position(start);
    if (at(m_at) == u'0' && (at(m_at + 1) == u'x' || at(m_at + 1) == u'X') && isHexDigit(at(m_at + 2))) {
        m_at += 2;
        while (isHexDigit(at(m_at)))
            ++m_at;
    } else {
        while (isDecimal(at(m_at)))
            ++m_at;
    }
    bool real = false;
    if (at(m_at) == u'.' && isDecimal(at(m_at + 1))) {
        real = true;
        ++m_at;
        while (isDecimal(at(m_at)))
            ++m_at;
    }
    const qsizetype sign = at(m_at + 1) == u'-' || at(m_at + 1) == u'+' ? 1 : 0;
    if ((at(m_at) == u'e' || at(m_at) == u'E') && isDecimal(at(m_at + 1 + sign))) {
        real = true;
        m_at += 1 + sign;
        while (isDecimal(at(m_at)))
            ++m_at;
    }
    const qsizetype numberEnd = m_at;
    while (isNamePart(at(m_at)))
        ++m_at;
    const TokenKind kind = m_at > numberEnd ? TokenKind::TimeSpan : real ? TokenKind::Real : TokenKind::Integer;
    return push(kind, m_text.mid(start, m_at - start), start, from);
}

bool Lexer::lexQuotedName()
{
    const qsizetype start = m_at;
    const TextPosition from = position(start);
    ++m_at;
    QString value;
    if (!lexString(false, start, from, &value))
        return false;
    while (at(m_at) == u' ')
        ++m_at;
    if (at(m_at) != u']') { // the first of several values, not a name
        m_at = start;
        return lexSymbol();
    }
    ++m_at;
    return push(TokenKind::QuotedName, value, start, from);
}

bool Lexer::lexBangWord()
{
    const qsizetype start = m_at;
    const TextPosition from = position(start);
    ++m_at;
    while (isNamePart(at(m_at)))
        ++m_at;
    if (at(m_at) == u'~' && m_text.mid(start, m_at - start) == u"!in")
        ++m_at;
    return push(TokenKind::Name, m_text.mid(start, m_at - start), start, from);
}

bool Lexer::lexString(bool verbatim, qsizetype start, TextPosition from, QString *value)
{
    const auto unterminated = [&] {
        m_error = Diagnostic{QStringLiteral("SYN0001"), QStringLiteral("A string literal is not closed"), from,
                             m_text.mid(start, 40), {}};
        return false;
    };
    m_at += verbatim ? 1 : 0;
    const QChar quote = m_text[m_at++];
    while (m_at < m_text.size()) {
        const QChar c = m_text[m_at];
        if (c == u'\n' || c == u'\r')
            return unterminated();
        if (c == quote) {
            ++m_at;
            if (!verbatim || at(m_at) != quote)
                return true;
        } else if (c == u'\\' && !verbatim) {
            if (!appendEscape(value))
                return false;
            continue;
        }
        *value += c;
        ++m_at;
    }
    return unterminated();
}

bool Lexer::appendEscape(QString *value)
{
    static constexpr std::array<std::pair<char16_t, char16_t>, 10> simple{{
        {u'n', u'\n'}, {u't', u'\t'}, {u'r', u'\r'}, {u'\\', u'\\'}, {u'\'', u'\''},
        {u'"', u'"'}, {u'a', u'\a'}, {u'b', u'\b'}, {u'f', u'\f'}, {u'v', u'\v'}}};
    const QChar c = at(m_at + 1);
    for (const auto &[letter, meaning] : simple) {
        if (c == letter) {
            *value += QChar(meaning);
            m_at += 2;
            return true;
        }
    }
    const int digits = c == u'u' ? 4 : c == u'x' ? 2 : 0;
    bool ok = false;
    const ushort code = m_text.mid(m_at + 2, digits).toUShort(&ok, 16);
    if (digits == 0 || !ok || code == 0 || QChar::isSurrogate(code))
        return fail(QStringLiteral("A string literal holds an escape that is not allowed"), m_at, m_text.mid(m_at, 2));
    *value += QChar(code);
    m_at += 2 + digits;
    return true;
}

bool Lexer::lexSymbol()
{
    static const QStringList longSymbols{QStringLiteral("=="), QStringLiteral("!="), QStringLiteral("<="),
                                         QStringLiteral(">="), QStringLiteral("<>"), QStringLiteral("=~"),
                                         QStringLiteral("!~"), QStringLiteral(".."), QStringLiteral("=>")};
    static const QString shortSymbols = QStringLiteral("|,;()[]{}=<>+-*/%.:@");
    const qsizetype start = m_at;
    const TextPosition from = position(start);
    const QString two = m_text.mid(m_at, 2);
    if (longSymbols.contains(two)) {
        m_at += 2;
        return push(TokenKind::Symbol, two, start, from);
    }
    if (!shortSymbols.contains(m_text[m_at]))
        return fail(QStringLiteral("A recognition error occurred at '") % m_text[m_at] % u'\'', m_at, QString(m_text[m_at]));
    ++m_at;
    return push(TokenKind::Symbol, two.left(1), start, from);
}

} // namespace qd::kql
