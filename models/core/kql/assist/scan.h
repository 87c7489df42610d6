#pragma once

#include "kql/assist.h"

#include <QStringView>

#include <vector>

namespace qd::kql::assist {

enum class PieceKind { Comment, Name, QuotedName, String, Number, Literal, Symbol, Error };

/// A token of a text that may be broken. Places are offsets in the whole text. A Literal is datetime(…), dynamic(…) and
/// their like with everything between the parentheses.
struct Piece {
    PieceKind kind = PieceKind::Symbol;
    qsizetype from = 0;
    qsizetype to = 0;
    bool closed = true; ///< strings only: false when the end quote is missing
};

/// The pieces of text[from, to), comments among them; never fails, linear in the length. Words with a hyphen that
/// begin an operator ("mv-expand") are one name.
std::vector<Piece> scan(const QString &text, qsizetype from, qsizetype to);

inline QStringView viewOf(const QString &text, const Piece &piece)
{
    return QStringView(text).mid(piece.from, piece.to - piece.from);
}
/// The name that a Name or QuotedName stands for.
QString nameOf(const QString &text, const Piece &piece);
/// The value of a String piece, without quotes and escapes.
QString stringValue(QStringView written);
/// As it must be written in a query: bare when it is a plain identifier, ['a b'] otherwise.
QString quotedIfNeeded(const QString &name);
/// "value" with its escapes.
QString stringLiteral(const QString &value);

inline constexpr qsizetype maximumStatement = 1 << 20; ///< longer ones are coloured, not understood

} // namespace qd::kql::assist
