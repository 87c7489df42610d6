// What the query page does within itself, by key or by command.
#include "query/plotcanvas.h"
#include "query/plotpanel.h"
#include "query/queryeditor.h"
#include "query/queryside.h"
#include "query/queryview.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "querytreemodel.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QTreeView>

namespace qd {

void QueryView::chooseKind(int index)
{
    if (index < 0 || index >= plotKinds().size())
        return;
    m_chart->setKind(plotKinds().at(index).first);
    showPart(Part::Chart);
}

void QueryView::cyclePane()
{
    QWidget *result = part() == Part::Chart ? static_cast<QWidget *>(&m_chart->canvas()) : &m_rows->grid();
    if (m_editor->hasFocus())
        result->setFocus(Qt::ShortcutFocusReason);
    else if (m_side->isAncestorOf(focusWidget()))
        m_editor->setFocus(Qt::ShortcutFocusReason);
    else
        m_side->tree().setFocus(Qt::ShortcutFocusReason);
}

void QueryView::toggleMaximised()
{
    const bool isMaximised = !m_top->isVisibleTo(this);
    m_top->setVisible(isMaximised);
    m_side->setVisible(isMaximised);
    if (isMaximised)
        m_editor->setFocus();
    else
        m_rows->grid().setFocus();
}

void QueryView::toggleSide(int side)
{
    const ResultPane::Side wanted = side == 0 ? ResultPane::Side::Statistics : ResultPane::Side::Inspector;
    showPart(Part::Rows);
    m_rows->showSide(m_rows->side() == wanted ? ResultPane::Side::Closed : wanted);
}

void QueryView::openCopyMenu()
{
    ResultGrid &grid = m_rows->grid();
    const QPoint at = grid.visualRect(grid.currentIndex()).bottomLeft();
    QContextMenuEvent menu(QContextMenuEvent::Keyboard, at, grid.viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(&grid, &menu);
}

// Nothing when the list is at something that is not one's own.
std::optional<QString> QueryView::savedEntry() const
{
    if (!m_side->tree().hasFocus())
        return QString();
    const QModelIndex index = m_side->tree().currentIndex();
    const QString path = index.data(QueryTreeModel::KeyRole).toString();
    const bool isSaved = !path.isEmpty() && index.data(QueryTreeModel::SectionRole).toInt() == static_cast<int>(QueryTreeModel::Section::Saved);
    return isSaved ? std::optional(path) : std::nullopt;
}

void QueryView::requestRename()
{
    if (const auto path = savedEntry())
        emit renameRequested(*path);
    else
        m_head->showNotice(tr("Only queries that you saved can be renamed"));
}

void QueryView::requestDelete()
{
    if (const auto path = savedEntry())
        emit deleteRequested(*path);
    else
        m_head->showNotice(tr("Only queries that you saved can be deleted"));
}

void QueryView::deleteListed()
{
    if (m_side->tree().hasFocus())
        requestDelete();
}

void QueryView::selectEntry(const QString &key, int section) { m_side->select(key, section); }

// What is selected in the grid becomes a condition of the statement that brought it.
void QueryView::selectionToFilter()
{
    const QString clause = query::whereClause(m_rows->grid().selectedBlock());
    if (clause.isEmpty())
        return m_head->showNotice(tr("Select cells of the result first"));
    const QString all = m_editor->text();
    const kql::TextRange range = kql::statementAt(all, m_editor->cursorOffset());
    QString head = all.left(range.to);
    while (!head.isEmpty() && (head.back().isSpace() || head.back() == u';'))
        head.chop(1);
    m_editor->replaceText(QString(head % u'\n' % clause % all.mid(range.to)));
    m_editor->goTo(head.size() + 1 + clause.size());
    m_head->showNotice(tr("Added as a filter; F5 runs it"));
}

} // namespace qd
