#include "kql/assist.h"
#include "kql/assist/outline.h"
#include "kql/assist/words.h"
#include "kql/lexer.h"
#include "kql/parser.h"

#include <algorithm>
#include <utility>

namespace qd::kql {

namespace {

using assist::Outline;
using assist::Piece;
using assist::PieceKind;
using assist::Span;

constexpr qsizetype lineWidth = 100;
constexpr int layoutDepth = 40;

/// Writes one statement anew: the same pieces with other white space between them. Comments keep their places between
/// pieces: one that had a line for itself gets one, one behind code stays behind it.
class Layout
{
public:
    Layout(const QString &text, TextRange range) : m_text(text), m_range(range), m_outline(text, range) {}

    QString run()
    {
        const std::vector<Span> parts = m_outline.split({0, m_outline.size()}, u";");
        for (size_t i = 0; i < parts.size(); ++i) {
            writeStatement(parts[i]);
            if (i + 1 < parts.size())
                writePiece(parts[i].to, false);
            if (i + 1 < parts.size() && !parts[i + 1].empty())
                breakLine(0);
        }
        writeComments(m_range.to);
        return m_out;
    }

private:
    void writeStatement(Span span)
    {
        if (!span.empty() && m_outline.is(span.from, u"let"))
            return writeLet(span);
        writePipeline(span, 0, 0);
    }

    /// A let's pipeline goes on below it, indented.
    void writeLet(Span span)
    {
        int body = span.from;
        while (body < span.to && !m_outline.is(body, u"="))
            ++body;
        for (int i = span.from; i <= body && i < span.to; ++i)
            writePiece(i, i > span.from);
        if (body + 1 < span.to)
            writePipeline({body + 1, span.to}, 4, 0);
    }

    void writePipeline(Span span, int indent, int depth)
    {
        const std::vector<Span> steps = m_outline.split(span, u"|");
        for (size_t i = 0; i < steps.size(); ++i) {
            if (i > 0) {
                breakLine(indent);
                writePiece(steps[i].from - 1, false);
            }
            writeStep(steps[i], indent, depth);
        }
    }

    /// One operator: on one line, or with a line for each element of its list.
    void writeStep(Span span, int indent, int depth)
    {
        qsizetype width = m_breaks ? indent : m_out.size() - m_out.lastIndexOf(u'\n') - 1;
        for (int i = span.from; i < span.to && width <= lineWidth; ++i)
            width += m_outline.piece(i).to - m_outline.piece(i).from + (wantsSpace(i) ? 1 : 0);
        bool broken = width > lineWidth;
        const bool groups = !span.empty() && (m_outline.is(span.from, u"summarize") || m_outline.is(span.from, u"make-series"));
        const int inner = indent + 4;
        for (int i = span.from; i < span.to;) {
            if (m_outline.is(i, u"(") && m_outline.holdsPipe(i) && m_outline.match(i) >= 0 && m_outline.match(i) < span.to && depth < layoutDepth) {
                writeQuery(i, indent, depth);
                i = m_outline.next(i);
                continue;
            }
            if (broken && groups && m_outline.is(i, u"by")) {
                breakLine(inner);
                broken = false;
            }
            const int end = std::min(m_outline.next(i), span.to);
            const bool nested = end > i + 1 && holdsQueryInside(i, end);
            const int last = nested ? i + 1 : end;
            for (; i < last; ++i)
                writePiece(i, i == span.from ? !m_out.isEmpty() : wantsSpace(i));
            if (broken && i < span.to && m_outline.is(i - 1, u","))
                breakLine(inner);
        }
    }

    [[nodiscard]] bool holdsQueryInside(int from, int to) const
    {
        for (int i = from + 1; i < to; ++i)
            if (m_outline.is(i, u"(") && m_outline.holdsPipe(i))
                return true;
        return false;
    }

    /// ( pipeline ) on lines of its own.
    void writeQuery(int open, int indent, int depth)
    {
        const int close = m_outline.match(open);
        writePiece(open, wantsSpace(open));
        breakLine(indent + 4);
        writePipeline({open + 1, close}, indent + 4, depth + 1);
        breakLine(indent);
        writePiece(close, false);
    }

    void writePiece(int at, bool space)
    {
        const Piece &piece = m_outline.piece(at);
        writeComments(piece.from);
        if (m_breaks)
            newLine();
        else if (space && !m_out.isEmpty())
            m_out += u' ';
        m_out += assist::viewOf(m_text, piece);
    }

    /// The comments before this place that are not written yet. Nothing may follow one on its line.
    void writeComments(qsizetype before)
    {
        while (m_comment < m_outline.comments().size() && m_outline.comments()[m_comment].from < before) {
            const Piece &comment = m_outline.comments()[m_comment++];
            if (standsAlone(comment) && !m_out.isEmpty())
                newLine();
            else if (!m_out.isEmpty())
                m_out += u' ';
            m_out += assist::viewOf(m_text, comment).trimmed();
            m_breaks = true;
        }
    }

    [[nodiscard]] bool standsAlone(const Piece &comment) const
    {
        qsizetype i = comment.from;
        while (i > m_range.from && (m_text[i - 1] == u' ' || m_text[i - 1] == u'\t'))
            --i;
        return i == m_range.from || m_text[i - 1] == u'\n' || m_text[i - 1] == u'\r';
    }

    /// The next piece begins a line; comments that stand behind code stay before it.
    void breakLine(int indent)
    {
        m_indent = indent;
        m_breaks = true;
    }

    void newLine()
    {
        m_out += u'\n' + QString(m_indent, u' ');
        m_breaks = false;
    }

    [[nodiscard]] bool touched(int at) const { return at > 0 && m_outline.piece(at - 1).to == m_outline.piece(at).from; }

    /// Whether a blank belongs between this piece and the one before it.
    [[nodiscard]] bool wantsSpace(int at) const
    {
        const QStringView symbol = m_outline.piece(at).kind == PieceKind::Symbol ? m_outline.view(at) : QStringView();
        const QStringView before = at > 0 && m_outline.piece(at - 1).kind == PieceKind::Symbol ? m_outline.view(at - 1) : QStringView();
        if (symbol == u"," || symbol == u";" || symbol == u")" || symbol == u"]" || symbol == u"}" || symbol == u"." || symbol == u":")
            return false;
        if (before == u"(" || before == u"[" || before == u"{" || before == u"." || before == u":" || before == u"@")
            return false;
        if (before == u",")
            return true;
        if (symbol == u"(" && before.size() > 0 && before != u")" && before != u"]" && before != u"*")
            return !((before == u"-" || before == u"+") && isSign(at - 1));
        if (symbol == u"*" || before == u"*" || symbol == u"(" || symbol == u"[" || m_outline.piece(at).kind == PieceKind::QuotedName)
            return !touched(at);
        if (symbol == u"=" && assist::isOptionName(m_outline.view(at - 1)))
            return false;
        if (before == u"=" && at > 1 && assist::isOptionName(m_outline.view(at - 2)))
            return false;
        return !((before == u"-" || before == u"+") && isSign(at - 1));
    }

    /// A minus in front of an operand and behind none.
    [[nodiscard]] bool isSign(int at) const
    {
        if (at == 0)
            return true;
        const Piece &before = m_outline.piece(at - 1);
        if (before.kind == PieceKind::Symbol)
            return !m_outline.is(at - 1, u")") && !m_outline.is(at - 1, u"]");
        const QStringView word = m_outline.view(at - 1);
        return before.kind == PieceKind::Name && (assist::isReserved(word) || assist::isOperatorWord(word)) && touched(at + 1);
    }

    const QString &m_text;
    TextRange m_range;
    Outline m_outline;
    QString m_out;
    size_t m_comment = 0;
    int m_indent = 0;
    bool m_breaks = false; ///< a new line is due before the next piece
};

bool sameTokens(const QString &one, const QString &other)
{
    const std::vector<Token> first = Lexer(one).tokenize();
    const std::vector<Token> second = Lexer(other).tokenize();
    return std::ranges::equal(first, second, [](const Token &a, const Token &b) { return a.kind == b.kind && a.text == b.text && a.type == b.type; });
}

/// The statement laid out, or as it was when it does not parse or would not be the same query.
QString laidOut(const QString &text, TextRange range)
{
    const QString before = text.mid(range.from, range.to - range.from);
    if (!parse(before))
        return before;
    const QString after = Layout(text, range).run();
    return sameTokens(before, after) && parse(after) ? after : before;
}

} // namespace

QString format(const QString &text)
{
    QString result;
    qsizetype last = 0;
    for (const TextRange range : statements(text)) {
        result += QStringView(text).mid(last, range.from - last);
        result += laidOut(text, range);
        last = range.to;
    }
    return result + QStringView(text).mid(last);
}

} // namespace qd::kql
