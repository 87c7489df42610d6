#include "policy/csharpscan.h"

namespace qd {

namespace {

constexpr int csharpMaxDepth = 200;

/// Walks C# text; every skip gives false when the text ends too early.
class CSharpScanner
{
public:
    CSharpScanner(QStringView text, qsizetype at) : m_text(text), m_at(at) {}

    /// From an opening bracket to after its closing one.
    bool skipBrackets(int depth);
    [[nodiscard]] qsizetype at() const { return m_at; }

private:
    bool skipOne(int depth);
    bool skipString(int depth);
    bool skipPlainString();
    bool skipVerbatimString();
    bool skipInterpolated(bool isVerbatim, int depth);
    bool skipCharacter();
    bool skipComment();
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }
    [[nodiscard]] bool looksAt(QStringView wanted) const { return m_text.mid(m_at).startsWith(wanted); }

    QStringView m_text;
    qsizetype m_at;
};

QChar csharpCloser(QChar opener)
{
    return opener == u'(' ? u')' : opener == u'{' ? u'}' : u']';
}

bool csharpOpens(QChar c) { return c == u'(' || c == u'{' || c == u'['; }
bool csharpCloses(QChar c) { return c == u')' || c == u'}' || c == u']'; }

bool CSharpScanner::skipBrackets(int depth)
{
    if (depth > csharpMaxDepth)
        return false;
    const QChar closer = csharpCloser(peek());
    ++m_at;
    while (!atEnd()) {
        if (peek() == closer) {
            ++m_at;
            return true;
        }
        if (csharpCloses(peek()) || !skipOne(depth))
            return false;
    }
    return false;
}

bool CSharpScanner::skipOne(int depth)
{
    if (csharpOpens(peek()))
        return skipBrackets(depth + 1);
    if (peek() == u'"' || peek() == u'@' || peek() == u'$')
        return skipString(depth);
    if (peek() == u'\'')
        return skipCharacter();
    if (looksAt(u"//") || looksAt(u"/*"))
        return skipComment();
    ++m_at;
    return true;
}

bool CSharpScanner::skipString(int depth)
{
    if (looksAt(u"$@\"") || looksAt(u"@$\"")) {
        m_at += 3;
        return skipInterpolated(true, depth);
    }
    if (looksAt(u"$\"")) {
        m_at += 2;
        return skipInterpolated(false, depth);
    }
    if (looksAt(u"@\"")) {
        m_at += 2;
        return skipVerbatimString();
    }
    if (peek() == u'"')
        return skipPlainString();
    ++m_at; // an @identifier
    return true;
}

bool CSharpScanner::skipPlainString()
{
    for (++m_at; !atEnd(); ++m_at) {
        if (peek() == u'\\')
            ++m_at;
        else if (peek() == u'\n')
            return false;
        else if (peek() == u'"')
            return ++m_at, true;
    }
    return false;
}

bool CSharpScanner::skipVerbatimString()
{
    for (; !atEnd(); ++m_at) {
        if (looksAt(u"\"\""))
            ++m_at;
        else if (peek() == u'"')
            return ++m_at, true;
    }
    return false;
}

bool CSharpScanner::skipInterpolated(bool isVerbatim, int depth)
{
    while (!atEnd()) {
        if (looksAt(u"{{") || looksAt(u"}}") || (isVerbatim && looksAt(u"\"\"")) || (!isVerbatim && peek() == u'\\')) {
            m_at += 2;
        } else if (peek() == u'"') {
            return ++m_at, true;
        } else if (peek() == u'{') {
            if (!skipBrackets(depth + 1))
                return false;
        } else {
            ++m_at;
        }
    }
    return false;
}

bool CSharpScanner::skipCharacter()
{
    ++m_at;
    if (peek() == u'\\') {
        // '\'' and '\u0041' alike
        for (m_at += 2; !atEnd() && peek() != u'\'' && peek() != u'\n'; ++m_at) { }
    } else {
        ++m_at;
    }
    if (peek() != u'\'')
        return false;
    ++m_at;
    return true;
}

bool CSharpScanner::skipComment()
{
    const bool isLine = peek(1) == u'/';
    const qsizetype end = m_text.indexOf(isLine ? QStringView(u"\n") : QStringView(u"*/"), m_at + 2);
    if (end < 0)
        return false;
    m_at = end + (isLine ? 1 : 2);
    return true;
}

} // namespace

bool isPolicyExpressionAt(QStringView text, qsizetype at)
{
    return at >= 0 && at + 1 < text.size() && text.at(at) == u'@' && (text.at(at + 1) == u'(' || text.at(at + 1) == u'{');
}

qsizetype policyExpressionEnd(QStringView text, qsizetype at)
{
    if (!isPolicyExpressionAt(text, at))
        return -1;
    CSharpScanner scanner(text, at + 1);
    return scanner.skipBrackets(0) ? scanner.at() : -1;
}

} // namespace qd
