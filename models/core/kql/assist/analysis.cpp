#include "kql/assist/analysis.h"

#include "kql/assist/words.h"

#include <algorithm>
#include <utility>

namespace qd::kql::assist {

namespace {

constexpr int analysisDepth = 40;         ///< queries within queries
constexpr size_t analysisSteps = 400;     ///< operators of one query
constexpr size_t analysisBindings = 1000; ///< lets

} // namespace

Analysis::Analysis(const QString &text, TextRange statement, const query::Catalog &catalog, qsizetype cursor)
    : m_text(text), m_catalog(catalog), m_outline(text, statement), m_cursor(cursor)
{
    m_roles.assign(static_cast<size_t>(m_outline.size()), NameRole::None);
    noteParameters();
    if (statement.to - statement.from <= maximumStatement)
        readProgram({0, m_outline.size()}, 0);
    if (!m_place)
        m_seen = m_bindings;
}

/// "// parameter: name type" in the head of a saved query: a let will stand in front when it runs.
void Analysis::noteParameters()
{
    const QString head = QStringLiteral("// parameter:");
    for (const Piece &comment : m_outline.comments()) {
        if (!viewOf(m_text, comment).startsWith(head))
            continue;
        const std::vector<Piece> pieces = scan(m_text, comment.from + head.size(), comment.to);
        if (pieces.size() > 1 && pieces[0].kind == PieceKind::Name)
            bind({.name = nameOf(m_text, pieces[0]), .kind = Binding::Kind::Parameter, .made = {pieces[0].from, pieces[0].to}, .columns = {},
                  .parameters = {}, .type = columnTypeFromName(viewOf(m_text, pieces[1]))});
    }
}

TextRange Analysis::rangeOf(int piece) const
{
    return {m_outline.piece(piece).from, m_outline.piece(piece).to};
}

void Analysis::mark(int piece, NameRole role, TextRange made)
{
    if (piece < 0 || piece >= m_outline.size())
        return;
    m_roles[static_cast<size_t>(piece)] = role;
    if (made.to > made.from)
        m_made.insert(piece, made);
}

/// Options and other words that name nothing.
void Analysis::markWords(Span span)
{
    for (int i = span.from; i < span.to; ++i)
        if (m_outline.isName(i))
            mark(i, NameRole::Keyword);
}

void Analysis::note(PlaceKind kind, const QString &word, Span span, const Scope &scope, const Scope &right, const QString &table)
{
    if (m_cursor < m_outline.startOf(span) || m_cursor > m_outline.endOf(span))
        return;
    m_place = CursorPlace{kind, word, span, scope, right, table};
    m_seen = m_bindings;
}

void Analysis::bind(Binding binding)
{
    m_lostBindings = m_lostBindings || m_bindings.size() >= analysisBindings;
    if (!m_lostBindings)
        m_bindings.push_back(std::move(binding));
}

const Analysis::Binding *Analysis::binding(QStringView name) const
{
    const auto at = std::find_if(m_bindings.rbegin(), m_bindings.rend(), [name](const Binding &one) { return one.name == name; });
    return at == m_bindings.rend() ? nullptr : &*at;
}

const query::CatalogTable *Analysis::tableNamed(QStringView name) const
{
    const auto at = std::ranges::find_if(m_catalog.tables, [name](const query::CatalogTable &one) { return one.name == name; });
    return at == m_catalog.tables.end() ? nullptr : &*at;
}

void Analysis::readProgram(Span span, int depth)
{
    for (const Span statement : m_outline.split(span, u";"))
        readStatement(statement, depth);
}

void Analysis::readStatement(Span span, int depth)
{
    const QStringView word = span.empty() ? QStringView() : m_outline.view(span.from);
    if (word == u"let")
        return readLet(span, depth);
    if (word == u"declare")
        return readDeclare(span);
    if (word == u"set" || word == u"alias" || word == u"restrict" || word == u"pattern")
        return markWords(span);
    readPipeline(span, depth);
}

void Analysis::readLet(Span span, int depth)
{
    mark(span.from, NameRole::Keyword);
    if (span.to - span.from < 3 || !m_outline.isName(span.from + 1) || !m_outline.is(span.from + 2, u"="))
        return note(PlaceKind::Inside, QStringLiteral("let name"), span, {}, {}, {});
    Binding binding{.name = m_outline.name(span.from + 1), .made = rangeOf(span.from + 1), .columns = {}, .parameters = {}, .type = {}};
    mark(span.from + 1, NameRole::Let, binding.made);
    Span body{span.from + 3, span.to};
    if (body.from < body.to && m_outline.is(body.from, u"view"))
        mark(body.from++, NameRole::Keyword);
    const int brace = body.from < body.to && m_outline.is(body.from, u"(") ? m_outline.next(body.from) : body.to;
    if (brace < body.to && m_outline.is(brace, u"{")) {
        readFunction(body, brace, &binding, depth);
    } else if (isTabular(body)) {
        binding.kind = Binding::Kind::Tabular;
        binding.columns = readPipeline(body, depth + 1);
    } else {
        Scope nothing;
        nothing.open = m_catalog.tables.isEmpty();
        note(PlaceKind::Inside, QStringLiteral("let"), body, nothing, {}, {});
        binding.type = readItem(body, nothing, depth).type;
    }
    bind(std::move(binding));
}

void Analysis::readFunction(Span span, int brace, Binding *binding, int depth)
{
    const size_t before = m_bindings.size();
    binding->kind = Binding::Kind::Function;
    readParameters(m_outline.inside(span.from, span), binding);
    const std::vector<Span> parts = m_outline.split(m_outline.inside(brace, span), u";");
    for (const Span part : parts) {
        const bool tabular = isTabular(part);
        const bool statement = !part.empty() && isStatementWord(m_outline.view(part.from));
        if (depth >= analysisDepth)
            break;
        if (tabular)
            binding->columns = readPipeline(part, depth + 1);
        else if (statement)
            readStatement(part, depth + 1);
        else if (!part.empty() || parts.size() == 1) {
            note(PlaceKind::Inside, QStringLiteral("let"), part, {}, {}, {});
            binding->type = readItem(part, Scope{.columns = {}, .open = m_catalog.tables.isEmpty()}, depth).type;
        }
        binding->tabular = binding->tabular || tabular;
    }
    m_bindings.resize(std::min(before, m_bindings.size()));
}

void Analysis::readParameters(Span span, Binding *binding)
{
    for (const Span part : m_outline.split(span, u","))
        if (!part.empty() && m_outline.isName(part.from))
            readParameter(part, binding);
}

void Analysis::readParameter(Span span, Binding *function)
{
    Binding parameter{.name = m_outline.name(span.from), .kind = Binding::Kind::Parameter, .made = rangeOf(span.from), .columns = {}, .parameters = {}, .type = {}};
    mark(span.from, NameRole::Parameter, parameter.made);
    QString type;
    if (span.to > span.from + 2 && m_outline.is(span.from + 2, u"(")) {
        parameter.kind = Binding::Kind::Tabular;
        parameter.columns = readSchema(m_outline.inside(span.from + 2, span));
        type = QStringLiteral("table");
    } else if (span.to > span.from + 2) {
        mark(span.from + 2, NameRole::Keyword);
        type = m_outline.view(span.from + 2).toString();
        parameter.type = columnTypeFromName(type);
    }
    if (function != nullptr)
        function->parameters += type.isEmpty() ? parameter.name : QString(parameter.name % u':' % type);
    bind(std::move(parameter));
}

/// declare query_parameters(name:type = value, …)
void Analysis::readDeclare(Span span)
{
    mark(span.from, NameRole::Keyword);
    mark(span.from + 1, NameRole::Keyword);
    if (span.to - span.from > 2 && m_outline.is(span.from + 2, u"("))
        for (const Span part : m_outline.split(m_outline.inside(span.from + 2, span), u","))
            if (!part.empty() && m_outline.isName(part.from))
                readParameter(part, nullptr);
}

/// (a:long, b:string): marks and returns the columns. A star leaves it open.
Scope Analysis::readSchema(Span span)
{
    Scope scope;
    for (const Span part : m_outline.split(span, u",")) {
        if (part.empty())
            continue;
        if (!m_outline.isName(part.from)) {
            scope.open = true;
            continue;
        }
        const QString type = part.to > part.from + 2 ? m_outline.view(part.from + 2).toString() : QString();
        scope.set({m_outline.name(part.from), columnTypeFromName(type), rangeOf(part.from), {}});
        mark(part.from, NameRole::Column, rangeOf(part.from));
        mark(part.from + 2 < part.to ? part.from + 2 : -1, NameRole::Keyword);
    }
    return scope;
}

/// Whether a let's body or an argument gives a table: a word that begins one, a pipe, or the name of one.
bool Analysis::isTabular(Span span) const
{
    while (!span.empty() && m_outline.is(span.from, u"(") && m_outline.match(span.from) >= 0) {
        if (m_outline.holdsPipe(span.from))
            return true;
        span = m_outline.inside(span.from, span);
    }
    if (span.empty())
        return false;
    for (int i = span.from; i < span.to; i = m_outline.next(i))
        if (m_outline.is(i, u"|"))
            return true;
    const QStringView word = m_outline.view(span.from);
    const bool call = span.to > span.from + 1 && m_outline.is(span.from + 1, u"(");
    if (word == u"union" || word == u"print" || word == u"search" || word == u"find" || word == u"externaldata" || (word == u"range" && !call))
        return true;
    if ((word == u"datatable" || word == u"materialize") && call)
        return true;
    if (!m_outline.isName(span.from))
        return false;
    const Binding *bound = binding(m_outline.name(span.from));
    if (bound != nullptr)
        return call ? bound->tabular : bound->kind == Binding::Kind::Tabular;
    return !call && tableNamed(m_outline.name(span.from)) != nullptr;
}

Scope Analysis::readPipeline(Span span, int depth, const Scope *given)
{
    if (depth > analysisDepth)
        return Scope::unknown();
    const std::vector<Span> parts = m_outline.split(span, u"|");
    const Span source = parts.front();
    note(depth == 0 ? PlaceKind::Statement : PlaceKind::Source, {}, source, given != nullptr ? *given : Scope{}, {}, {});
    Scope scope = readSource(source, depth, given);
    const bool named = !source.empty() && m_outline.isName(source.from) && !isSourceWord(m_outline.view(source.from));
    return readSteps({source.to, span.to}, std::move(scope), named ? m_outline.name(source.from) : QString(), depth, true);
}

} // namespace qd::kql::assist
