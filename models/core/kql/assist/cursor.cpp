#include "kql/assist/cursor.h"

#include "kql/assist/words.h"

#include <algorithm>

namespace qd::kql::assist {

namespace {

constexpr int lookBack = 400; ///< pieces that a list of values or a call's arguments may hold

bool cursorTakesValue(QStringView word)
{
    static const QStringList words = comparisonWords();
    return words.contains(word) && word != u"matches" && !word.endsWith(u"between");
}

bool cursorTakesList(QStringView word)
{
    return word == u"in" || word == u"!in" || word == u"in~" || word == u"!in~" || word == u"has_any" || word == u"has_all";
}

} // namespace

Cursor::Cursor(const Analysis &analysis, qsizetype offset) : m_analysis(analysis), m_outline(analysis.outline()), m_offset(offset)
{
    m_before = pieceBefore(m_outline, offset);
    m_replaces = {offset, offset};
    if (m_before < 0)
        return;
    const Piece &piece = m_outline.piece(m_before);
    const bool inside = offset < piece.to || (offset == piece.to && !piece.closed);
    if ((piece.kind == PieceKind::String || piece.kind == PieceKind::QuotedName) && inside) {
        m_string = m_before--;
        m_replaces = {piece.from, piece.closed ? piece.to : offset};
    } else if (piece.kind == PieceKind::Name && offset <= piece.to) {
        --m_before;
        m_replaces = {piece.from, offset};
    }
}

QString Cursor::prefix(const QString &text) const
{
    const QStringView typed = QStringView(text).mid(m_replaces.from, m_offset - m_replaces.from);
    return m_string < 0 ? typed.toString() : stringValue(m_outline.piece(m_string).kind == PieceKind::QuotedName ? typed.mid(1) : typed);
}

bool Cursor::isAfterOperand() const
{
    if (m_before < 0 || m_before < m_analysis.place().value_or(Analysis::CursorPlace{}).span.from)
        return false;
    const Piece &piece = m_outline.piece(m_before);
    if (piece.kind == PieceKind::Symbol || piece.kind == PieceKind::Error)
        return m_outline.is(m_before, u")") || m_outline.is(m_before, u"]") || m_outline.is(m_before, u"*");
    if (piece.kind != PieceKind::Name)
        return true;
    const QStringView word = m_outline.view(m_before);
    const NameRole role = m_analysis.role(m_before);
    const bool value = word == u"true" || word == u"false" || word == u"null" || word == u"asc" || word == u"desc";
    return value || (role != NameRole::Operator && role != NameRole::Keyword);
}

int Cursor::openBracketOf(int close) const
{
    for (int i = close - 1; i >= 0 && i > close - lookBack; --i)
        if (m_outline.match(i) == close)
            return i;
    return -1;
}

/// name, name.key, name["key"], and those in a call with one argument.
std::optional<ComparedPath> Cursor::pathEndingAt(int at) const
{
    if (at < 0)
        return std::nullopt;
    if (m_outline.is(at, u")")) {
        const int open = openBracketOf(at);
        if (open < 1 || !m_outline.isName(open - 1))
            return std::nullopt;
        auto inner = pathEndingAt(at - 1);
        if (inner)
            inner->isText = true;
        return inner;
    }
    if (!m_outline.isName(at))
        return std::nullopt;
    const bool touches = at > 0 && m_outline.piece(at - 1).to == m_outline.piece(at).from;
    if (m_outline.piece(at).kind == PieceKind::QuotedName && touches && m_outline.isName(at - 1))
        return ComparedPath{m_outline.name(at - 1), m_outline.name(at), false};
    if (at > 1 && m_outline.is(at - 1, u".") && m_outline.isName(at - 2))
        return ComparedPath{m_outline.name(at - 2), m_outline.name(at), false};
    return ComparedPath{m_outline.name(at), {}, false};
}

/// The bracket of "in (" that the cursor stands in, or -1.
int Cursor::listBracket() const
{
    int depth = 0;
    for (int i = m_before; i >= 0 && i > m_before - lookBack; --i) {
        if (m_outline.is(i, u")"))
            ++depth;
        else if (m_outline.is(i, u"(") && depth-- == 0)
            return cursorTakesList(m_outline.view(i - 1)) ? i : -1;
        else if (m_outline.is(i, u"|"))
            return -1;
    }
    return -1;
}

bool Cursor::isInList() const
{
    return (m_outline.is(m_before, u"(") || m_outline.is(m_before, u",")) && listBracket() >= 0;
}

std::optional<ComparedPath> Cursor::compared() const
{
    if (m_before < 1)
        return std::nullopt;
    if (cursorTakesValue(m_outline.view(m_before)) && !cursorTakesList(m_outline.view(m_before)))
        return pathEndingAt(m_before - 1);
    const int open = m_outline.is(m_before, u"(") || m_outline.is(m_before, u",") ? listBracket() : -1;
    return open < 2 ? std::nullopt : pathEndingAt(open - 2);
}

QString Cursor::keyColumn() const
{
    if (m_string < 0 || m_before < 0)
        return {};
    const bool quoted = m_outline.piece(m_string).kind == PieceKind::QuotedName;
    const int column = quoted ? m_before : m_outline.is(m_before, u"[") ? m_before - 1 : -1;
    return column >= 0 && m_outline.isName(column) ? m_outline.name(column) : QString();
}

} // namespace qd::kql::assist
