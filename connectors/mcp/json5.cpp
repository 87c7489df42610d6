#include "mcp/jsonc.h"

#include <QByteArrayView>

namespace qd {

namespace {

bool isNameSign(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || (c & 0x80) != 0; }

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Reads one sign after the other; what is no JSON5 stays as it is, for JSON's own reader to tell the place.
class Json5Translator
{
public:
    explicit Json5Translator(const QByteArray &text) : m_text(text) {}

    QByteArray translate()
    {
        while (m_at < m_text.size()) {
            const char c = sign();
            if (isComment(m_at))
                takeComment();
            else if (c == '"' || c == '\'')
                takeText(c);
            else if (isDigit(c) || c == '+' || c == '-' || c == '.')
                takeNumber();
            else if (isNameSign(c))
                takeWord();
            else
                take(c == '\v' || c == '\f' ? ' ' : c);
        }
        return m_made;
    }

private:
    [[nodiscard]] char sign(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : '\0'; }
    [[nodiscard]] bool isComment(qsizetype at) const { return at + 1 < m_text.size() && m_text.at(at) == '/' && (m_text.at(at + 1) == '/' || m_text.at(at + 1) == '*'); }

    void take(char c)
    {
        m_made += c;
        ++m_at;
    }

    [[nodiscard]] qsizetype commentEndAt(qsizetype at) const
    {
        const bool isLine = m_text.at(at + 1) == '/';
        const qsizetype end = isLine ? m_text.indexOf('\n', at) : m_text.indexOf("*/", at + 2);
        return end < 0 ? m_text.size() : end + (isLine ? 0 : 2);
    }

    void takeComment()
    {
        for (const qsizetype end = commentEndAt(m_at); m_at < end;)
            take(sign() == '\n' ? '\n' : ' ');
    }

    /// Lines that a text goes on over are made up for behind it.
    void takeText(char quote)
    {
        m_made += '"';
        int lines = 0;
        for (++m_at; m_at < m_text.size() && sign() != quote;) {
            if (sign() == '\\')
                takeEscape(lines);
            else if (sign() == '"')
                replace("\\\"", 1);
            else
                take(sign());
        }
        if (m_at < m_text.size())
            replace("\"", 1);
        m_made += QByteArray(lines, '\n');
    }

    void replace(QByteArrayView with, qsizetype size)
    {
        m_made += with;
        m_at += size;
    }

    void takeEscape(int &lines)
    {
        const char next = sign(1);
        if (next == '\n' || next == '\r') {
            ++lines;
            m_at += next == '\r' && sign(2) == '\n' ? 3 : 2;
        } else if (next == 'x') {
            replace("\\u00", 2);
        } else if (next == 'v') {
            replace("\\u000b", 2);
        } else if (next == '0' && !isDigit(sign(2))) {
            replace("\\u0000", 2);
        } else if (QByteArrayView("\"\\/bfnrtu").contains(next)) {
            replace(QByteArrayView(m_text).sliced(m_at, 2), 2);
        } else {
            ++m_at; // the next sign stands for itself
            if (m_at < m_text.size() && sign() != '"')
                take(sign());
        }
    }

    void takeNumber()
    {
        const bool isNegative = sign() == '-';
        if (isNegative || sign() == '+')
            ++m_at;
        const qsizetype from = m_at;
        while (isNameSign(sign()) || sign() == '.' || ((sign() == '-' || sign() == '+') && (m_text.at(m_at - 1) | 0x20) == 'e' && m_at > from))
            ++m_at;
        const QByteArray number = numberOf(m_text.mid(from, m_at - from));
        if (isNegative ? number != "null" : number.isEmpty())
            m_made += m_text.at(from - 1);
        m_made += number;
    }

    static QByteArray numberOf(QByteArray number)
    {
        bool isHex = false;
        if (number.startsWith("0x") || number.startsWith("0X"))
            if (const quint64 value = number.mid(2).toULongLong(&isHex, 16); isHex)
                return QByteArray::number(value);
        if (number == "Infinity" || number == "NaN")
            return "null";
        if (number.startsWith('.'))
            number.prepend('0');
        return number.endsWith('.') ? number + '0' : number;
    }

    void takeWord()
    {
        const qsizetype from = m_at;
        while (isNameSign(sign()))
            ++m_at;
        const QByteArray word = m_text.mid(from, m_at - from);
        const bool isNumber = word == "Infinity" || word == "NaN";
        m_made += isName() ? QByteArray('"' + word + '"') : isNumber ? QByteArray("null") : word;
    }

    /// What a colon follows, comments aside.
    [[nodiscard]] bool isName() const
    {
        qsizetype at = m_at;
        while (at < m_text.size() && (isComment(at) || QByteArrayView(" \t\r\n\v\f").contains(m_text.at(at))))
            at = isComment(at) ? commentEndAt(at) : at + 1;
        return at < m_text.size() && m_text.at(at) == ':';
    }

    const QByteArray &m_text;
    QByteArray m_made;
    qsizetype m_at = 0;
};

} // namespace

QByteArray withoutJson5(const QByteArray &text) { return withoutComments(Json5Translator(text).translate()); }

} // namespace qd
