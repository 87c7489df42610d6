#include "texttable.h"

#include "printabletext.h"

#include <algorithm>

namespace qd {

TextTable::TextTable(QList<Column> columns) : m_columns(std::move(columns))
{
    for (const Column &column : std::as_const(m_columns))
        m_widths.append(column.title.size());
}

void TextTable::addRow(const QStringList &cells)
{
    QStringList row;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        QString cell = printableText(cells.value(i));
        const qsizetype limit = m_columns.at(i).maxWidth;
        if (limit > 0 && cell.size() > limit)
            cell = cell.left(limit - 1) + u'…';
        m_widths[i] = std::max(m_widths.at(i), cell.size());
        row.append(cell);
    }
    m_rows.append(row);
}

QString TextTable::line(const QStringList &cells) const
{
    QStringList padded;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const bool isRight = m_columns.at(i).align == Align::Right;
        padded.append(isRight ? cells.at(i).rightJustified(m_widths.at(i)) : cells.at(i).leftJustified(m_widths.at(i)));
    }
    QString text = padded.join(QStringLiteral("  "));
    while (text.endsWith(u' '))
        text.chop(1);
    return text + u'\n';
}

QString TextTable::text() const
{
    QStringList titles;
    QStringList rules;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        titles.append(m_columns.at(i).title);
        rules.append(QString(m_widths.at(i), u'-'));
    }
    QString text = line(titles) + line(rules);
    for (const QStringList &row : m_rows)
        text += line(row);
    return text;
}

} // namespace qd
