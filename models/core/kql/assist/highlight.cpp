#include "kql/assist.h"
#include "kql/assist/around.h"
#include "kql/assist/signatures.h"
#include "kql/assist/words.h"

#include <algorithm>
#include <optional>

namespace qd::kql {

namespace {

using assist::Analysis;
using assist::NameRole;
using assist::PieceKind;

std::optional<HighlightKind> kindOfRole(NameRole role)
{
    switch (role) {
    case NameRole::Table: return HighlightKind::Table;
    case NameRole::Column: return HighlightKind::Column;
    case NameRole::Function:
    case NameRole::Aggregate: return HighlightKind::Function;
    case NameRole::Operator:
    case NameRole::Keyword: return HighlightKind::Keyword;
    case NameRole::Let: return HighlightKind::Let;
    case NameRole::Parameter: return HighlightKind::Parameter;
    case NameRole::UnknownTable:
    case NameRole::UnknownColumn:
    case NameRole::UnknownFunction:
    case NameRole::Property:
    case NameRole::None: break;
    }
    return std::nullopt;
}

/// A statement too long to be understood: words by their looks.
std::optional<HighlightKind> kindOfWord(QStringView word)
{
    if (assist::isOperatorWord(word) || assist::isStatementWord(word) || assist::isExpressionWord(word))
        return HighlightKind::Keyword;
    if (assist::findSignature(word) != nullptr || assist::findAggregate(word) != nullptr)
        return HighlightKind::Function;
    return std::nullopt;
}

std::optional<HighlightKind> kindOfPiece(const Analysis &analysis, int at, bool understood)
{
    const assist::Outline &outline = analysis.outline();
    switch (outline.piece(at).kind) {
    case PieceKind::String: return outline.piece(at).closed ? HighlightKind::String : HighlightKind::Error;
    case PieceKind::Number:
    case PieceKind::Literal: return HighlightKind::Number;
    case PieceKind::Symbol: return HighlightKind::Operator;
    case PieceKind::Error: return HighlightKind::Error;
    case PieceKind::Comment: return HighlightKind::Comment;
    case PieceKind::Name:
    case PieceKind::QuotedName: break;
    }
    return understood ? kindOfRole(analysis.role(at)) : kindOfWord(outline.view(at));
}

void highlightStatement(const QString &text, TextRange range, const query::Catalog &catalog, QList<Highlight> *all)
{
    const Analysis analysis(text, range, catalog);
    const assist::Outline &outline = analysis.outline();
    const bool understood = range.to - range.from <= assist::maximumStatement;
    for (int i = 0; i < outline.size(); ++i)
        if (const auto kind = kindOfPiece(analysis, i, understood))
            all->append({{outline.piece(i).from, outline.piece(i).to}, *kind});
    for (const assist::Piece &comment : outline.comments())
        all->append({{comment.from, comment.to}, HighlightKind::Comment});
}

} // namespace

QList<Highlight> highlight(const QString &text, const query::Catalog &catalog)
{
    QList<Highlight> all;
    qsizetype last = 0;
    const auto between = [&](qsizetype to) { // comments that belong to no statement
        for (const assist::Piece &piece : assist::scan(text, last, to))
            if (piece.kind == PieceKind::Comment)
                all.append({{piece.from, piece.to}, HighlightKind::Comment});
    };
    for (const TextRange range : statements(text)) {
        between(range.from);
        highlightStatement(text, range, catalog, &all);
        last = range.to;
    }
    between(text.size());
    std::ranges::stable_sort(all, {}, [](const Highlight &one) { return one.range.from; });
    return all;
}

std::optional<TextRange> definitionAt(const QString &text, qsizetype offset)
{
    const query::Catalog none;
    const Analysis analysis(text, assist::statementAround(text, offset), none);
    const int at = assist::nameAt(analysis.outline(), offset);
    const TextRange made = at < 0 ? TextRange{} : analysis.made(at);
    return made.to > made.from ? std::optional(made) : std::nullopt;
}

QString helpTopicAt(const QString &text, qsizetype offset)
{
    const query::Catalog none;
    const Analysis analysis(text, assist::statementAround(text, offset), none);
    const int at = assist::nameAt(analysis.outline(), offset);
    if (at < 0)
        return {};
    const QString word = analysis.outline().name(at);
    const NameRole role = analysis.role(at);
    const bool function = role == NameRole::Function || role == NameRole::Aggregate;
    const bool known = function ? assist::findSignature(word) != nullptr || assist::findAggregate(word) != nullptr
                                : assist::findOperatorSignature(word) != nullptr && (role == NameRole::Operator || role == NameRole::Keyword);
    return known ? word : QString();
}

} // namespace qd::kql
