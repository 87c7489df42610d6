// The commands of the query page, for the palette and the sheet of keys, and what they copy.
#include "features/queryfeature.h"

#include "mainwindow.h"
#include "query/plotpanel.h"
#include "query/queryeditor.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "shell/pagestack.h"
#include "workspace.h"

#include <QClipboard>
#include <QGuiApplication>

namespace qd {

namespace {

PageId queryPageId() { return PageId(QStringLiteral("query")); }

/// A text as one word of a POSIX shell.
QString shellWord(QString text) { return u'\'' % text.replace(u'\'', QStringLiteral("'\\''")) % u'\''; }

} // namespace

void QueryFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    const auto add = [this, &commands](const QString &id, const QString &title, const char *icon, auto step) {
        commands.add({CommandId(QStringLiteral("query.") + id), title, tr("Query"), {}, QLatin1StringView(icon)}, this, [this, step] {
            m_window.pages().open(queryPageId());
            step(*m_view);
        });
    };
    using Way = QueryView::Way;
    add(QStringLiteral("run"), tr("Run the query at the cursor (F5)"), "player-play", [this](QueryView &) { run(Way::Run); });
    add(QStringLiteral("preview"), tr("Preview the query: its first 50 rows (Ctrl+F5)"), "player-play", [this](QueryView &) { run(Way::Preview); });
    add(QStringLiteral("cached"), tr("Show the answer of last time (F8)"), "history", [this](QueryView &) { run(Way::FromCache); });
    add(QStringLiteral("cancel"), tr("Cancel the query (Esc)"), "x", [this](QueryView &) { m_desk.current().cancel(); });
    add(QStringLiteral("new"), tr("New query (Ctrl+N)"), "file-code", [this](QueryView &) { m_desk.openNew(); });
    add(QStringLiteral("close"), tr("Close the query (Ctrl+W)"), "x", [this](QueryView &) { m_desk.close(m_desk.currentIndex()); });
    add(QStringLiteral("format"), tr("Format the query (Ctrl+K Ctrl+F)"), "file-code", [](QueryView &view) { view.editor().formatStatement(); });
    add(QStringLiteral("extract"), tr("Extract the selection as a let (Ctrl+Alt+M)"), "file-code", [](QueryView &view) { (void)view.editor().extractLet(); });
    add(QStringLiteral("definition"), tr("Go to the definition of the word (F12)"), "search", [](QueryView &view) { view.editor().goToDefinition(); });
    add(QStringLiteral("complete"), tr("Complete the word (Ctrl+Space)"), "keyboard", [](QueryView &view) { view.editor().complete(); });
    add(QStringLiteral("filterSelection"), tr("Make the selected cells a filter (Ctrl+Shift+Space)"), "filter-off", [](QueryView &view) { view.selectionToFilter(); });
    add(QStringLiteral("filter"), tr("Filter the column of the result (/)"), "filter-off", [](QueryView &view) { view.rows().startFilter(); });
    add(QStringLiteral("sort"), tr("Order the result by the column"), "table", [](QueryView &view) { view.rows().grid().cycleSort(view.rows().grid().currentColumn()); });
    add(QStringLiteral("group"), tr("Group the result by the column (Ctrl+Shift+G)"), "table", [](QueryView &view) { view.rows().grid().toggleGroup(); });
    add(QStringLiteral("statistics"), tr("Statistics of the column (Ctrl+Shift+S)"), "gauge", [](QueryView &view) { view.toggleSide(0); });
    add(QStringLiteral("inspect"), tr("The cell in full (Ctrl+Shift+I)"), "search", [](QueryView &view) { view.toggleSide(1); });
    add(QStringLiteral("maximise"), tr("Result over the whole page, and back (Ctrl+E)"), "layout-dashboard", [](QueryView &view) { view.toggleMaximised(); });
    add(QStringLiteral("save"), tr("Save the query among your own (Ctrl+S)"), "file-code", [this](QueryView &) { m_filing.askSave(); });
    add(QStringLiteral("rename"), tr("Rename or move the saved query (F2)"), "file-code", [](QueryView &view) { view.requestRename(); });
    add(QStringLiteral("delete"), tr("Delete the saved query (Del in the list)"), "x", [](QueryView &view) { view.requestDelete(); });
    add(QStringLiteral("restore"), tr("Bring back the query that was deleted last"), "history", [this](QueryView &) { m_filing.bringBack(); });
    add(QStringLiteral("export"), tr("Export the result to a file"), "table", [this](QueryView &) { askExport(); });
    add(QStringLiteral("command"), tr("Copy the query as a deckctl command"), "copy", [this](QueryView &) { copyCommand(); });
    for (const auto &[id, title, form] : {std::tuple(QStringLiteral("copyText"), tr("Copy the selected cells as text (Ctrl+C)"), query::CopyForm::Tsv),
                                          std::tuple(QStringLiteral("copyMarkdown"), tr("Copy the selected cells as Markdown"), query::CopyForm::Markdown),
                                          std::tuple(QStringLiteral("copyJson"), tr("Copy the selected cells as JSON"), query::CopyForm::Json),
                                          std::tuple(QStringLiteral("copyDatatable"), tr("Copy the selected cells as a KQL datatable"), query::CopyForm::Datatable)})
        add(id, title, "copy", [form = form](QueryView &view) { view.rows().grid().copySelection(form); });
    for (int i = 0; i < plotKinds().size(); ++i)
        add(QString(QStringLiteral("chart.") % query::chartKindName(plotKinds().at(i).first)), tr("Draw the result as a %1 (Alt+%2)").arg(plotKinds().at(i).second.toLower()).arg(i + 1),
            "chart-line", [i](QueryView &view) { view.chooseKind(i); });
}

void QueryFeature::addHints()
{
    for (const auto &[keys, what] :
         {std::pair(QStringLiteral("F5 or Shift+Enter"), tr("Run the statement at the cursor, or the selection")), std::pair(QStringLiteral("Esc or Shift+F5"), tr("Cancel")),
          std::pair(QStringLiteral("Ctrl+F5"), tr("Preview: 50 rows")), std::pair(QStringLiteral("F8"), tr("From cache")), std::pair(QStringLiteral("Ctrl+Space"), tr("Complete")),
          std::pair(QStringLiteral("F12"), tr("Go to definition")), std::pair(QStringLiteral("F1"), tr("Help on the word")), std::pair(QStringLiteral("Ctrl+K Ctrl+F"), tr("Format")),
          std::pair(QStringLiteral("Ctrl+Alt+M"), tr("Extract a let")), std::pair(QStringLiteral("Ctrl+Shift+Space"), tr("Selected cells become a filter")),
          std::pair(QStringLiteral("/"), tr("Filter the column")), std::pair(QStringLiteral("Ctrl+Shift+C"), tr("Copy as…")), std::pair(QStringLiteral("Ctrl+Shift+G"), tr("Group by the column")),
          std::pair(QStringLiteral("Ctrl+Shift+S"), tr("Statistics of the column")), std::pair(QStringLiteral("Ctrl+Shift+I or Enter"), tr("The cell in full")),
          std::pair(QStringLiteral("Alt+1 … Alt+9, Alt+0"), tr("Draw as another chart; rows")), std::pair(QStringLiteral("F6"), tr("Next pane")),
          std::pair(QStringLiteral("Ctrl+E"), tr("Result over the whole page")), std::pair(QStringLiteral("Ctrl+N, Ctrl+W, Ctrl+Tab"), tr("New query, close, next")),
          std::pair(QStringLiteral("Ctrl+S"), tr("Save")), std::pair(QStringLiteral("F2"), tr("Rename or move the saved query")), std::pair(QStringLiteral("Del in the list"), tr("Delete the saved query"))})
        m_workspace.commands.addHint({queryPageId(), tr("Query"), keys, what});
}

// Only what was written and the range: who may read what, deckctl knows by itself.
void QueryFeature::copyCommand()
{
    const QueryOrder order = m_account ? orderFor(QueryView::Way::Run).value_or(QueryOrder{}) : QueryOrder{};
    if (order.kql.trimmed().isEmpty())
        return m_view->head().showNotice(tr("There is no query at the cursor"));
    const QString range = order.timespan ? QString(QStringLiteral(" --range ") % shellWord(order.rangeText)) : QString();
    QGuiApplication::clipboard()->setText(QString(QStringLiteral("deckctl query run") % range % u' ' % shellWord(order.kql)));
    m_view->head().showNotice(tr("Copied the command"));
}

} // namespace qd
