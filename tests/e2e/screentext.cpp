#include "screentext.h"

#include "widgets/diffview.h"

#include <Qsci/qsciscintilla.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>

namespace qd::test {

namespace {

QString rowsOf(const QAbstractItemModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        rows << cells.join(u'\t');
    }
    return rows.join(u'\n');
}

QString textOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text();
    if (const auto *line = qobject_cast<const QLineEdit *>(&widget))
        return line->text();
    if (const auto *editor = qobject_cast<const QsciScintilla *>(&widget))
        return editor->text();
    if (const auto *diff = qobject_cast<const DiffView *>(&widget))
        return diff->unified();
    if (const auto *view = qobject_cast<const QAbstractItemView *>(&widget); view && view->model())
        return rowsOf(*view->model());
    return widget.accessibleName();
}

} // namespace

QString shownTexts(const QWidget &window, const QString &objectName)
{
    QStringList texts;
    for (const QWidget *widget : window.findChildren<QWidget *>(objectName))
        if (widget->isVisible())
            texts << textOf(*widget);
    return texts.join(u'\n');
}

} // namespace qd::test
