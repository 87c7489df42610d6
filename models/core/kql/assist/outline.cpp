#include "kql/assist/outline.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::kql::assist {

namespace {

bool outlineOpens(QStringView symbol) { return symbol == u"(" || symbol == u"[" || symbol == u"{"; }
bool outlineCloses(QStringView symbol) { return symbol == u")" || symbol == u"]" || symbol == u"}"; }

size_t outlineKind(QStringView symbol)
{
    return symbol == u"(" || symbol == u")" ? 0 : symbol == u"[" || symbol == u"]" ? 1 : 2;
}

} // namespace

Outline::Outline(const QString &text, TextRange range) : m_text(text), m_range(range)
{
    for (const Piece &piece : scan(text, range.from, range.to))
        (piece.kind == PieceKind::Comment ? m_comments : m_pieces).push_back(piece);
    matchBrackets();
}

QStringView Outline::view(int at) const
{
    return at >= 0 && at < size() ? viewOf(m_text, piece(at)) : QStringView();
}

bool Outline::isName(int at) const
{
    if (at < 0 || at >= size())
        return false;
    const Piece &found = piece(at);
    return found.kind == PieceKind::QuotedName || (found.kind == PieceKind::Name && m_text[found.from] != u'!');
}

bool Outline::opensQuery(int at) const
{
    const QStringView before = view(at - 1);
    for (const QStringView word : {u"join", u"union", u"lookup", u"toscalar", u"materialize", u"on", u"fork"})
        if (before == word)
            return true;
    if (before == u"(" && (is(at - 2, u"in") || is(at - 2, u"!in")))
        return true;
    return is(at - 2, u"=") && is(at - 3, u"kind");
}

/// One pass with a stack. A closing bracket goes to the nearest of its kind; what was opened behind it is read over.
void Outline::matchBrackets()
{
    m_match.assign(m_pieces.size(), -1);
    m_pipe.assign(m_pieces.size(), false);
    std::vector<int> open;
    std::array<int, 3> counts{};
    const auto drop = [&](bool toEnd) {
        const int at = open.back();
        open.pop_back();
        --counts[outlineKind(view(at))];
        if (toEnd && opensQuery(at))
            m_match[static_cast<size_t>(at)] = size();
        else if (m_pipe[static_cast<size_t>(at)] && !open.empty())
            m_pipe[static_cast<size_t>(open.back())] = true;
    };
    for (int i = 0; i < size(); ++i) {
        if (piece(i).kind != PieceKind::Symbol)
            continue;
        const QStringView symbol = view(i);
        if (outlineOpens(symbol)) {
            open.push_back(i);
            ++counts[outlineKind(symbol)];
        } else if (outlineCloses(symbol) && counts[outlineKind(symbol)] > 0) {
            while (outlineKind(view(open.back())) != outlineKind(symbol))
                drop(false);
            --counts[outlineKind(symbol)];
            m_match[static_cast<size_t>(open.back())] = i;
            open.pop_back();
        } else if (symbol == u"|" && !open.empty()) {
            m_pipe[static_cast<size_t>(open.back())] = true;
        }
    }
    while (!open.empty())
        drop(true);
}

int Outline::next(int at) const
{
    const int close = match(at);
    return close < 0 ? at + 1 : std::min(close + 1, size());
}

Span Outline::inside(int at, Span within) const
{
    const int close = match(at);
    return {at + 1, close < 0 ? at + 1 : std::min(close, within.to)};
}

std::vector<Span> Outline::split(Span span, QStringView separator) const
{
    std::vector<Span> parts;
    int from = span.from;
    for (int i = span.from; i < span.to; i = next(i)) {
        if (piece(i).kind != PieceKind::Symbol || view(i) != separator)
            continue;
        parts.push_back({from, i});
        from = i + 1;
    }
    parts.push_back({from, std::max(from, span.to)});
    return parts;
}

int Outline::find(Span span, QStringView word) const
{
    int at = span.from;
    while (at < span.to && !(piece(at).kind == PieceKind::Name && view(at) == word))
        at = next(at);
    return std::min(at, span.to);
}

qsizetype Outline::startOf(Span span) const
{
    return span.from > 0 && span.from <= size() ? piece(span.from - 1).to : m_range.from;
}

qsizetype Outline::endOf(Span span) const
{
    return span.to < size() ? piece(span.to).from : m_range.to;
}

} // namespace qd::kql::assist
