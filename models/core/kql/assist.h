#pragma once

#include "kql/diagnostic.h"
#include "query/catalog.h"

#include <QList>
#include <QString>

#include <optional>

/// What an editor needs to know about a text that is being written: all functions are pure, take any text (also broken
/// ones), are bounded in time by the text's length, and count places in UTF-16 units from 0. Any thread.
namespace qd::kql {

struct TextRange {
    qsizetype from = 0;
    qsizetype to = 0; ///< behind the last
    bool operator==(const TextRange &) const = default;
};

enum class SuggestionKind { Table, Column, Operator, Function, Aggregate, Keyword, Let, Value, Parameter };

/// One thing that could stand at the cursor.
struct Suggestion {
    SuggestionKind kind = SuggestionKind::Keyword;
    QString label;
    QString insert;      ///< what replaces `replaces`; quoted and escaped where needed
    QString detail;      ///< type, signature or table, one line
    qsizetype caretBack = 0; ///< how far the caret goes back after inserting, e.g. 1 to stand between ()
    TextRange replaces;
};

/// The call that the cursor stands in.
struct SignatureHelp {
    QString name;
    QStringList parameters; ///< "regex", "source", "[type]"
    QString returns;
    QString summary;
    int active = 0; ///< index into parameters
    QString help;   ///< where the guide explains it, or empty
};

enum class HighlightKind { Comment, String, Number, Keyword, Operator, Function, Table, Column, Let, Parameter, Error };

struct Highlight {
    TextRange range;
    HighlightKind kind = HighlightKind::Keyword;
};

/// The result of taking an expression or a sub-query out into a let.
struct Extraction {
    QString text;     ///< the whole new text
    TextRange name;   ///< the let's name, to be selected for renaming
};

/// The queries of a text: separated by blank lines, as Kusto.Explorer does it; a `let` block belongs to what follows it.
QList<TextRange> statements(const QString &text);
/// The statement that the offset stands in or behind, or an empty range.
TextRange statementAt(const QString &text, qsizetype offset);

QList<Suggestion> suggest(const QString &text, qsizetype offset, const query::Catalog &catalog);
/// The column whose values suggest() would offer at the offset, if Catalog::seenValues had them: what to ask the service for.
struct ValueSource {
    QString table;  ///< of the catalog, that the pipeline begins with
    QString column;
    QString key;    ///< of a dynamic column, or empty
    bool keys = false; ///< the keys of the dynamic column are wanted, not values
    [[nodiscard]] QString seenKey() const; ///< as in Catalog::seenValues
    bool operator==(const ValueSource &) const = default;
};
std::optional<ValueSource> valueSourceAt(const QString &text, qsizetype offset, const query::Catalog &catalog);
std::optional<SignatureHelp> signatureAt(const QString &text, qsizetype offset);
/// Lexical and syntax errors of every statement, and names that nothing knows (an empty catalog: no table is unknown).
QList<Diagnostic> diagnose(const QString &text, const query::Catalog &catalog);
QList<Highlight> highlight(const QString &text, const query::Catalog &catalog);
/// Where the let, parameter or column under the offset is made.
std::optional<TextRange> definitionAt(const QString &text, qsizetype offset);
/// The text laid out: one operator a line, lists broken when long; comments stay. A text that does not parse comes back
/// as it was.
QString format(const QString &text);
/// `selection` (an expression or a pipeline) becomes a let in front of its statement, or nothing when it is neither.
std::optional<Extraction> extractLet(const QString &text, TextRange selection);
/// Function or operator under the offset in words, for F1; empty when there is none.
QString helpTopicAt(const QString &text, qsizetype offset);

} // namespace qd::kql
