// The keys of the query page, which are Kusto.Explorer's.
#include "query/queryeditor.h"
#include "query/queryview.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"

#include <QKeyEvent>
#include <QTabBar>

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

} // namespace qd
