#include "kql/assist/operatorreader.h"

#include "kql/assist/words.h"

#include <array>
#include <utility>

namespace qd::kql::assist {

namespace {

constexpr size_t stepLimit = 400; ///< operators of one query

} // namespace

OperatorReader::Method OperatorReader::methodOf(QStringView word)
{
    struct Entry {
        const char16_t *word;
        Method method;
    };
    static constexpr std::array entries{
        Entry{u"where", &OperatorReader::readPlain}, Entry{u"filter", &OperatorReader::readPlain},
        Entry{u"order", &OperatorReader::readPlain}, Entry{u"sort", &OperatorReader::readPlain},
        Entry{u"top", &OperatorReader::readPlain}, Entry{u"take", &OperatorReader::readPlain},
        Entry{u"limit", &OperatorReader::readPlain}, Entry{u"sample", &OperatorReader::readPlain},
        Entry{u"consume", &OperatorReader::readPlain}, Entry{u"extend", &OperatorReader::readExtend},
        Entry{u"serialize", &OperatorReader::readExtend}, Entry{u"project", &OperatorReader::readProject},
        Entry{u"project-away", &OperatorReader::readAway}, Entry{u"project-keep", &OperatorReader::readKeep},
        Entry{u"project-reorder", &OperatorReader::readReorder}, Entry{u"project-rename", &OperatorReader::readRename},
        Entry{u"summarize", &OperatorReader::readSummarize}, Entry{u"distinct", &OperatorReader::readDistinct},
        Entry{u"count", &OperatorReader::readCount}, Entry{u"getschema", &OperatorReader::readSchema},
        Entry{u"render", &OperatorReader::readRender}, Entry{u"union", &OperatorReader::readUnion},
        Entry{u"join", &OperatorReader::readJoin}, Entry{u"lookup", &OperatorReader::readLookup},
        Entry{u"mv-expand", &OperatorReader::readExpand}, Entry{u"mvexpand", &OperatorReader::readExpand},
        Entry{u"mv-apply", &OperatorReader::readApply}, Entry{u"parse", &OperatorReader::readParse},
        Entry{u"parse-where", &OperatorReader::readParse}, Entry{u"parse-kv", &OperatorReader::readKeyValues},
        Entry{u"make-series", &OperatorReader::readSeries}, Entry{u"as", &OperatorReader::readAs},
        Entry{u"sample-distinct", &OperatorReader::readSampleDistinct}, Entry{u"partition", &OperatorReader::readPartition},
        Entry{u"evaluate", &OperatorReader::readPlugin}, Entry{u"invoke", &OperatorReader::readOpen}};
    for (const Entry &entry : entries)
        if (word == QStringView(entry.word))
            return entry.method;
    return &OperatorReader::readOpen;
}

void OperatorReader::read(QStringView word, Span span)
{
    (this->*methodOf(word))(span);
}

void OperatorReader::markWord(int at)
{
    m_analysis.mark(at, NameRole::Keyword);
}

void OperatorReader::readPlain(Span span)
{
    m_analysis.readExpression(span, m_scope, m_depth);
}

void OperatorReader::readOpen(Span span)
{
    m_scope.open = true;
    m_analysis.readExpression(span, m_scope, m_depth);
}

void OperatorReader::readPlugin(Span span)
{
    if (!span.empty() && m_outline.isName(span.from)) {
        m_analysis.mark(span.from, NameRole::Function);
        m_analysis.readExpression({span.from + 1, span.to}, m_scope, m_depth);
    }
    m_scope.open = true;
}

void OperatorReader::readExtend(Span span)
{
    m_analysis.addItems(&m_scope, m_analysis.readItems(span, m_scope, m_depth), "Column", false);
}

void OperatorReader::readProject(Span span)
{
    Scope result;
    const auto items = m_analysis.readItems(span, m_scope, m_depth);
    m_analysis.addItems(&result, items, "Column", true);
    m_scope = std::move(result);
}

QString OperatorReader::pattern(Span span)
{
    QString text;
    for (int i = span.from; i < span.to && (m_outline.isName(i) || m_outline.is(i, u"*")); ++i)
        text += m_outline.is(i, u"*") ? QStringLiteral("*") : m_outline.name(i);
    const bool star = text.contains(u'*');
    for (int i = span.from; i < span.to; ++i)
        if (m_outline.isName(i) && star)
            m_analysis.mark(i, NameRole::Column);
    if (!star)
        m_analysis.readExpression(span, m_scope, m_depth);
    return text;
}

bool OperatorReader::isKept(const QString &name, const QStringList &patterns) const
{
    for (const QString &pattern : patterns)
        if (fitsPattern(name, pattern))
            return true;
    return false;
}

void OperatorReader::keepColumns(Span span, bool keep)
{
    constexpr qsizetype patternLimit = 200;
    QStringList patterns;
    for (const Span part : m_outline.split(span, u","))
        patterns += pattern(part);
    if (patterns.size() > patternLimit)
        return readOpen({});
    std::erase_if(m_scope.columns, [&](const ScopeColumn &column) { return isKept(column.name, patterns) != keep; });
}

void OperatorReader::readReorder(Span span)
{
    for (const Span part : m_outline.split(span, u","))
        pattern(part);
}

/// new = old: the old name is read, the new one takes its place.
void OperatorReader::readRename(Span span)
{
    Scope result = m_scope;
    for (const Span part : m_outline.split(span, u",")) {
        if (part.to - part.from < 3)
            continue;
        const auto item = m_analysis.readItem(part, m_scope, m_depth);
        const ScopeColumn *old = m_scope.find(m_outline.name(part.from + 2));
        const auto type = old != nullptr ? old->type : std::nullopt;
        result.remove(m_outline.name(part.from + 2));
        result.set({item.names.value(0), type, m_analysis.rangeOf(part.from), {}});
    }
    m_scope = std::move(result);
}

Scope OperatorReader::grouped(const std::vector<Analysis::NamedItem> &by, const std::vector<Analysis::NamedItem> &aggregates) const
{
    Scope result;
    m_analysis.addItems(&result, by, "Column", true);
    m_analysis.addItems(&result, aggregates, "Column", true);
    for (const Analysis::NamedItem &item : aggregates) {
        if (!item.everything)
            continue;
        for (const ScopeColumn &column : m_scope.columns)
            if (result.find(column.name) == nullptr)
                result.set(column);
        result.open = result.open || m_scope.open;
    }
    return result;
}

void OperatorReader::readSummarize(Span span)
{
    const int by = m_outline.find(span, u"by");
    markWord(by < span.to ? by : -1);
    const auto aggregates = m_analysis.readItems({span.from, by}, m_scope, m_depth);
    const auto groups = by < span.to ? m_analysis.readItems({by + 1, span.to}, m_scope, m_depth) : std::vector<Analysis::NamedItem>{};
    m_scope = grouped(groups, aggregates);
}

void OperatorReader::readDistinct(Span span)
{
    if (!span.empty() && m_outline.is(span.from, u"*"))
        return;
    readProject(span);
}

void OperatorReader::readCount(Span span)
{
    m_scope = Scope{};
    m_scope.set({QStringLiteral("Count"), ColumnType::Long, {}, {}});
    if (!span.empty()) // count as Name
        m_analysis.markWords(span);
}

void OperatorReader::readSchema(Span)
{
    m_scope = Scope{};
    for (const char *name : {"ColumnName", "DataType", "ColumnType"})
        m_scope.set({QString::fromLatin1(name), ColumnType::String, {}, {}});
    m_scope.set({QStringLiteral("ColumnOrdinal"), ColumnType::Long, {}, {}});
}

/// The kind and the property names are words; property values may be columns.
void OperatorReader::readRender(Span span)
{
    for (int i = span.from; i < span.to; ++i) {
        if (!m_outline.isName(i))
            continue;
        const bool column = m_scope.find(m_outline.name(i)) != nullptr && i > span.from && !m_outline.is(i + 1, u"=");
        m_analysis.mark(i, column ? NameRole::Column : NameRole::Keyword);
    }
}

QString OperatorReader::takeOptions(Span *span)
{
    QString kind;
    while (span->to - span->from > 2 && m_outline.isName(span->from)) {
        int equals = span->from + 1;
        while (equals + 1 < span->to && m_outline.is(equals, u".")) // hint.strategy=…
            equals += 2;
        if (equals + 1 >= span->to || !m_outline.is(equals, u"="))
            break;
        if (m_outline.is(span->from, u"kind"))
            kind = m_outline.view(equals + 1).toString();
        m_analysis.markWords({span->from, equals + 2});
        span->from = equals + 2;
    }
    return kind;
}

void OperatorReader::readBeside(Span span, bool lookup)
{
    const QString kind = takeOptions(&span);
    const int on = m_outline.find(span, u"on");
    const Span operand{span.from, on};
    m_analysis.note(Analysis::PlaceKind::Source, lookup ? QStringLiteral("lookup") : QStringLiteral("join"), operand, {}, {}, {});
    const Scope right = m_analysis.readSource(operand, m_depth + 1);
    markWord(on < span.to ? on : -1);
    const Span keys{on < span.to ? on + 1 : span.to, span.to};
    if (on < span.to)
        m_analysis.note(Analysis::PlaceKind::Inside, QStringLiteral("on"), keys, m_scope, right, m_table);
    m_analysis.readExpression(keys, m_scope, m_depth, &right);
    joinColumns(kind, right, keys, lookup);
}

void OperatorReader::joinColumns(const QString &kind, const Scope &right, Span keys, bool lookup)
{
    if (kind.startsWith(u"leftsemi") || kind.startsWith(u"leftanti") || kind == u"anti")
        return;
    if (kind.startsWith(u"rightsemi") || kind.startsWith(u"rightanti")) {
        m_scope = right;
        return;
    }
    QStringList left; // lookup leaves the right side's keys out
    for (const Span part : m_outline.split(keys, u","))
        if (lookup && part.to - part.from == 1)
            left += m_outline.name(part.from);
        else if (lookup && !part.empty() && m_outline.isName(part.to - 1) && m_outline.is(part.to - 3, u"$right"))
            left += m_outline.name(part.to - 1);
    for (const ScopeColumn &column : right.columns)
        if (!left.contains(column.name))
            m_scope.addBeside(column);
    m_scope.open = m_scope.open || right.open;
}

Scope Analysis::readSteps(Span span, Scope scope, const QString &table, int depth, bool withSource)
{
    if (withSource && span.empty())
        return scope;
    if (withSource)
        ++span.from; // the pipe
    size_t count = 0;
    for (const Span step : m_outline.split(span, u"|")) {
        const bool named = !step.empty() && m_outline.isName(step.from);
        if (!named || m_cursor <= m_outline.piece(step.from).to)
            note(PlaceKind::Operator, {}, step, scope, {}, table);
        else
            note(PlaceKind::Inside, m_outline.view(step.from).toString(), step, scope, {}, table);
        if (!named)
            continue;
        mark(step.from, isOperatorWord(m_outline.view(step.from)) ? NameRole::Operator : NameRole::None);
        if (++count > stepLimit)
            scope = Scope::unknown();
        OperatorReader(*this, &scope, table, depth).read(m_outline.view(step.from), {step.from + 1, step.to});
    }
    return scope;
}

} // namespace qd::kql::assist
