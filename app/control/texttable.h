#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace qd {

/// Lays out rows of plain text as aligned columns for a terminal. Every cell passes through printableText().
class TextTable
{
public:
    enum class Align { Left, Right };
    struct Column {
        QString title;
        Align align = Align::Left;
        qsizetype maxWidth = 0; ///< longer cells end with "…"; 0: no limit
    };

    explicit TextTable(QList<Column> columns);

    /// Missing cells are empty, further ones are dropped.
    void addRow(const QStringList &cells);
    /// Header, rule and rows, one line each, ending with a line feed; trailing spaces cut.
    [[nodiscard]] QString text() const;

private:
    [[nodiscard]] QString line(const QStringList &cells) const;

    QList<Column> m_columns;
    QList<qsizetype> m_widths;
    QList<QStringList> m_rows;
};

} // namespace qd
