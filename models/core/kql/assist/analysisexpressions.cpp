#include "kql/assist/analysis.h"
#include "kql/assist/naming.h"
#include "kql/assist/signatures.h"
#include "kql/assist/words.h"

#include <utility>

namespace qd::kql::assist {

namespace {

constexpr qsizetype rememberedCandidates = 50; ///< unknown names with a list of what they might have meant

std::optional<ColumnType> numberType(QStringView written)
{
    if (written.contains(u'.'))
        return written.back().isLetter() ? ColumnType::TimeSpan : ColumnType::Real;
    return written.back().isLetter() && !written.startsWith(u"0x") ? ColumnType::TimeSpan : ColumnType::Long;
}

std::optional<ColumnType> literalType(QStringView written)
{
    const QStringView word = written.left(written.indexOf(u'(')).trimmed();
    if (word == u"date")
        return ColumnType::DateTime;
    return word == u"time" ? ColumnType::TimeSpan : columnTypeFromName(word);
}

/// The type of a piece that is an operand by itself.
std::optional<ColumnType> pieceType(const Outline &outline, int at, const Scope &scope)
{
    switch (outline.piece(at).kind) {
    case PieceKind::String: return ColumnType::String;
    case PieceKind::Number: return numberType(outline.view(at));
    case PieceKind::Literal: return literalType(outline.view(at));
    case PieceKind::Name:
    case PieceKind::QuotedName: break;
    case PieceKind::Comment:
    case PieceKind::Symbol:
    case PieceKind::Error: return std::nullopt;
    }
    if (outline.is(at, u"true") || outline.is(at, u"false"))
        return ColumnType::Bool;
    const ScopeColumn *column = scope.find(outline.name(at));
    return column != nullptr ? column->type : std::nullopt;
}

std::optional<ColumnType> callType(const Outline &outline, Span expression, int open, const Scope &scope)
{
    const QStringView name = outline.view(open - 1);
    const Signature *signature = findAggregate(name) != nullptr ? findAggregate(name) : findSignature(name);
    if (signature == nullptr)
        return std::nullopt;
    const QString returns = QString::fromLatin1(signature->returns);
    if (returns != u"same" && returns != u"second")
        return columnTypeFromName(returns);
    const std::vector<Span> arguments = outline.split(outline.inside(open, expression), u",");
    const Span argument = arguments[returns == u"second" && arguments.size() > 1 ? 1 : 0];
    return argument.to - argument.from == 1 ? pieceType(outline, argument.from, scope) : std::nullopt;
}

bool isCondition(const Outline &outline, Span expression)
{
    static const QStringList words = comparisonWords() + QStringList{QStringLiteral("and"), QStringLiteral("or")};
    for (int i = expression.from; i < expression.to; i = outline.next(i))
        if (words.contains(outline.view(i)))
            return true;
    return false;
}

std::optional<ColumnType> expressionType(const Outline &outline, Span expression, const Scope &scope)
{
    if (expression.empty())
        return std::nullopt;
    if (expression.to - expression.from == 1)
        return pieceType(outline, expression.from, scope);
    const int open = wholeCall(outline, expression);
    if (open >= 0)
        return callType(outline, expression, open, scope);
    if (isCondition(outline, expression))
        return ColumnType::Bool;
    return implicitNames(outline, expression) ? std::optional(ColumnType::Dynamic) : std::nullopt;
}

} // namespace

void Analysis::readExpression(Span span, const Scope &scope, int depth, const Scope *right)
{
    for (int i = span.from; i < span.to;) {
        const PieceKind kind = m_outline.piece(i).kind;
        if (kind == PieceKind::Name || kind == PieceKind::QuotedName) {
            i = readName(i, span, scope, depth, right);
        } else if (m_outline.is(i, u"(") && m_outline.match(i) >= 0 && m_outline.holdsPipe(i)) {
            readPipeline(m_outline.inside(i, span), depth + 1, &scope);
            i = m_outline.next(i);
        } else {
            ++i;
        }
    }
}

/// One name of an expression; returns where to read on.
int Analysis::readName(int at, Span span, const Scope &scope, int depth, const Scope *right)
{
    const Piece &piece = m_outline.piece(at);
    const QStringView word = m_outline.view(at);
    const bool touches = at > span.from && m_outline.piece(at - 1).to == piece.from;
    const bool key = piece.kind == PieceKind::QuotedName && touches && (m_outline.isName(at - 1) || m_outline.is(at - 1, u")") || m_outline.is(at - 1, u"]"));
    if (at > span.from && m_outline.is(at - 1, u".")) {
        if (m_outline.is(at - 2, u"$left"))
            resolve(at, scope, nullptr);
        else if (m_outline.is(at - 2, u"$right") && right != nullptr)
            resolve(at, *right, nullptr);
        else
            mark(at, NameRole::Property);
    } else if (key) {
        mark(at, NameRole::Property);
    } else if (word.startsWith(u'!') || word.startsWith(u'$')) {
        mark(at, NameRole::Keyword);
    } else if (at + 1 < span.to && m_outline.is(at + 1, u"(") && piece.kind == PieceKind::Name) {
        return readCall(at, span, scope, depth);
    } else if (at + 1 < span.to && m_outline.is(at + 1, u"=")) {
        mark(at, NameRole::Keyword);
    } else {
        resolve(at, scope, right);
    }
    return at + 1;
}

int Analysis::readCall(int at, Span span, const Scope &scope, int depth)
{
    const QStringView word = m_outline.view(at);
    const Binding *bound = binding(word);
    if (bound != nullptr) {
        mark(at, NameRole::Let, bound->made);
    } else if (isExpressionWord(word)) {
        mark(at, NameRole::Keyword);
    } else if (word == u"toscalar" || word == u"materialize") {
        mark(at, NameRole::Function);
        readPipeline(m_outline.inside(at + 1, span), depth + 1);
        return m_outline.next(at + 1);
    } else if (word == u"typeof") {
        mark(at, NameRole::Function);
        markWords(m_outline.inside(at + 1, span));
        return m_outline.next(at + 1);
    } else if (findAggregate(word) != nullptr) {
        mark(at, NameRole::Aggregate);
    } else {
        const bool known = findSignature(word) != nullptr || isTypeName(word) || m_lostBindings;
        mark(at, known ? NameRole::Function : NameRole::UnknownFunction);
    }
    if (m_outline.match(at + 1) >= 0 && m_outline.holdsPipe(at + 1)) {
        readPipeline(m_outline.inside(at + 1, span), depth + 1, &scope);
        return m_outline.next(at + 1);
    }
    return at + 2;
}

/// A let, a parameter or a table.
bool Analysis::resolveBinding(int at)
{
    const QString name = m_outline.name(at);
    if (const Binding *bound = binding(name))
        mark(at, bound->kind == Binding::Kind::Parameter ? NameRole::Parameter : NameRole::Let, bound->made);
    else if (tableNamed(name) != nullptr)
        mark(at, NameRole::Table);
    else
        return false;
    return true;
}

void Analysis::resolve(int at, const Scope &scope, const Scope *right)
{
    const QString name = m_outline.name(at);
    const ScopeColumn *column = scope.find(name);
    if (column == nullptr && right != nullptr)
        column = right->find(name);
    if (column != nullptr) {
        if (!column->table.isEmpty())
            m_tables.insert(at, column->table);
        return mark(at, NameRole::Column, column->made);
    }
    if (m_outline.piece(at).kind == PieceKind::Name && isExpressionWord(name))
        return mark(at, NameRole::Keyword);
    if (resolveBinding(at))
        return;
    if (scope.open || (right != nullptr && right->open) || m_lostBindings)
        return mark(at, NameRole::Column);
    mark(at, NameRole::UnknownColumn);
    if (m_candidates.size() >= rememberedCandidates)
        return;
    QStringList names;
    for (const ScopeColumn &known : scope.columns)
        names += known.name;
    for (const Binding &known : m_bindings)
        names += known.name;
    m_candidates.insert(at, names);
}

Analysis::NamedItem Analysis::readItem(Span span, const Scope &scope, int depth, const Scope *right)
{
    NamedItem item;
    item.expression = span;
    const int close = !span.empty() && m_outline.is(span.from, u"(") ? m_outline.match(span.from) : -1;
    if (!span.empty() && m_outline.isName(span.from) && span.to > span.from + 1 && m_outline.is(span.from + 1, u"=")) {
        item.names = {m_outline.name(span.from)};
        item.places = {{span.from, span.from + 1}};
        item.expression.from += 2;
    } else if (close > 0 && close + 1 < span.to && m_outline.is(close + 1, u"=")) {
        for (const Span part : m_outline.split({span.from + 1, close}, u",")) {
            if (part.empty() || !m_outline.isName(part.from))
                continue;
            item.names += m_outline.name(part.from);
            item.places.push_back(part);
        }
        item.expression.from = close + 2;
    }
    for (const Span place : item.places)
        mark(place.from, NameRole::Column, rangeOf(place.from));
    readExpression(item.expression, scope, depth, right);
    nameItem(&item, scope);
    return item;
}

std::vector<Analysis::NamedItem> Analysis::readItems(Span span, const Scope &scope, int depth)
{
    std::vector<NamedItem> items;
    Scope growing = scope; // what is named first may be used by what stands behind it
    for (const Span part : m_outline.split(span, u",")) {
        if (part.empty())
            continue;
        items.push_back(readItem(part, growing, depth));
        for (qsizetype i = 0; i < items.back().names.size() && !items.back().places.empty(); ++i)
            growing.set({items.back().names[i], items.back().type, rangeOf(items.back().places[static_cast<size_t>(i)].from), {}});
    }
    return items;
}

void Analysis::nameItem(NamedItem *item, const Scope &scope) const
{
    item->type = expressionType(m_outline, item->expression, scope);
    if (!item->names.isEmpty())
        return;
    if (const auto names = implicitNames(m_outline, item->expression)) {
        item->names = names->names;
        item->everything = names->everything;
    }
}

void Analysis::noteImplicit(const NamedItem &item)
{
    if (item.names.size() == 1 && item.places.empty() && !item.everything && !item.expression.empty())
        m_implicit.push_back({item.names.front(), item.expression});
}

/// Adds the items' columns; one without a name is `missing` with a number, and may be called otherwise.
void Analysis::addItems(Scope *scope, const std::vector<NamedItem> &items, const char *missing, bool beside)
{
    int number = qstrcmp(missing, "print_") == 0 ? 0 : 1;
    for (const NamedItem &item : items) {
        noteImplicit(item);
        const bool unnamed = item.names.isEmpty() && !item.everything;
        const QStringList names = unnamed ? QStringList{QString::fromLatin1(missing) + QString::number(number++)} : item.names;
        for (qsizetype i = 0; i < names.size(); ++i) {
            const size_t index = static_cast<size_t>(i);
            const TextRange made = index < item.places.size() ? rangeOf(item.places[index].from)
                : item.expression.empty() ? TextRange{} : TextRange{rangeOf(item.expression.from).from, rangeOf(item.expression.to - 1).to};
            ScopeColumn column{names[i], names.size() == 1 ? item.type : std::nullopt, made, {}};
            beside ? scope->addBeside(std::move(column)) : scope->set(std::move(column));
        }
        scope->open = scope->open || unnamed;
    }
}

} // namespace qd::kql::assist
