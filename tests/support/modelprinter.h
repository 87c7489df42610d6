#pragma once

#include <QAbstractItemModel>
#include <QStringList>

namespace qd::test {

/// The model's top rows as lines of text: the given roles joined by " | ". Compare with QCOMPARE to see a readable diff.
inline QStringList printedLines(const QAbstractItemModel &model, const QList<int> &roles = {Qt::DisplayRole})
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (const int role : roles)
            cells << model.index(row, 0).data(role).toString();
        lines << cells.join(QStringLiteral(" | "));
    }
    return lines;
}

} // namespace qd::test
