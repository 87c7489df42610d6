#include "query/copytext.h"

#include "query/celltext.h"
#include "query/columnreader.h"

#include <algorithm>
#include <cmath>

namespace qd::query {

namespace {

constexpr size_t whereRows = 200;

QString oneLine(QString text)
{
    for (QChar &c : text)
        if (c == u'\t' || c == u'\n' || c == u'\r')
            c = u' ';
    return text;
}

QString markdownCell(const QString &text) { return oneLine(text).replace(u'|', QStringLiteral("\\|")); }

/// Joins what `cell` makes of each cell of a row.
template<typename Cell>
QString joinedRow(const CellBlock &block, std::uint32_t row, const QString &separator, const Cell &cell)
{
    QStringList cells;
    for (const size_t column : block.columns)
        cells.append(cell(row, column));
    return cells.join(separator);
}

QString condition(const CellBlock &block, std::uint32_t row, size_t column)
{
    const QString name = kqlName(block.set.columnName(column));
    if (block.set.isNull(row, column))
        return QStringLiteral("isnull(%1)").arg(name);
    const QString literal = kqlLiteral(block.set, row, column);
    if (block.set.columnType(column) == ColumnType::Dynamic)
        return QStringLiteral("tostring(%1) == %2").arg(name, kqlString(rawText(block.set, row, column)));
    return name % QStringLiteral(" == ") % literal;
}

QString conditions(const CellBlock &block, std::uint32_t row)
{
    return joinedRow(block, row, QStringLiteral(" and "), [&](std::uint32_t at, size_t column) { return condition(block, at, column); });
}

/// One column, several rows: in (…), unless null is among them.
QString oneColumn(const CellBlock &block, const RowList &rows)
{
    const size_t column = block.columns.front();
    QStringList values;
    for (const std::uint32_t row : rows) {
        if (block.set.isNull(row, column) || block.set.columnType(column) == ColumnType::Dynamic)
            return {};
        if (const QString literal = kqlLiteral(block.set, row, column); !values.contains(literal))
            values.append(literal);
    }
    const QString name = kqlName(block.set.columnName(column));
    return values.size() == 1 ? QString(name % QStringLiteral(" == ") % values.constFirst()) : QString(name % QStringLiteral(" in (") % values.join(QStringLiteral(", ")) % u')');
}

QString manyColumns(const CellBlock &block, const RowList &rows)
{
    QStringList alternatives;
    for (const std::uint32_t row : rows)
        if (const QString made = conditions(block, row); !alternatives.contains(made))
            alternatives.append(made);
    if (alternatives.size() == 1)
        return alternatives.constFirst();
    const bool needsBrackets = block.columns.size() > 1;
    return (needsBrackets ? u'(' % alternatives.join(QStringLiteral(") or (")) % u')' : QString(alternatives.join(QStringLiteral(" or "))));
}

} // namespace

QString copyTsv(const CellBlock &block)
{
    QString text;
    QStringList names;
    for (const size_t column : block.columns)
        names.append(oneLine(block.set.columnName(column)));
    text += names.join(u'\t') % u'\n';
    for (const std::uint32_t row : block.rows)
        text += joinedRow(block, row, QStringLiteral("\t"), [&](std::uint32_t at, size_t column) { return oneLine(rawText(block.set, at, column)); }) % u'\n';
    return text;
}

QString copyMarkdown(const CellBlock &block)
{
    QStringList names;
    QStringList rules;
    for (const size_t column : block.columns) {
        names.append(markdownCell(block.set.columnName(column)));
        const ColumnType type = block.set.columnType(column);
        rules.append(isNumeric(type) && type != ColumnType::DateTime ? QStringLiteral("---:") : QStringLiteral("---"));
    }
    QString text = QStringLiteral("| ") % names.join(QStringLiteral(" | ")) % QStringLiteral(" |\n| ") % rules.join(QStringLiteral(" | ")) % QStringLiteral(" |\n");
    for (const std::uint32_t row : block.rows)
        text += QStringLiteral("| ")
            % joinedRow(block, row, QStringLiteral(" | "), [&](std::uint32_t at, size_t column) { return markdownCell(rawText(block.set, at, column)); }) % QStringLiteral(" |\n");
    return text;
}

/// KQL escapes its strings as JSON does.
QString jsonString(const QString &text) { return kqlString(text); }

QString jsonCell(const ResultSet &set, size_t row, size_t column)
{
    if (set.isNull(row, column))
        return QStringLiteral("null");
    const QString raw = rawText(set, row, column);
    switch (set.columnType(column)) {
    case ColumnType::Bool:
    case ColumnType::Int:
    case ColumnType::Long: return raw;
    case ColumnType::Dynamic: return raw.isEmpty() ? QStringLiteral("null") : raw;
    case ColumnType::Real: return std::isfinite(set.real(row, column)) ? raw : jsonString(raw);
    default: return jsonString(raw);
    }
}

QString copyJson(const CellBlock &block)
{
    QStringList objects;
    for (const std::uint32_t row : block.rows)
        objects.append(QStringLiteral("  {")
                       % joinedRow(block, row, QStringLiteral(", "),
                                   [&](std::uint32_t at, size_t column) {
                                       return QString(jsonString(block.set.columnName(column)) % QStringLiteral(": ") % jsonCell(block.set, at, column));
                                   })
                       % u'}');
    return QStringLiteral("[\n") % objects.join(QStringLiteral(",\n")) % QStringLiteral("\n]\n");
}

QString copyDatatable(const CellBlock &block)
{
    QStringList columns;
    for (const size_t column : block.columns)
        columns.append(kqlName(block.set.columnName(column)) % u':' % (block.set.columnType(column) == ColumnType::TimeSpan ? QStringLiteral("timespan") : columnTypeName(block.set.columnType(column))));
    QString text = QStringLiteral("datatable(") % columns.join(QStringLiteral(", ")) % QStringLiteral(")\n[\n");
    for (const std::uint32_t row : block.rows)
        text += QStringLiteral("    ")
            % joinedRow(block, row, QStringLiteral(", "), [&](std::uint32_t at, size_t column) { return kqlLiteral(block.set, at, column); }) % QStringLiteral(",\n");
    return text % QStringLiteral("]\n");
}

QString copyText(const CellBlock &block, CopyForm form)
{
    switch (form) {
    case CopyForm::Tsv: return copyTsv(block);
    case CopyForm::Markdown: return copyMarkdown(block);
    case CopyForm::Json: return copyJson(block);
    case CopyForm::Datatable: return copyDatatable(block);
    }
    return {};
}

QString whereClause(const CellBlock &block)
{
    if (block.cellCount() == 0)
        return {};
    RowList rows = block.rows;
    rows.resize(std::min(rows.size(), whereRows));
    QString made = block.columns.size() == 1 ? oneColumn(block, rows) : QString();
    if (made.isEmpty())
        made = manyColumns(block, rows);
    return QStringLiteral("| where ") % made;
}

} // namespace qd::query
