#include "kql/assist/scan.h"

#include "kql/assist/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::kql::assist {

namespace {

bool pieceStartsName(QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c == u'$'; }
bool pieceDigit(QChar c) { return c >= u'0' && c <= u'9'; }
bool pieceInName(QChar c) { return pieceStartsName(c) || pieceDigit(c); }
bool pieceQuote(QChar c) { return c == u'"' || c == u'\''; }

bool holdsLiteral(QStringView word)
{
    static constexpr std::array<QStringView, 13> words{u"datetime", u"date", u"time", u"timespan", u"guid", u"dynamic",
                                                       u"int", u"long", u"real", u"double", u"bool", u"boolean", u"decimal"};
    return word.size() <= 8 && std::ranges::find(words, word) != words.end();
}

/// == != <= >= <> =~ !~ .. =>
bool isPair(QChar first, QChar second)
{
    if (second == u'=')
        return first == u'=' || first == u'!' || first == u'<' || first == u'>';
    if (second == u'~')
        return first == u'=' || first == u'!';
    return second == u'>' ? first == u'<' || first == u'=' : second == u'.' && first == u'.';
}

/// One pass over the text; each `take…` moves m_at behind a piece.
class Scanner
{
public:
    Scanner(const QString &text, qsizetype from, qsizetype to)
        : m_text(text), m_at(from), m_end(to), m_budget(2 * (to - from) + 1000)
    {
    }

    std::vector<Piece> run()
    {
        while (m_at < m_end) {
            if (m_text[m_at].isSpace())
                ++m_at;
            else
                takePiece();
        }
        return std::move(m_pieces);
    }

private:
    [[nodiscard]] QChar at(qsizetype offset) const { return offset < m_end ? m_text[offset] : QChar(); }
    void push(PieceKind kind, qsizetype from, bool closed = true) { m_pieces.push_back({kind, from, m_at, closed}); }

    void takePiece()
    {
        const QChar c = m_text[m_at];
        if (c == u'/' && at(m_at + 1) == u'/')
            takeComment();
        else if (pieceDigit(c))
            takeNumber();
        else if (pieceStartsName(c))
            takeWord();
        else if (c == u'!' && pieceStartsName(at(m_at + 1)))
            takeBangWord();
        else if (c == u'[' && pieceQuote(at(m_at + 1)))
            takeQuotedName();
        else if (pieceQuote(c) || (c == u'@' && pieceQuote(at(m_at + 1))))
            takeString(m_at);
        else if (c == u'`' && at(m_at + 1) == u'`' && at(m_at + 2) == u'`')
            takeBlock();
        else
            takeSymbol();
    }

    void takeComment()
    {
        const qsizetype from = m_at;
        while (m_at < m_end && m_text[m_at] != u'\n' && m_text[m_at] != u'\r')
            ++m_at;
        push(PieceKind::Comment, from);
    }

    void takeNumber()
    {
        const qsizetype from = m_at;
        while (pieceInName(at(m_at)))
            ++m_at;
        if (at(m_at) == u'.' && pieceDigit(at(m_at + 1))) {
            ++m_at;
            while (pieceInName(at(m_at)))
                ++m_at;
        }
        const QChar before = m_text[m_at - 1];
        if ((before == u'e' || before == u'E') && (at(m_at) == u'-' || at(m_at) == u'+') && pieceDigit(at(m_at + 1))) {
            ++m_at;
            while (pieceInName(at(m_at)))
                ++m_at;
        }
        push(PieceKind::Number, from);
    }

    void takeWord()
    {
        const qsizetype from = m_at;
        while (pieceInName(at(m_at)))
            ++m_at;
        const QStringView word = QStringView(m_text).mid(from, m_at - from);
        const bool hidden = word.size() == 1 && (word[0] == u'h' || word[0] == u'H');
        if (hidden && (pieceQuote(at(m_at)) || (at(m_at) == u'@' && pieceQuote(at(m_at + 1)))))
            return takeString(from);
        if (at(m_at) == u'~' && (word == u"in" || word == u"has_any" || word == u"has_all"))
            ++m_at;
        if (holdsLiteral(word) && takeLiteral(from))
            return;
        takeHyphens(from);
        push(PieceKind::Name, from);
    }

    /// project-away and its like, where an operator may begin.
    void takeHyphens(qsizetype from)
    {
        const QStringView before = m_pieces.empty() ? QStringView() : viewOf(m_text, m_pieces.back());
        if (!m_pieces.empty() && before != u"|" && before != u"(" && before != u"," && before != u"{")
            return;
        qsizetype end = m_at;
        while (at(end) == u'-' && pieceStartsName(at(end + 1)))
            for (++end; pieceInName(at(end)); ++end) { }
        const QStringView word = QStringView(m_text).mid(from, end - from);
        if (end > m_at && (isOperatorWord(word) || (before == u"|" && beginsOperatorWord(word))))
            m_at = end;
    }

    /// The parentheses behind a type's word; false, and nothing taken, when they are not closed.
    bool takeLiteral(qsizetype from)
    {
        qsizetype end = m_at;
        while (at(end) == u' ')
            ++end;
        if (at(end) != u'(' || m_budget <= 0)
            return false;
        const qsizetype close = literalEnd(end + 1);
        m_budget -= close < 0 ? m_end - end : 0;
        if (close < 0)
            return false;
        m_at = close;
        push(PieceKind::Literal, from);
        return true;
    }

    [[nodiscard]] qsizetype literalEnd(qsizetype inside) const
    {
        int depth = 1;
        QChar quote;
        for (qsizetype i = inside; i < m_end; ++i) {
            const QChar c = m_text[i];
            if (!quote.isNull()) {
                i += c == u'\\' ? 1 : 0;
                quote = c == quote ? QChar() : quote;
            } else if (pieceQuote(c)) {
                quote = c;
            } else if (c == u'(') {
                ++depth;
            } else if (c == u')' && --depth == 0) {
                return i + 1;
            } else if (c == u';' || c == u'|') {
                return -1; // stands in no literal outside its strings
            }
        }
        return -1;
    }

    void takeBangWord()
    {
        const qsizetype from = m_at++;
        while (pieceInName(at(m_at)))
            ++m_at;
        if (at(m_at) == u'~')
            ++m_at;
        push(PieceKind::Name, from);
    }

    /// ['name'] or, when no bracket closes it at once, only the bracket.
    void takeQuotedName()
    {
        const qsizetype from = m_at++;
        const bool closed = passString();
        qsizetype end = m_at;
        while (at(end) == u' ')
            ++end;
        const bool name = closed && at(end) == u']';
        m_at = name ? end + 1 : from + 1;
        push(name ? PieceKind::QuotedName : PieceKind::Symbol, from);
    }

    void takeString(qsizetype from)
    {
        const bool closed = passString();
        push(PieceKind::String, from, closed);
    }

    /// Moves behind the string at m_at, or to the end of its line.
    bool passString()
    {
        const bool verbatim = m_text[m_at] == u'@';
        m_at += verbatim ? 1 : 0;
        const QChar quote = m_text[m_at++];
        for (; m_at < m_end; ++m_at) {
            const QChar c = m_text[m_at];
            if (c == u'\n' || c == u'\r')
                return false;
            if (c == u'\\' && !verbatim && m_at + 1 < m_end && at(m_at + 1) != u'\n' && at(m_at + 1) != u'\r')
                ++m_at;
            else if (c == quote && verbatim && at(m_at + 1) == quote)
                ++m_at;
            else if (c == quote)
                return ++m_at, true;
        }
        return false;
    }

    /// A string between ``` that may go over lines. Without an end it is no string.
    void takeBlock()
    {
        const qsizetype from = m_at;
        const qsizetype close = m_noBlockEnd ? -1 : m_text.indexOf(QStringLiteral("```"), m_at + 3);
        m_noBlockEnd = close < 0;
        m_at = close < 0 || close + 3 > m_end ? m_at + 3 : close + 3;
        push(m_at > from + 3 ? PieceKind::String : PieceKind::Error, from);
    }

    void takeSymbol()
    {
        static constexpr QStringView singles = u"|,;()[]{}=<>+-*/%.:@?";
        const qsizetype from = m_at;
        const bool pair = isPair(m_text[from], at(from + 1));
        m_at += pair ? 2 : 1;
        const bool known = pair || singles.contains(m_text[from]);
        push(known ? PieceKind::Symbol : PieceKind::Error, from);
    }

    const QString &m_text;
    qsizetype m_at;
    qsizetype m_end;
    qsizetype m_budget; ///< how far unclosed literals may still look ahead, in all
    bool m_noBlockEnd = false;
    std::vector<Piece> m_pieces;
};

/// The character that a letter behind a backslash stands for; unknown ones for themselves.
QChar escapeMeaning(QChar letter)
{
    static constexpr std::array<std::pair<char16_t, char16_t>, 3> letters{{{u'n', u'\n'}, {u't', u'\t'}, {u'r', u'\r'}}};
    for (const auto &[written, meaning] : letters)
        if (letter == written)
            return QChar(meaning);
    return letter;
}

QString unescaped(QStringView inside)
{
    QString value;
    for (qsizetype i = 0; i < inside.size(); ++i) {
        const bool escape = inside[i] == u'\\' && i + 1 < inside.size();
        value += escape ? escapeMeaning(inside[++i]) : inside[i];
    }
    return value;
}

} // namespace

std::vector<Piece> scan(const QString &text, qsizetype from, qsizetype to)
{
    return Scanner(text, from, std::min(to, text.size())).run();
}

QString stringValue(QStringView written)
{
    qsizetype from = 0;
    while (from < written.size() && (written[from] == u'h' || written[from] == u'H' || written[from] == u'@'))
        ++from;
    if (written.startsWith(u"```"))
        return written.mid(3, std::max<qsizetype>(0, written.size() - 6)).toString();
    if (from >= written.size())
        return {};
    const QChar quote = written[from];
    const bool closed = written.size() > from + 1 && written.back() == quote;
    const QStringView inside = written.mid(from + 1, written.size() - from - (closed ? 2 : 1));
    if (from > 0 && written[from - 1] == u'@')
        return inside.toString().replace(QString(2, quote), QString(quote));
    return unescaped(inside);
}

QString nameOf(const QString &text, const Piece &piece)
{
    const QStringView written = viewOf(text, piece);
    return piece.kind == PieceKind::QuotedName ? stringValue(written.mid(1, written.size() - 2).trimmed()) : written.toString();
}

QString stringLiteral(const QString &value)
{
    QString written = QStringLiteral("\"");
    for (const QChar c : value) {
        if (c == u'"' || c == u'\\')
            written += u'\\';
        written += c == u'\n' ? QStringLiteral("\\n") : c == u'\r' ? QStringLiteral("\\r") : c == u'\t' ? QStringLiteral("\\t") : QString(c);
    }
    return written + u'"';
}

QString quotedIfNeeded(const QString &name)
{
    const bool plain = !name.isEmpty() && pieceStartsName(name[0]) && std::ranges::all_of(name, pieceInName) && !isReserved(name);
    return plain ? name : QString(u'[' + stringLiteral(name) + u']');
}

} // namespace qd::kql::assist
