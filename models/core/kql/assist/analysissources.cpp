#include "kql/assist/analysis.h"
#include "kql/assist/words.h"

#include <utility>

namespace qd::kql::assist {

namespace {

constexpr size_t analysisLegs = 100; ///< tables of one union

bool namesPlaceElsewhere(QStringView word)
{
    return word == u"workspace" || word == u"app" || word == u"resource" || word == u"cluster" || word == u"database" || word == u"adx";
}

} // namespace

Scope Analysis::readSource(Span span, int depth, const Scope *given)
{
    if (span.empty())
        return given != nullptr ? *given : Scope::unknown();
    if (m_outline.is(span.from, u"(") && m_outline.match(span.from) >= 0)
        return readPipeline(m_outline.inside(span.from, span), depth + 1);
    if (!m_outline.isName(span.from)) {
        readExpression(span, Scope::unknown(), depth);
        return Scope::unknown();
    }
    bool taken = false;
    Scope scope = readSourceWord(span, depth, &taken);
    return taken ? scope : readNamedSource(span, depth);
}

Scope Analysis::readSourceWord(Span span, int depth, bool *taken)
{
    const QStringView word = m_outline.view(span.from);
    const bool call = span.to > span.from + 1 && m_outline.is(span.from + 1, u"(");
    const Span rest{span.from + 1, span.to};
    *taken = (isSourceWord(word) && (call || word == u"union" || word == u"print" || word == u"range" || word == u"search" || word == u"find")
              && !(word == u"range" && call)) || (word == u"externaldata");
    if (!*taken)
        return {};
    mark(span.from, word == u"materialize" ? NameRole::Function : NameRole::Operator);
    if (word == u"union")
        return readUnion(rest, depth, nullptr);
    if (word == u"materialize" || word == u"view")
        return readPipeline(m_outline.inside(rest.from, rest), depth + 1);
    Scope scope;
    scope.open = m_catalog.tables.isEmpty();
    note(PlaceKind::Inside, word.toString(), rest, scope, {}, {});
    if (word == u"print") {
        const std::vector<NamedItem> items = readItems(rest, scope, depth);
        addItems(&scope, items, "print_", true);
        return scope;
    }
    if (word == u"range" && !rest.empty() && m_outline.isName(rest.from)) {
        mark(rest.from, NameRole::Column, rangeOf(rest.from));
        readExpression({rest.from + 1, rest.to}, scope, depth);
        scope.set({m_outline.name(rest.from), std::nullopt, rangeOf(rest.from), {}});
        return scope;
    }
    if (word == u"datatable" || word == u"externaldata") {
        Scope columns = call ? readSchema(m_outline.inside(rest.from, rest)) : Scope::unknown();
        readExpression({call ? m_outline.next(rest.from) : rest.from, rest.to}, scope, depth);
        return columns;
    }
    readExpression(rest, Scope::unknown(), depth); // search, find
    return Scope::unknown();
}

/// A table, a let, a function's call, or a table of another workspace.
Scope Analysis::readNamedSource(Span span, int depth)
{
    const QString name = m_outline.name(span.from);
    const bool call = span.to > span.from + 1 && m_outline.is(span.from + 1, u"(");
    if (namesPlaceElsewhere(name) && call) {
        mark(span.from, NameRole::Function);
        if (m_outline.isName(span.to - 1) && tableNamed(m_outline.name(span.to - 1)) != nullptr)
            return mark(span.to - 1, NameRole::Table), scopeOf(*tableNamed(m_outline.name(span.to - 1)));
        return Scope::unknown();
    }
    if (const Binding *bound = binding(name)) {
        const Scope columns = bound->columns;
        const bool tabular = call ? bound->tabular : bound->kind == Binding::Kind::Tabular;
        mark(span.from, NameRole::Let, bound->made);
        readExpression({span.from + 1, span.to}, Scope::unknown(), depth);
        return tabular ? columns : Scope::unknown();
    }
    const query::CatalogTable *found = call ? nullptr : tableNamed(name);
    const bool wild = span.to > span.from + 1 && m_outline.is(span.from + 1, u"*");
    if (found != nullptr)
        mark(span.from, NameRole::Table);
    else if (call)
        readExpression(span, Scope::unknown(), depth);
    else if (!m_catalog.tables.isEmpty() && !m_lostBindings && !wild)
        mark(span.from, NameRole::UnknownTable);
    else
        mark(span.from, NameRole::Table);
    return found != nullptr ? scopeOf(*found) : Scope::unknown();
}

/// kind=…, withsource=…, then tables; what comes in through a pipe is one more.
Scope Analysis::readUnion(Span span, int depth, const Scope *input)
{
    Scope result = input != nullptr ? *input : Scope{};
    while (span.to - span.from > 2 && m_outline.isName(span.from) && m_outline.is(span.from + 1, u"=")) {
        const QStringView option = m_outline.view(span.from);
        mark(span.from, NameRole::Keyword);
        const bool names = option == u"withsource" || option == u"with_source";
        mark(span.from + 2, names ? NameRole::Column : NameRole::Keyword, names ? rangeOf(span.from + 2) : TextRange{});
        if (names)
            result.set({m_outline.name(span.from + 2), ColumnType::String, rangeOf(span.from + 2), {}});
        span.from += 3;
    }
    const std::vector<Span> legs = m_outline.split(span, u",");
    for (size_t i = 0; i < legs.size() && i < analysisLegs; ++i) {
        note(PlaceKind::Source, QStringLiteral("union"), legs[i], {}, {}, {});
        const Scope leg = readSource(legs[i], depth + 1);
        for (const ScopeColumn &column : leg.columns)
            if (result.find(column.name) == nullptr)
                result.set(column);
        result.open = result.open || leg.open;
    }
    result.open = result.open || legs.size() > analysisLegs;
    return result;
}

} // namespace qd::kql::assist
