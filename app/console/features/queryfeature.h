#pragma once

#include "columnvalues.h"
#include "feature.h"
#include "features/querydesk.h"
#include "features/queryfiling.h"
#include "features/queryshelf.h"
#include "kql/assist.h"
#include "query/queryview.h"
#include "resultexport.h"
#include "watchedaccount.h"

#include <QPointer>

#include <memory>

namespace qd {

class MainWindow;
struct Workspace;

/// The query page: the tabs that are open, what runs, its result as rows and as a chart, and where queries come from.
class QueryFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryFeature)

public:
    QueryFeature(Workspace &workspace, MainWindow &window);
    ~QueryFeature() override;
    void attach(WatchedAccount &account) override;

private:
    [[nodiscard]] QWidget *makeView();
    void wireView();
    void wireDesk();
    void wireFiling();
    void addCommands();
    void addHistoryCommands();
    void addHints();
    [[nodiscard]] bool isShown() const;
    void askCatalog();
    void run(QueryView::Way way);
    /// What a run would send; an error when a parameter does not fit.
    [[nodiscard]] Result<QueryOrder> orderFor(QueryView::Way way) const;
    [[nodiscard]] TelemetrySchema schema() const;
    void openEntry(const QString &key, int section);
    void showParameters();
    void record(const QueryTab &tab);
    void keepHistory(bool isKept);
    void askClearHistory();
    void clearHistory();
    void askValues(const kql::ValueSource &source);
    void showValues();
    void showTab();
    void showLook();
    void onEnded(QueryTab &tab, qsizetype place);
    void setRange(Instant from, Instant to);
    void askExport();
    void exportTo(const QString &path);
    void copyCommand();
    void notice(StatusTone tone, const QString &title, const QString &detail = {});

    Workspace &m_workspace;
    MainWindow &m_window;
    QueryDesk m_desk;
    QueryShelf m_shelf;
    QueryFiling m_filing;
    query::Catalog m_catalog;
    QPointer<QueryView> m_view; ///< in the window, once it was opened
    QPointer<WatchedAccount> m_account;
    std::unique_ptr<ResultExport> m_export;
    Call m_asking; ///< for the catalog
    std::unique_ptr<ColumnValues> m_values;
    kql::ValueSource m_wantedValues; ///< asked for last
};

} // namespace qd
