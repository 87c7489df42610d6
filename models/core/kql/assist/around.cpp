#include "kql/assist/around.h"

#include <algorithm>
#include <array>

namespace qd::kql::assist {

TextRange statementAround(const QString &text, qsizetype offset)
{
    const TextRange range = statementAt(text, offset);
    if (range.to <= range.from)
        return {offset, offset};
    return {std::min(range.from, offset), std::max(range.to, offset)};
}

bool standsInComment(const Outline &outline, qsizetype offset)
{
    return std::ranges::any_of(outline.comments(), [offset](const Piece &piece) { return offset > piece.from + 1 && offset <= piece.to; });
}

int pieceBefore(const Outline &outline, qsizetype offset)
{
    int low = 0;
    int high = outline.size();
    while (low < high) { // the first piece that does not begin before the offset
        const int middle = (low + high) / 2;
        if (outline.piece(middle).from < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

int nameAt(const Outline &outline, qsizetype offset)
{
    const int before = pieceBefore(outline, offset);
    for (const int at : {before + 1, before}) {
        if (at < 0 || at >= outline.size())
            continue;
        const Piece &piece = outline.piece(at);
        if (piece.from <= offset && offset <= piece.to && (piece.kind == PieceKind::Name || piece.kind == PieceKind::QuotedName))
            return at;
    }
    return -1;
}

int callAround(const Outline &outline, qsizetype offset)
{
    std::array<int, 3> closed{};
    for (int i = pieceBefore(outline, offset); i >= 0; --i) {
        const Piece &piece = outline.piece(i);
        if (piece.kind != PieceKind::Symbol || (piece.to > offset))
            continue;
        const QStringView symbol = outline.view(i);
        const qsizetype close = QStringView(u")]}").indexOf(symbol);
        const qsizetype open = QStringView(u"([{").indexOf(symbol);
        if (symbol == u"|" && closed == std::array<int, 3>{} )
            return -1; // a query, not arguments
        if (close >= 0)
            ++closed[static_cast<size_t>(close)];
        else if (open >= 0 && closed[static_cast<size_t>(open)] > 0)
            --closed[static_cast<size_t>(open)];
        else if (open == 0 && outline.isName(i - 1) && outline.piece(i - 1).kind == PieceKind::Name)
            return i;
    }
    return -1;
}

} // namespace qd::kql::assist
