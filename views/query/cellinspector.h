#pragma once

#include "query/resultset.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTreeWidget;

namespace qd {

/// One cell in full: JSON as a tree, everything else as plain text; bounded, never rendered. GUI thread.
class CellInspector final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CellInspector)

public:
    static constexpr qsizetype mostText = 200000; ///< characters shown
    static constexpr size_t mostNodes = 5000;     ///< values of JSON shown

    explicit CellInspector(QWidget *parent = nullptr);

    void showCell(const query::ResultSet &set, size_t row, size_t column);
    void clear();

private:
    bool showTree(const QString &json);

    QLabel *m_title;
    QLabel *m_facts;
    QStackedWidget *m_stack;
    QTreeWidget *m_tree;
    QPlainTextEdit *m_text;
};

} // namespace qd
