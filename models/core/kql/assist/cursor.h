#pragma once

#include "kql/assist/around.h"

namespace qd::kql::assist {

/// The operand that a value is compared with.
struct ComparedPath {
    QString column;
    QString key;
    bool isText = false; ///< tostring(…) and its like stand around it
};

/// What stands around the cursor, in terms of pieces: what is being typed, and what stands before it.
class Cursor
{
public:
    Cursor(const Analysis &analysis, qsizetype offset);

    /// The name that is being typed, up to the cursor; empty between words.
    [[nodiscard]] QString prefix(const QString &text) const;
    /// The piece before what is being typed; -1 at the statement's start.
    [[nodiscard]] int before() const { return m_before; }
    [[nodiscard]] TextRange replaces() const { return m_replaces; }
    /// The string, or ['key'], that the cursor stands in; -1 outside.
    [[nodiscard]] int string() const { return m_string; }
    /// Whether before() ends an operand, so that an operator word or a separator should follow.
    [[nodiscard]] bool isAfterOperand() const;
    /// The left side of the comparison whose right side the cursor stands in: a == |, a in ("x", |.
    [[nodiscard]] std::optional<ComparedPath> compared() const;
    /// Whether the cursor stands where a value of "in (…)" begins; a table may stand there too.
    [[nodiscard]] bool isInList() const;
    /// The dynamic column whose key is being typed: column["|
    [[nodiscard]] QString keyColumn() const;

private:
    [[nodiscard]] std::optional<ComparedPath> pathEndingAt(int at) const;
    [[nodiscard]] int openBracketOf(int close) const;
    [[nodiscard]] int listBracket() const;

    const Analysis &m_analysis;
    const Outline &m_outline;
    qsizetype m_offset;
    int m_before = -1;
    int m_string = -1;
    TextRange m_replaces;
};

} // namespace qd::kql::assist
