#pragma once

#include "kql/assist/scan.h"

namespace qd::kql::assist {

/// From the first to behind the last, as indexes of pieces.
struct Span {
    int from = 0;
    int to = 0;
    [[nodiscard]] bool empty() const { return from >= to; }
};

/// The pieces of one statement, without comments, and which brackets belong together. A bracket that nothing closes is
/// read over, except where only a query can stand in it: that one goes to the end.
class Outline
{
public:
    Outline(const QString &text, TextRange range);

    [[nodiscard]] int size() const { return static_cast<int>(m_pieces.size()); }
    [[nodiscard]] const Piece &piece(int at) const { return m_pieces[static_cast<size_t>(at)]; }
    [[nodiscard]] QStringView view(int at) const;
    [[nodiscard]] QString name(int at) const { return nameOf(m_text, piece(at)); }
    [[nodiscard]] bool is(int at, QStringView written) const { return view(at) == written; }
    /// A name, quoted or not, that is no word like "and" with a bang.
    [[nodiscard]] bool isName(int at) const;
    [[nodiscard]] bool isString(int at) const { return at >= 0 && at < size() && piece(at).kind == PieceKind::String; }
    /// The bracket that closes the one here; size() when it goes to the end; -1 when this opens nothing.
    [[nodiscard]] int match(int at) const { return m_match[static_cast<size_t>(at)]; }
    /// Whether a pipe stands directly in the bracket that opens here.
    [[nodiscard]] bool holdsPipe(int at) const { return m_pipe[static_cast<size_t>(at)]; }
    /// The index behind this piece, or behind the bracket that it opens.
    [[nodiscard]] int next(int at) const;
    /// What stands between the bracket that opens here and its end, within `within`.
    [[nodiscard]] Span inside(int at, Span within) const;
    /// Parts of the span between separators that stand in no bracket.
    [[nodiscard]] std::vector<Span> split(Span span, QStringView separator) const;
    /// First piece of the span that is this word outside brackets, or span.to.
    [[nodiscard]] int find(Span span, QStringView word) const;
    /// Where the text of the part ends: where the piece behind the span begins, or the statement ends.
    [[nodiscard]] qsizetype endOf(Span span) const;
    [[nodiscard]] qsizetype startOf(Span span) const;
    [[nodiscard]] const std::vector<Piece> &comments() const { return m_comments; }

private:
    void matchBrackets();
    [[nodiscard]] bool opensQuery(int at) const;

    const QString &m_text;
    TextRange m_range;
    std::vector<Piece> m_pieces;
    std::vector<Piece> m_comments;
    std::vector<int> m_match;
    std::vector<bool> m_pipe;
};

} // namespace qd::kql::assist
