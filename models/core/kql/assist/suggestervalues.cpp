// Values that were seen for a column, and keys of dynamic columns.
#include "kql/assist/suggester.h"

namespace qd::kql {

QString ValueSource::seenKey() const
{
    return key.isEmpty() ? column : QString(column % u"[\"" % key % u"\"]");
}

} // namespace qd::kql

namespace qd::kql::assist {

namespace {

/// A seen value as a literal of its column's type.
QString valueLiteral(const QString &value, std::optional<ColumnType> type)
{
    switch (type.value_or(ColumnType::String)) {
    case ColumnType::Bool: return value.toLower();
    case ColumnType::Int:
    case ColumnType::Long:
    case ColumnType::Real: return value;
    case ColumnType::DateTime: return u"datetime(" % value % u')';
    case ColumnType::TimeSpan: return u"time(" % value % u')';
    case ColumnType::Guid: return u"guid(" % value % u')';
    case ColumnType::Decimal: return u"decimal(" % value % u')';
    case ColumnType::Dynamic:
    case ColumnType::String: break;
    }
    return stringLiteral(value);
}

} // namespace

std::optional<ColumnType> Suggester::columnType(const QString &name) const
{
    const ScopeColumn *column = m_place.columns.find(name);
    return column != nullptr ? column->type : std::nullopt;
}

void Suggester::suggestValues(const ComparedPath &path)
{
    const ValueSource source{{}, path.column, path.key, false};
    const auto type = path.isText || !path.key.isEmpty() ? std::optional(ColumnType::String) : columnType(path.column);
    const bool quotes = type.value_or(ColumnType::String) == ColumnType::String || type == ColumnType::Dynamic;
    if (m_cursor.string() >= 0 && !quotes)
        return;
    QStringList values = m_catalog.seenValues.value(source.seenKey());
    if (values.isEmpty() && type == ColumnType::Bool)
        values = {QStringLiteral("true"), QStringLiteral("false")};
    for (const QString &value : values)
        add(SuggestionKind::Value, value, valueLiteral(value, type), source.seenKey());
}

/// column["…: the keys of the values that were seen.
void Suggester::suggestKeys(const QString &column)
{
    const bool quoted = m_outline.piece(m_cursor.string()).kind == PieceKind::QuotedName;
    const bool closed = m_outline.is(m_cursor.string() + 1, u"]");
    const QString head = column + QStringLiteral("[\"");
    QStringList keys;
    for (auto at = m_catalog.seenValues.keyBegin(); at != m_catalog.seenValues.keyEnd(); ++at)
        if (at->startsWith(head) && at->endsWith(QStringLiteral("\"]")))
            keys += at->mid(head.size(), at->size() - head.size() - 2);
    keys.sort();
    for (const QString &key : keys) {
        const QString literal = stringLiteral(key);
        add(SuggestionKind::Value, key, quoted ? QString(u'[' % literal % u']') : closed ? literal : QString(literal % u']'), column);
    }
}

void Suggester::suggestInString()
{
    const QString column = m_cursor.keyColumn();
    if (!column.isEmpty())
        return suggestKeys(column);
    if (const auto path = m_cursor.compared())
        suggestValues(*path);
}

std::optional<ValueSource> Suggester::valueSource() const
{
    if (standsInComment(m_outline, m_offset) || !m_analysis.place())
        return std::nullopt;
    const QString bag = m_cursor.keyColumn();
    const auto path = bag.isEmpty() ? m_cursor.compared() : std::optional(ComparedPath{bag, {}, false});
    const ScopeColumn *column = path ? m_place.columns.find(path->column) : nullptr;
    if (column == nullptr || column->table.isEmpty()) // only a table's own columns can be asked for
        return std::nullopt;
    return ValueSource{column->table, path->column, path->key, !bag.isEmpty()};
}

} // namespace qd::kql::assist
