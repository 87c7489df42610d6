#include "kql/assist/suggester.h"

#include "kql/assist/words.h"

namespace qd::kql::assist {

namespace {

constexpr qsizetype maximumSuggestions = 500;

bool isPlainColumnPlace(QStringView word)
{
    return word == u"project-away" || word == u"project-keep" || word == u"project-reorder" || word == u"distinct" || word == u"project-rename";
}

} // namespace

Suggester::Suggester(const QString &text, qsizetype offset, const query::Catalog &catalog)
    : m_text(text), m_catalog(catalog), m_analysis(text, statementAround(text, offset), catalog, offset),
      m_outline(m_analysis.outline()), m_cursor(m_analysis, offset), m_place(m_analysis.place().value_or(Place{})), m_offset(offset),
      m_prefix(m_cursor.prefix(text))
{
}

QList<Suggestion> Suggester::run()
{
    if (standsInComment(m_outline, m_offset) || !m_analysis.place())
        return {};
    const int before = m_cursor.before();
    if (m_cursor.string() >= 0)
        suggestInString();
    else if (m_outline.is(before, u".") || (before >= 0 && m_outline.piece(before).kind == PieceKind::Number && m_outline.piece(before).to == m_offset))
        return {};
    else if (before >= 1 && m_outline.is(before, u"=") && isOptionName(m_outline.view(before - 1)))
        suggestOptionValue();
    else if (m_place.kind == Analysis::PlaceKind::Operator)
        suggestOperators();
    else if (m_place.kind == Analysis::PlaceKind::Inside)
        suggestInside();
    else
        suggestSource();
    return (m_begins + m_holds).mid(0, maximumSuggestions);
}

void Suggester::add(SuggestionKind kind, const QString &label, const QString &insert, const QString &detail, qsizetype caretBack)
{
    const Suggestion found{kind, label, insert, detail, caretBack, m_cursor.replaces()};
    if (label.startsWith(m_prefix, Qt::CaseInsensitive))
        m_begins += found;
    else if (label.contains(m_prefix, Qt::CaseInsensitive))
        m_holds += found;
}

void Suggester::addWords(const QStringList &words, SuggestionKind kind)
{
    for (const QString &word : words) {
        const Signature *known = kind == SuggestionKind::Operator ? findOperatorSignature(word) : nullptr;
        add(kind, word, word, known != nullptr ? QString::fromUtf8(known->summary) : QString());
    }
}

void Suggester::addCall(const Signature &signature, SuggestionKind kind)
{
    const QString name = QString::fromLatin1(signature.name);
    const bool takes = signature.parameters[0] != '\0';
    const bool bracket = m_offset < m_text.size() && m_text[m_offset] == u'(';
    add(kind, name, bracket ? name : name + QStringLiteral("()"), signatureLine(signature), takes && !bracket ? 1 : 0);
}

void Suggester::addFunctions()
{
    for (const auto part : {valueSignatures(), textSignatures(), timeSignatures(), mathSignatures(), dynamicSignatures(), seriesSignatures()})
        for (const Signature &signature : part)
            addCall(signature, SuggestionKind::Function);
}

void Suggester::addAggregates()
{
    for (const Signature &signature : aggregateSignatures())
        addCall(signature, SuggestionKind::Aggregate);
}

void Suggester::addTables()
{
    for (const query::CatalogTable &table : m_catalog.tables)
        add(SuggestionKind::Table, table.name, quotedIfNeeded(table.name), table.description);
}

void Suggester::addColumns(const Scope &scope)
{
    for (const ScopeColumn &column : scope.columns) {
        QString detail = column.type ? columnTypeName(*column.type) : QString();
        if (!column.table.isEmpty())
            detail += (detail.isEmpty() ? QString() : QStringLiteral(" · ")) + column.table;
        add(SuggestionKind::Column, column.name, quotedIfNeeded(column.name), detail);
    }
}

void Suggester::addBindings(bool tabular, bool scalar)
{
    using Kind = Analysis::Binding::Kind;
    for (const Analysis::Binding &binding : m_analysis.bindings()) {
        const bool table = binding.kind == Kind::Tabular || binding.tabular;
        if (table ? !tabular : !scalar)
            continue;
        const bool function = binding.kind == Kind::Function;
        const QString detail = function ? QString(u'(' % binding.parameters.join(QStringLiteral(", ")) % u')')
            : table ? QStringLiteral("table") : binding.type ? columnTypeName(*binding.type) : QString();
        add(binding.kind == Kind::Parameter ? SuggestionKind::Parameter : SuggestionKind::Let, binding.name,
            quotedIfNeeded(binding.name) + (function ? QStringLiteral("()") : QString()), detail, function && !binding.parameters.isEmpty() ? 1 : 0);
    }
}

bool Suggester::hasWord(QStringView word) const { return m_outline.find(m_place.span, word) < m_place.span.to; }

/// Whether the word stands in this operator before the cursor.
bool Suggester::standsBehind(QStringView word) const
{
    const int at = m_outline.find(m_place.span, word);
    return at < m_place.span.to && at <= m_cursor.before();
}

void Suggester::suggestOperators()
{
    addWords(operatorWords(), SuggestionKind::Operator);
}

void Suggester::suggestSource()
{
    const bool first = m_cursor.before() < m_place.span.from;
    const bool beside = m_place.word == u"join" || m_place.word == u"lookup";
    if (!first)
        return addWords(beside ? QStringList{QStringLiteral("on")} : QStringList{});
    addBindings(true, false);
    addTables();
    if (beside)
        return add(SuggestionKind::Keyword, QStringLiteral("kind="), QStringLiteral("kind="), {});
    if (m_place.word == u"union")
        addWords({QStringLiteral("withsource="), QStringLiteral("kind="), QStringLiteral("isfuzzy=")});
    addWords({QStringLiteral("union"), QStringLiteral("print"), QStringLiteral("range"), QStringLiteral("datatable"), QStringLiteral("search")});
    if (m_place.kind == Analysis::PlaceKind::Statement)
        addWords({QStringLiteral("let"), QStringLiteral("set"), QStringLiteral("declare")});
}

void Suggester::suggestOptionValue()
{
    const QStringView option = m_outline.view(m_cursor.before() - 1);
    if (option == u"isfuzzy")
        return addWords({QStringLiteral("true"), QStringLiteral("false")});
    if (option != u"kind")
        return suggestExpression();
    if (m_place.word == u"join")
        addWords(joinKindWords());
    else if (m_place.word == u"lookup")
        addWords({QStringLiteral("leftouter"), QStringLiteral("inner")});
    else if (m_place.word == u"union")
        addWords({QStringLiteral("outer"), QStringLiteral("inner")});
    else if (m_place.word.startsWith(u"parse"))
        addWords({QStringLiteral("simple"), QStringLiteral("regex"), QStringLiteral("relaxed")});
    else if (m_place.word.startsWith(u"mv"))
        addWords({QStringLiteral("bag"), QStringLiteral("array")});
    else if (m_place.word == u"render")
        addWords({QStringLiteral("default"), QStringLiteral("stacked"), QStringLiteral("stacked100"), QStringLiteral("unstacked")});
    else
        addWords({QStringLiteral("nonempty")});
}

void Suggester::suggestInside()
{
    if (m_place.word == u"let name" || m_place.word == u"as")
        return;
    if (m_cursor.isAfterOperand())
        return suggestAfterOperand();
    suggestExpression();
}

void Suggester::suggestAfterOperand()
{
    const QString &word = m_place.word;
    const auto missing = [this](const QStringList &words) {
        for (const QString &one : words)
            if (!hasWord(one))
                addWords({one});
    };
    if (word == u"order" || word == u"sort" || word == u"top")
        missing(word == u"top" && !standsBehind(u"by") ? QStringList{QStringLiteral("by")} : QStringList{QStringLiteral("asc"), QStringLiteral("desc"), QStringLiteral("nulls first"), QStringLiteral("nulls last")});
    else if (word == u"summarize")
        missing({QStringLiteral("by")});
    else if (word == u"make-series")
        missing({QStringLiteral("default="), QStringLiteral("on"), QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("step"), QStringLiteral("by")});
    else if (word == u"range")
        missing({QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("step")});
    else if (word.startsWith(u"parse") || word == u"render")
        missing({QStringLiteral("with")});
    else if (word.startsWith(u"mv"))
        missing({QStringLiteral("to typeof()"), QStringLiteral("limit"), QStringLiteral("on")});
    else if (word == u"sample-distinct" || word == u"top-nested")
        missing({QStringLiteral("of"), QStringLiteral("by")});
    if (!isPlainColumnPlace(word) && word != u"render" && word != u"take" && word != u"limit")
        addWords(comparisonWords() + QStringList{QStringLiteral("and"), QStringLiteral("or")});
}

void Suggester::suggestExpression()
{
    const QString &word = m_place.word;
    const bool first = m_cursor.before() <= m_place.span.from;
    if (const auto path = m_cursor.compared())
        suggestValues(*path);
    if ((word == u"order" || word == u"sort") && !hasWord(u"by"))
        return addWords({QStringLiteral("by")});
    if (word == u"render")
        return first ? addWords(renderKinds()) : (addWords(renderProperties()), addColumns(m_place.columns));
    if (word == u"evaluate" && first)
        return addWords(pluginWords(), SuggestionKind::Function);
    if (word == u"on")
        return suggestJoinKeys();
    if ((word == u"top" || word == u"take" || word == u"limit" || word == u"sample") && !hasWord(u"by"))
        return addBindings(false, true);
    addColumns(m_place.columns);
    if (isPlainColumnPlace(word))
        return;
    const bool lets = word == u"let";
    const bool tables = lets || m_cursor.isInList();
    addBindings(tables, true);
    if (tables)
        addTables();
    if ((word == u"summarize" && !standsBehind(u"by")) || word == u"make-series" || word == u"top-nested")
        addAggregates();
    addFunctions();
}

void Suggester::suggestJoinKeys()
{
    Scope both;
    Scope rest;
    for (const ScopeColumn &column : m_place.columns.columns)
        (m_place.right.find(column.name) != nullptr ? both : rest).columns.push_back(column);
    const bool right = m_outline.is(m_cursor.before() - 1, u"$right");
    addColumns(both);
    addWords({QStringLiteral("$left"), QStringLiteral("$right")});
    addColumns(right ? m_place.right : rest);
}

} // namespace qd::kql::assist

namespace qd::kql {

QList<Suggestion> suggest(const QString &text, qsizetype offset, const query::Catalog &catalog)
{
    return assist::Suggester(text, offset, catalog).run();
}

std::optional<ValueSource> valueSourceAt(const QString &text, qsizetype offset, const query::Catalog &catalog)
{
    return assist::Suggester(text, offset, catalog).valueSource();
}

} // namespace qd::kql
