#pragma once

#include "kql/assist/cursor.h"
#include "kql/assist/signatures.h"

namespace qd::kql::assist {

/// Collects what may stand at one cursor: the likeliest kind first, those that begin as typed before those that only
/// hold it.
class Suggester
{
public:
    Suggester(const QString &text, qsizetype offset, const query::Catalog &catalog);

    QList<Suggestion> run();
    [[nodiscard]] std::optional<ValueSource> valueSource() const;

private:
    using Place = Analysis::CursorPlace;

    void suggestInString();
    void suggestKeys(const QString &column);
    void suggestValues(const ComparedPath &path);
    void suggestOptionValue();
    void suggestSource();
    void suggestOperators();
    void suggestInside();
    void suggestAfterOperand();
    void suggestExpression();
    void suggestJoinKeys();
    void addTables();
    void addColumns(const Scope &scope);
    void addBindings(bool tabular, bool scalar);
    void addFunctions();
    void addAggregates();
    void addWords(const QStringList &words, SuggestionKind kind = SuggestionKind::Keyword);
    void addCall(const Signature &signature, SuggestionKind kind);
    void add(SuggestionKind kind, const QString &label, const QString &insert, const QString &detail, qsizetype caretBack = 0);
    [[nodiscard]] bool hasWord(QStringView word) const;
    [[nodiscard]] bool standsBehind(QStringView word) const;
    [[nodiscard]] std::optional<ColumnType> columnType(const QString &name) const;

    const QString &m_text;
    const query::Catalog &m_catalog;
    Analysis m_analysis;
    const Outline &m_outline;
    Cursor m_cursor;
    Place m_place;
    qsizetype m_offset;
    QString m_prefix;
    QList<Suggestion> m_begins;
    QList<Suggestion> m_holds;
};

} // namespace qd::kql::assist
