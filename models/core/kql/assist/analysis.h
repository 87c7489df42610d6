#pragma once

#include "kql/assist/outline.h"
#include "kql/assist/scope.h"

#include <QHash>

namespace qd::kql::assist {

enum class NameRole : std::uint8_t {
    None, Table, Column, Function, Aggregate, Operator, Keyword, Let, Parameter, Property, UnknownTable, UnknownColumn, UnknownFunction
};

/// What one statement's names mean, piece by piece, and what stands around the cursor. Follows the pipeline: every
/// operator is read with the columns that the ones before it leave. Bounded: what is nested, repeated or named beyond
/// the limits is left open, never wrong.
class Analysis
{
public:
    enum class PlaceKind : std::uint8_t { Statement, Source, Operator, Inside };
    /// Where the cursor stands: in the source of a pipeline, where an operator's word stands, or behind it.
    struct CursorPlace {
        PlaceKind kind = PlaceKind::Statement;
        QString word;   ///< the operator (Inside), or "let", "print", … for a source's expression
        Span span;      ///< the pieces of the operator or source
        Scope columns;  ///< what its expressions may name
        Scope right;    ///< of a join's second table
        QString table;  ///< the table that the pipeline begins with
    };
    struct Binding {
        enum class Kind : std::uint8_t { Scalar, Parameter, Tabular, Function };
        QString name;
        Kind kind = Kind::Scalar;
        TextRange made;
        Scope columns;          ///< of a tabular one, or of what a function gives
        QStringList parameters; ///< "name:type" of a function
        bool tabular = false;   ///< a function that gives a table
        std::optional<ColumnType> type;
    };

    /// `cursor` is an offset in the text, or -1.
    Analysis(const QString &text, TextRange statement, const query::Catalog &catalog, qsizetype cursor = -1);

    [[nodiscard]] const Outline &outline() const { return m_outline; }
    [[nodiscard]] NameRole role(int piece) const { return m_roles[static_cast<size_t>(piece)]; }
    /// Where what this piece names is made; empty when that is not in the text.
    [[nodiscard]] TextRange made(int piece) const { return m_made.value(piece); }
    [[nodiscard]] const std::optional<CursorPlace> &place() const { return m_place; }
    /// The catalog's table whose column this piece names, or empty.
    [[nodiscard]] QString table(int piece) const { return m_tables.value(piece); }
    /// A column of a result that is named after its expression.
    struct ImplicitColumn {
        QString name;
        Span expression;
    };
    [[nodiscard]] const std::vector<ImplicitColumn> &implicitColumns() const { return m_implicit; }
    /// The lets that the cursor may name (all of them without a cursor).
    [[nodiscard]] const std::vector<Binding> &bindings() const { return m_seen; }
    /// The names that an unknown column might have meant, by piece.
    [[nodiscard]] QStringList candidates(int piece) const { return m_candidates.value(piece); }

private:
    friend class OperatorReader;
    struct NamedItem {
        QStringList names;        ///< empty: none could be made out
        std::vector<Span> places; ///< where each name stands, or an empty span
        Span expression;
        bool everything = false;  ///< take_any(*), arg_max(x, *)
        std::optional<ColumnType> type;
    };

    void readProgram(Span span, int depth);
    void readStatement(Span span, int depth);
    void readLet(Span span, int depth);
    void readFunction(Span span, int brace, Binding *binding, int depth);
    void readParameters(Span span, Binding *binding);
    void readParameter(Span span, Binding *function);
    void readDeclare(Span span);
    Scope readPipeline(Span span, int depth, const Scope *given = nullptr);
    Scope readSteps(Span span, Scope scope, const QString &table, int depth, bool withSource);
    Scope readSource(Span span, int depth, const Scope *given = nullptr);
    Scope readSourceWord(Span span, int depth, bool *taken);
    Scope readUnion(Span span, int depth, const Scope *input);
    Scope readSchema(Span span);
    Scope readNamedSource(Span span, int depth);
    void readExpression(Span span, const Scope &scope, int depth, const Scope *right = nullptr);
    int readName(int at, Span span, const Scope &scope, int depth, const Scope *right);
    int readCall(int at, Span span, const Scope &scope, int depth);
    void resolve(int at, const Scope &scope, const Scope *right);
    bool resolveBinding(int at);
    NamedItem readItem(Span span, const Scope &scope, int depth, const Scope *right = nullptr);
    std::vector<NamedItem> readItems(Span span, const Scope &scope, int depth);
    void nameItem(NamedItem *item, const Scope &scope) const;
    void addItems(Scope *scope, const std::vector<NamedItem> &items, const char *missing, bool beside);
    void noteImplicit(const NamedItem &item);
    void noteParameters();
    [[nodiscard]] bool isTabular(Span span) const;
    [[nodiscard]] const query::CatalogTable *tableNamed(QStringView name) const;
    [[nodiscard]] const Binding *binding(QStringView name) const;
    [[nodiscard]] TextRange rangeOf(int piece) const;
    void mark(int piece, NameRole role, TextRange made = {});
    void markWords(Span span);
    void note(PlaceKind kind, const QString &word, Span span, const Scope &scope, const Scope &right, const QString &table);
    void bind(Binding binding);

    const QString &m_text;
    const query::Catalog &m_catalog;
    Outline m_outline;
    qsizetype m_cursor;
    std::vector<NameRole> m_roles;
    QHash<int, TextRange> m_made;
    QHash<int, QStringList> m_candidates;
    QHash<int, QString> m_tables;
    std::vector<ImplicitColumn> m_implicit;
    std::vector<Binding> m_bindings;
    std::vector<Binding> m_seen;
    std::optional<CursorPlace> m_place;
    bool m_lostBindings = false;
};

} // namespace qd::kql::assist
