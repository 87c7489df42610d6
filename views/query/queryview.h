#pragma once

#include "query/chartdata.h"
#include "query/messagespanel.h"
#include "query/parameterbar.h"
#include "query/runhead.h"
#include "resultgridmodel.h"

#include <QWidget>

#include <optional>

class QLabel;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace qd {

class PlotPanel;
class ProblemList;
class QueryEditor;
class QuerySide;
class ResultPane;

/// The query page: what can be opened at the left, the tabs and the editor above, the result below as rows, as a chart,
/// with what the service said. Its keys are Kusto.Explorer's. Everything it is asked for goes out as a signal. GUI thread.
class QueryView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryView)

public:
    enum class Way { Run, Preview, FromCache };
    enum class Part { Rows, Chart, Messages };

    /// `entries` is a QueryTreeModel. All are borrowed and must outlive the view.
    QueryView(QAbstractItemModel &entries, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setTabs(const QStringList &titles, int current);
    void setParameters(const QList<ParameterField> &fields) { m_parameters->setFields(fields); }
    [[nodiscard]] QHash<QString, QString> parameterValues() const { return m_parameters->values(); }
    void setRun(const RunLook &look);
    /// Shows the rows of this run; borrowed, nothing shows none.
    void setResult(ResultGridModel *model);
    void setChart(const query::ResultSet &set, const query::RenderSpec &spec, query::ChartKind kind);
    void setMessages(const RunMessages &messages);
    void showPart(Part part);
    [[nodiscard]] Part part() const;

    void chooseKind(int index);
    void cyclePane();
    void toggleMaximised();
    void toggleSide(int side);
    void openCopyMenu();
    void selectionToFilter();
    /// Of the list's current entry while the list has the focus, else of the query in front.
    void requestRename();
    void requestDelete();
    void deleteListed();
    /// Makes the entry current in the list.
    void selectEntry(const QString &key, int section);

    [[nodiscard]] QueryEditor &editor() const { return *m_editor; }
    [[nodiscard]] ResultPane &rows() const { return *m_rows; }
    [[nodiscard]] PlotPanel &chart() const { return *m_chart; }
    [[nodiscard]] RunHead &head() const { return *m_head; }

signals:
    void runRequested(qd::QueryView::Way way);
    void cancelRequested();
    void edited();
    void tabChosen(int index);
    void tabClosed(int index);
    void tabRequested();
    void saveRequested();
    /// `path` of a saved query; empty: the query in front.
    void renameRequested(const QString &path);
    void deleteRequested(const QString &path);
    void clearHistoryRequested();
    void exportRequested();
    void commandRequested();
    void entryChosen(const QString &key, int section);
    void rangeBrushed(qd::Instant from, qd::Instant to);
    void helpRequested();
    void paletteRequested();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeEditorSide();
    QWidget *makeResultSide();
    QWidget *makeActions();
    void wire();
    [[nodiscard]] bool handleKey(const QKeyEvent &event, bool isAsking);
    void showEmpty();
    [[nodiscard]] std::optional<QString> savedEntry() const;
    void placeClose(int tab, bool isThere);

    const Theme &m_theme;
    QuerySide *m_side;
    QTabBar *m_tabs;
    ParameterBar *m_parameters;
    QueryEditor *m_editor;
    ProblemList *m_problems;
    RunHead *m_head;
    QTabBar *m_parts;
    QStackedWidget *m_partStack;
    QStackedWidget *m_rowStack; ///< rows, or a word why there are none
    QLabel *m_rowMessage;
    ResultPane *m_rows;
    PlotPanel *m_chart;
    MessagesPanel *m_messages;
    QSplitter *m_split;
    QWidget *m_top = nullptr;
    bool m_isFilling = false;
};

} // namespace qd
