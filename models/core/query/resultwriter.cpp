#include "query/resultwriter.h"

#include "query/celltext.h"
#include "query/copytext.h"

namespace qd::query {

namespace {

constexpr size_t writeAtOnce = 2000;

// A cell that a spreadsheet would run as a formula gets a quote in front, unless it is a number.
QString csvCell(const ResultSet &set, size_t row, size_t column)
{
    QString text = rawText(set, row, column);
    const ColumnType type = set.columnType(column);
    const bool isText = type == ColumnType::String || type == ColumnType::Dynamic;
    if (isText && !text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front()))
        text.prepend(u'\'');
    return text;
}

void addCsv(QByteArray &to, const QString &text)
{
    const bool needsQuotes = text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r');
    to += needsQuotes ? '"' + QString(text).replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"' : text.toUtf8();
}

QByteArray csvHead(const ResultSet &set)
{
    QByteArray line;
    for (size_t column = 0; column < set.columnCount(); ++column) {
        if (column > 0)
            line += ',';
        addCsv(line, set.columnName(column));
    }
    return line + "\r\n";
}

void addCsvRow(QByteArray &to, const ResultSet &set, std::uint32_t row)
{
    for (size_t column = 0; column < set.columnCount(); ++column) {
        if (column > 0)
            to += ',';
        addCsv(to, csvCell(set, row, column));
    }
    to += "\r\n";
}

void addJsonRow(QByteArray &to, const ResultSet &set, std::uint32_t row, const std::vector<QByteArray> &names)
{
    to += '{';
    for (size_t column = 0; column < set.columnCount(); ++column) {
        to += names[column];
        to += jsonCell(set, row, column).toUtf8();
    }
    to += '}';
}

std::vector<QByteArray> jsonNames(const ResultSet &set)
{
    std::vector<QByteArray> names;
    for (size_t column = 0; column < set.columnCount(); ++column)
        names.push_back((column > 0 ? "," : "") + jsonString(set.columnName(column)).toUtf8() + ':');
    return names;
}

} // namespace

bool writeRows(const ResultSet &set, const RowList &rows, ExportForm form, const ByteSink &sink, const std::stop_token &stop)
{
    const std::vector<QByteArray> names = jsonNames(set);
    QByteArray piece = form == ExportForm::Csv ? csvHead(set) : form == ExportForm::Json ? QByteArrayLiteral("[\n") : QByteArray();
    for (size_t i = 0; i < rows.size(); ++i) {
        if (form == ExportForm::Csv) {
            addCsvRow(piece, set, rows[i]);
        } else {
            addJsonRow(piece, set, rows[i], names);
            piece += form == ExportForm::Json && i + 1 < rows.size() ? ",\n" : "\n";
        }
        if (i % writeAtOnce == writeAtOnce - 1) {
            if (stop.stop_requested() || !sink(piece))
                return false;
            piece.clear();
        }
    }
    if (form == ExportForm::Json)
        piece += "]\n";
    return !stop.stop_requested() && sink(piece);
}

} // namespace qd::query
