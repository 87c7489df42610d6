#include "kql/assist.h"
#include "kql/assist/scan.h"
#include "kql/assist/words.h"

#include <algorithm>

namespace qd::kql {

namespace {

using assist::Piece;
using assist::PieceKind;

bool hasBlankLine(const QString &text, qsizetype from, qsizetype to)
{
    int newlines = 0;
    for (qsizetype i = from; i < to; ++i)
        newlines += text[i] == u'\n' ? 1 : 0;
    return newlines > 1;
}

/// Cuts the pieces at blank lines, except behind a let that still waits for its query.
class StatementCutter
{
public:
    explicit StatementCutter(const QString &text) : m_text(text) {}

    QList<TextRange> run()
    {
        qsizetype last = 0;
        for (const Piece &piece : assist::scan(m_text, 0, m_text.size())) {
            if (m_open && hasBlankLine(m_text, last, piece.from) && !waits())
                close();
            take(piece);
            last = piece.to;
        }
        close();
        return m_found;
    }

    /// Whether the last statement ends with a let that waits for its query.
    [[nodiscard]] bool waits() const { return m_afterLet; }

private:
    void take(const Piece &piece)
    {
        if (!m_open)
            m_range.from = piece.from;
        m_open = true;
        m_range.to = piece.to;
        if (piece.kind == PieceKind::Comment)
            return;
        const QStringView word = assist::viewOf(m_text, piece);
        if (m_first || !m_hasQuery)
            m_let = assist::isStatementWord(word);
        const QChar symbol = piece.kind == PieceKind::Symbol ? word[0] : QChar();
        m_depth += symbol == u'{' ? 1 : symbol == u'}' && m_depth > 0 ? -1 : 0;
        m_afterLet = m_let && symbol == u';';
        m_first = symbol == u';' && m_depth == 0;
        m_hasQuery = true;
    }

    void close()
    {
        if (m_open && m_hasQuery)
            m_found += m_range;
        m_open = m_hasQuery = m_let = m_first = false;
        m_depth = 0;
    }

    const QString &m_text;
    QList<TextRange> m_found;
    TextRange m_range;
    bool m_open = false;
    bool m_hasQuery = false; ///< more than comments
    bool m_let = false;      ///< the part behind the last semicolon is a let
    bool m_first = false;    ///< the next piece begins a part
    bool m_afterLet = false;
    int m_depth = 0; ///< of braces: a function's semicolons end no part
};

} // namespace

QList<TextRange> statements(const QString &text)
{
    return StatementCutter(text).run();
}

TextRange statementAt(const QString &text, qsizetype offset)
{
    StatementCutter cutter(text);
    const QList<TextRange> all = cutter.run();
    const auto after = std::ranges::find_if(all, [offset](TextRange range) { return range.from > offset; });
    if (after == all.begin())
        return {};
    const TextRange found = *(after - 1);
    const bool waiting = after == all.end() && cutter.waits();
    return offset <= found.to || waiting || !hasBlankLine(text, found.to, std::min(offset, text.size())) ? found : TextRange{};
}

} // namespace qd::kql
