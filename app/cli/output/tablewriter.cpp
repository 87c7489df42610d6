#include "output/tablewriter.h"

#include "output/celltext.h"
#include "printabletext.h"
#include "texttable.h"

namespace qd {

namespace {

constexpr qsizetype maxCellWidth = 120;

bool isNumeric(ColumnType type)
{
    return type == ColumnType::Int || type == ColumnType::Long || type == ColumnType::Real || type == ColumnType::Decimal;
}

QString cellAt(const Column &column, size_t row) { return row < column.cells.size() ? cellText(column.cells[row]) : QString(); }

QString csvField(const QString &text)
{
    static const QString special = QStringLiteral(",\"\r\n");
    const bool needsQuotes = std::ranges::any_of(text, [](QChar c) { return special.contains(c); });
    return needsQuotes ? u'"' + QString(text).replace(u'"', QStringLiteral("\"\"")) + u'"' : text;
}

/// The line of the query that the error points at, and a caret below the place.
QString pointedLine(const TextPosition &position, const QString &query)
{
    const QString line = printableText(query.split(u'\n').value(position.line - 1));
    if (line.isEmpty())
        return {};
    const qsizetype column = std::clamp<qsizetype>(position.column - 1, 0, line.size());
    return QStringLiteral("  ") + line + QStringLiteral("\n  ") + QString(column, u' ') + QStringLiteral("^\n");
}

/// What is told of input has lines of its own; what others sent stays on one.
QString detailText(const Error &error)
{
    const QStringList lines = error.kind == ErrorKind::Invalid ? error.detail.split(u'\n') : QStringList{error.detail};
    QString text;
    for (const QString &line : lines)
        text += QStringLiteral("  ") + printableText(line) + u'\n';
    return text;
}

} // namespace

QString tableText(const Table &table)
{
    QList<TextTable::Column> columns;
    for (const Column &column : table.columns)
        columns.append({printableText(column.name), isNumeric(column.type) ? TextTable::Align::Right : TextTable::Align::Left, maxCellWidth});
    TextTable text(columns);
    for (size_t row = 0; row < table.rowCount(); ++row) {
        QStringList cells;
        for (const Column &column : table.columns)
            cells << cellAt(column, row);
        text.addRow(cells);
    }
    return text.text();
}

QString csvText(const Table &table) { return csvHeader(table) + csvRows(table); }

QString csvHeader(const Table &table)
{
    QStringList header;
    for (const Column &column : table.columns)
        header << csvField(column.name);
    return header.join(u',') + QStringLiteral("\r\n");
}

QString csvRows(const Table &table)
{
    QString text;
    for (size_t row = 0; row < table.rowCount(); ++row) {
        QStringList cells;
        for (const Column &column : table.columns)
            cells << csvField(cellAt(column, row));
        text += cells.join(u',') + QStringLiteral("\r\n");
    }
    return text;
}

QString errorText(const Error &error, const QString &query)
{
    QString head = errorKindName(error.kind);
    if (!error.vendorCode.isEmpty())
        head += u' ' + error.vendorCode;
    if (error.position)
        head += QStringLiteral(" at %1:%2").arg(error.position->line).arg(error.position->column);
    QString text = head + QStringLiteral(": ") + printableText(error.message) + u'\n';
    if (error.position)
        text += pointedLine(*error.position, query);
    if (!error.detail.isEmpty() && error.detail != error.message)
        text += detailText(error);
    if (!error.requestId.isEmpty())
        text += QStringLiteral("  request ") + printableText(error.requestId) + u'\n';
    return text;
}

} // namespace qd
