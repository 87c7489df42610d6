#pragma once

#include "query/resultset.h"

#include <QStringList>

#include <memory>
#include <initializer_list>
#include <utility>

namespace qd::test {

/// The cells of a row, or of a column, as they are written down in a test.
struct Cells : QStringList {
    Cells() = default;
    Cells(std::initializer_list<const char *> cells)
    {
        for (const char *cell : cells)
            append(QString::fromUtf8(cell));
    }
    Cells(std::initializer_list<QString> cells) : QStringList(cells) { }
};

/// A piece of a result written down row by row: cells as text, "∅" for null; numbers, times (microseconds) and booleans
/// are read from their digits.
inline query::ResultSet::Piece piece(const QList<std::pair<QString, ColumnType>> &columns, const QList<Cells> &rows)
{
    auto made = std::make_shared<query::ResultTable>();
    made->name = QStringLiteral("PrimaryResult");
    for (qsizetype column = 0; column < columns.size(); ++column) {
        query::ResultColumn &target = made->columns.emplace_back(columns.at(column).first, columns.at(column).second);
        for (const Cells &row : rows) {
            const QString &cell = row.at(column);
            if (cell == QStringLiteral("∅"))
                target.appendNull();
            else if (target.holdsText())
                target.appendText(cell.toStdString());
            else if (target.holdsReal())
                target.appendReal(cell.toDouble());
            else
                target.appendInteger(cell.toLongLong());
        }
    }
    return made;
}

inline query::ResultSet resultOf(const QList<std::pair<QString, ColumnType>> &columns, const QList<Cells> &rows)
{
    query::ResultSet set;
    set.append(piece(columns, rows));
    return set;
}

} // namespace qd::test
