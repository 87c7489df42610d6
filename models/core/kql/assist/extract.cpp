#include "kql/assist.h"
#include "kql/assist/analysis.h"
#include "kql/parser.h"

#include <algorithm>

namespace qd::kql {

namespace {

using assist::Analysis;
using assist::NameRole;

/// The selection without the white space at its ends; empty when it cuts a piece in two.
TextRange wholePieces(const Analysis &analysis, TextRange selection)
{
    const assist::Outline &outline = analysis.outline();
    TextRange found{selection.to, selection.from};
    for (int i = 0; i < outline.size(); ++i) {
        const assist::Piece &piece = outline.piece(i);
        if (piece.to <= selection.from || piece.from >= selection.to)
            continue;
        if (piece.from < selection.from || piece.to > selection.to)
            return {};
        found = {std::min(found.from, piece.from), std::max(found.to, piece.to)};
    }
    return found.to > found.from ? found : TextRange{};
}

/// A let stands before the rows, so it can name none of their columns.
bool namesColumns(const Analysis &analysis, TextRange part)
{
    for (int i = 0; i < analysis.outline().size(); ++i) {
        const assist::Piece &piece = analysis.outline().piece(i);
        const NameRole role = analysis.role(i);
        if (piece.from >= part.from && piece.to <= part.to
            && (role == NameRole::Column || role == NameRole::UnknownColumn || role == NameRole::Aggregate || role == NameRole::Parameter))
            return true;
    }
    return false;
}

QString freeName(const Analysis &analysis, const QString &wanted)
{
    QStringList taken;
    for (int i = 0; i < analysis.outline().size(); ++i)
        taken += analysis.outline().isName(i) ? analysis.outline().name(i) : QString();
    QString name = wanted;
    for (int number = 2; taken.contains(name); ++number)
        name = wanted + QString::number(number);
    return name;
}

/// Where the part of the statement begins that holds the place: behind the semicolon before it.
qsizetype partStart(const Analysis &analysis, TextRange statement, qsizetype place)
{
    qsizetype start = statement.from;
    const assist::Outline &outline = analysis.outline();
    for (int i = 0; i < outline.size() && outline.piece(i).to <= place; i = outline.next(i))
        if (outline.is(i, u";") && i + 1 < outline.size())
            start = outline.piece(i + 1).from;
    if (start == statement.from && outline.size() > 0)
        start = outline.piece(0).from;
    return start;
}

} // namespace

std::optional<Extraction> extractLet(const QString &text, TextRange selection)
{
    const TextRange statement = statementAt(text, selection.from);
    if (statement.to <= statement.from || selection.to > statement.to)
        return std::nullopt;
    const query::Catalog none;
    const Analysis analysis(text, statement, none);
    const TextRange part = wholePieces(analysis, selection);
    if (part.to <= part.from)
        return std::nullopt;
    const QString taken = text.mid(part.from, part.to - part.from);
    const bool expression = parse(u"print (" % taken % u')').has_value() && !taken.contains(u'|') && !namesColumns(analysis, part);
    if (!expression && !parse(taken).has_value())
        return std::nullopt;
    const QString name = freeName(analysis, expression ? QStringLiteral("value") : QStringLiteral("rows"));
    const qsizetype at = partStart(analysis, statement, part.from);
    const QString head = u"let " % name % u" = " % taken % u";\n";
    Extraction result;
    result.text = text.left(at) % head % QStringView(text).mid(at, part.from - at) % name % QStringView(text).mid(part.to);
    result.name = {at + 4, at + 4 + name.size()};
    const qsizetype grown = result.text.size() - text.size();
    const bool still = parse(result.text.mid(statement.from, statement.to - statement.from + grown)).has_value();
    return still ? std::optional(result) : std::nullopt;
}

} // namespace qd::kql
