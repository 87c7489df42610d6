// The keys of the query page, which are Kusto.Explorer's, and what they do within the page.
#include "query/plotpanel.h"
#include "query/plotcanvas.h"
#include "query/queryeditor.h"
#include "query/queryside.h"
#include "query/queryview.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "querytreemodel.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QTabBar>
#include <QTreeView>

#include <functional>

namespace qd {

namespace {

/// A key with its modifiers, and what it does.
struct PageKey {
    QKeyCombination keys;
    std::function<void(QueryView &)> act;
};

void nextTab(QueryView &view, int step)
{
    auto *tabs = view.findChild<QTabBar *>(QStringLiteral("queryTabs"));
    tabs->setCurrentIndex((tabs->currentIndex() + step + tabs->count()) % tabs->count());
}

void closeTab(QueryView &view)
{
    emit view.tabClosed(view.findChild<QTabBar *>(QStringLiteral("queryTabs"))->currentIndex());
}

const QList<PageKey> &pageKeys()
{
    using Way = QueryView::Way;
    static const QList<PageKey> keys{
        {Qt::Key_F5, [](QueryView &view) { emit view.runRequested(Way::Run); }},
        {Qt::SHIFT | Qt::Key_Return, [](QueryView &view) { emit view.runRequested(Way::Run); }},
        {Qt::SHIFT | Qt::Key_Enter, [](QueryView &view) { emit view.runRequested(Way::Run); }},
        {Qt::SHIFT | Qt::Key_F5, [](QueryView &view) { emit view.cancelRequested(); }},
        {Qt::CTRL | Qt::Key_F5, [](QueryView &view) { emit view.runRequested(Way::Preview); }},
        {Qt::Key_F8, [](QueryView &view) { emit view.runRequested(Way::FromCache); }},
        {Qt::Key_F12, [](QueryView &view) { view.editor().goToDefinition(); }},
        {Qt::ALT | Qt::Key_Home, [](QueryView &view) { view.editor().goToDefinition(); }},
        {Qt::Key_F1,
         [](QueryView &view) {
             if (!view.editor().hasFocus() || !view.editor().showHelp())
                 emit view.helpRequested();
         }},
        {Qt::CTRL | Qt::Key_Space, [](QueryView &view) { view.editor().complete(); }},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_Space, [](QueryView &view) { view.selectionToFilter(); }},
        {Qt::CTRL | Qt::ALT | Qt::Key_M,
         [](QueryView &view) {
             if (!view.editor().extractLet())
                 view.head().showNotice(QueryView::tr("Select an expression or a pipeline to extract it"));
         }},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_C, [](QueryView &view) { view.openCopyMenu(); }},
        {Qt::Key_F6, [](QueryView &view) { view.cyclePane(); }},
        {Qt::CTRL | Qt::Key_E, [](QueryView &view) { view.toggleMaximised(); }},
        {Qt::CTRL | Qt::Key_S, [](QueryView &view) { emit view.saveRequested(); }},
        {Qt::Key_F2, [](QueryView &view) { view.requestRename(); }},
        {Qt::Key_Delete, [](QueryView &view) { view.deleteListed(); }},
        {Qt::CTRL | Qt::Key_N, [](QueryView &view) { emit view.tabRequested(); }},
        {Qt::CTRL | Qt::Key_W, closeTab},
        {Qt::CTRL | Qt::Key_Tab, [](QueryView &view) { nextTab(view, 1); }},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_Backtab, [](QueryView &view) { nextTab(view, -1); }},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_S, [](QueryView &view) { view.toggleSide(0); }},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_I, [](QueryView &view) { view.toggleSide(1); }},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_G, [](QueryView &view) { view.rows().grid().toggleGroup(); }},
        {Qt::ALT | Qt::Key_0, [](QueryView &view) { view.showPart(QueryView::Part::Rows); }}};
    return keys;
}

} // namespace

bool QueryView::handleKey(const QKeyEvent &event, bool isAsking)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (event.key() == Qt::Key_Escape && modifiers == Qt::NoModifier && m_head->look().phase == RunLook::Phase::Running) {
        if (!isAsking)
            emit cancelRequested();
        return true;
    }
    if (modifiers == Qt::AltModifier && event.key() >= Qt::Key_1 && event.key() <= Qt::Key_9) {
        if (!isAsking)
            chooseKind(event.key() - Qt::Key_1);
        return true;
    }
    for (const PageKey &key : pageKeys()) {
        if (key.keys.key() != event.key() || key.keys.keyboardModifiers() != modifiers)
            continue;
        if (!isAsking)
            key.act(*this);
        return true;
    }
    return false;
}

// The page's keys win over the window's: F5 runs, F1 explains the word, Escape cancels what runs.
bool QueryView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && handleKey(static_cast<const QKeyEvent &>(*event), true)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void QueryView::keyPressEvent(QKeyEvent *event)
{
    if (!handleKey(*event, false))
        QWidget::keyPressEvent(event);
}

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
