// Operators that make rows out of arrays, arrays out of rows, and columns out of text.
#include "kql/assist/operatorreader.h"

#include <algorithm>
#include <utility>

namespace qd::kql::assist {

/// [options] [name =] column [to typeof(type)], … [limit n]
void OperatorReader::readExpand(Span span)
{
    while (span.to - span.from > 2 && m_outline.is(span.from + 1, u"=")
           && (m_outline.is(span.from, u"kind") || m_outline.is(span.from, u"bagexpansion") || m_outline.is(span.from, u"with_itemindex"))) {
        markWord(span.from);
        if (m_outline.is(span.from, u"with_itemindex"))
            m_scope.set({m_outline.name(span.from + 2), ColumnType::Long, m_analysis.rangeOf(span.from + 2), {}});
        span.from += 3;
    }
    const int limit = m_outline.find(span, u"limit");
    markWord(limit < span.to ? limit : -1);
    for (const Span part : m_outline.split({span.from, limit}, u",")) {
        const int to = m_outline.find(part, u"to");
        auto item = m_analysis.readItem({part.from, to}, m_scope, m_depth);
        m_analysis.markWords({to, part.to});
        item.type = to + 3 < part.to ? columnTypeFromName(m_outline.view(to + 3)) : std::optional(ColumnType::Dynamic);
        m_analysis.addItems(&m_scope, {item}, "Column", false);
    }
}

/// A query in parentheses that begins with an operator.
void OperatorReader::readSubQuery(Span span, Scope *scope)
{
    if (span.empty())
        return m_analysis.note(Analysis::PlaceKind::Operator, {}, span, *scope, {}, m_table);
    *scope = m_depth < 40 ? m_analysis.readSteps(span, *scope, m_table, m_depth + 1, false) : Scope::unknown();
}

void OperatorReader::readApply(Span span)
{
    const int on = m_outline.find(span, u"on");
    readExpand({span.from, on});
    markWord(on < span.to ? on : -1);
    if (on + 1 >= span.to || !m_outline.is(on + 1, u"("))
        return;
    Scope inner = m_scope;
    readSubQuery(m_outline.inside(on + 1, span), &inner);
    for (const ScopeColumn &column : inner.columns)
        m_scope.set(column);
    m_scope.open = m_scope.open || inner.open;
}

/// partition [hint] by column (query)
void OperatorReader::readPartition(Span span)
{
    takeOptions(&span);
    int open = span.from;
    while (open < span.to && !m_outline.is(open, u"(") && !m_outline.is(open, u"{"))
        ++open;
    m_analysis.readExpression({span.from, open}, m_scope, m_depth);
    if (open < span.to && m_outline.is(open, u"("))
        readSubQuery(m_outline.inside(open, span), &m_scope);
    else
        m_scope.open = true;
}

/// [kind=…] column with "text" name:type * …
void OperatorReader::readParse(Span span)
{
    takeOptions(&span);
    const int with = m_outline.find(span, u"with");
    m_analysis.readExpression({span.from, with}, m_scope, m_depth);
    markWord(with < span.to ? with : -1);
    for (int i = with + 1; i < span.to; ++i) {
        if (!m_outline.isName(i))
            continue;
        const bool typed = i + 2 < span.to && m_outline.is(i + 1, u":");
        const auto type = typed ? columnTypeFromName(m_outline.view(i + 2)) : std::optional(ColumnType::String);
        m_analysis.mark(i, NameRole::Column, m_analysis.rangeOf(i));
        m_scope.set({m_outline.name(i), type, m_analysis.rangeOf(i), {}});
        markWord(typed ? i + 2 : -1);
        i += typed ? 2 : 0;
    }
}

/// column as (name:type, …) with (…)
void OperatorReader::readKeyValues(Span span)
{
    const int as = m_outline.find(span, u"as");
    m_analysis.readExpression({span.from, as}, m_scope, m_depth);
    markWord(as < span.to ? as : -1);
    if (as + 1 >= span.to || !m_outline.is(as + 1, u"("))
        return;
    const Scope made = m_analysis.readSchema(m_outline.inside(as + 1, span));
    for (const ScopeColumn &column : made.columns)
        m_scope.set(column);
    m_analysis.markWords({m_outline.next(as + 1), span.to});
}

/// aggregates [default=…] on axis from … to … step … [by groups]
void OperatorReader::readSeries(Span span)
{
    if (!span.empty() && m_outline.is(span.from, u"kind"))
        takeOptions(&span);
    const int on = m_outline.find(span, u"on");
    const int by = m_outline.find(span, u"by");
    std::vector<Analysis::NamedItem> aggregates;
    for (const Span part : m_outline.split({span.from, std::min(on, by)}, u",")) {
        const int missing = m_outline.find(part, u"default");
        if (part.empty())
            continue;
        aggregates.push_back(m_analysis.readItem({part.from, missing}, m_scope, m_depth));
        aggregates.back().type = ColumnType::Dynamic;
        m_analysis.readExpression({missing, part.to}, m_scope, m_depth);
    }
    markWord(on < span.to ? on : -1);
    markWord(by < span.to ? by : -1);
    const Span bounds{std::min(on + 1, by), by};
    m_analysis.readExpression(bounds, m_scope, m_depth);
    const auto groups = by < span.to ? m_analysis.readItems({by + 1, span.to}, m_scope, m_depth) : std::vector<Analysis::NamedItem>{};
    Scope result = grouped(groups, aggregates);
    if (!bounds.empty() && m_outline.isName(bounds.from))
        result.set({m_outline.name(bounds.from), ColumnType::Dynamic, m_outline.is(bounds.from + 1, u"=") ? m_analysis.rangeOf(bounds.from) : TextRange{}, {}});
    m_scope = std::move(result);
}

void OperatorReader::readAs(Span span)
{
    takeOptions(&span);
    if (span.empty() || !m_outline.isName(span.from))
        return;
    const TextRange made = m_analysis.rangeOf(span.from);
    m_analysis.mark(span.from, NameRole::Let, made);
    m_analysis.bind({.name = m_outline.name(span.from), .kind = Analysis::Binding::Kind::Tabular, .made = made, .columns = m_scope, .parameters = {}, .type = {}});
}

/// n of column
void OperatorReader::readSampleDistinct(Span span)
{
    const int of = m_outline.find(span, u"of");
    m_analysis.readExpression({span.from, of}, m_scope, m_depth);
    markWord(of < span.to ? of : -1);
    readProject({std::min(of + 1, span.to), span.to});
}

} // namespace qd::kql::assist
