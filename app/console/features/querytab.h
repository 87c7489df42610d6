#pragma once

#include "azuremonitor/queryservice.h"
#include "query/chartdata.h"
#include "query/messagespanel.h"
#include "query/runhead.h"
#include "querydrafts.h"
#include "resultgridmodel.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace qd {

/// What a tab sends: a statement with everything filled in, and where it stands in the tab's text.
struct QueryOrder {
    QString kql;
    qsizetype offset = 0;  ///< of the statement in the text, for the places of errors
    std::optional<TimeSpanRange> timespan;
    QString rangeText;     ///< as the head shows it
    QString schema;
    QString name;          ///< for the history
};

/// One query that is open: its text, the run that is under way, and the rows, chart and messages of the last one. The
/// result before stays until the first rows of the next one are here. GUI thread.
class QueryTab final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryTab)

public:
    /// Rows of an earlier run of the same text.
    struct Answer {
        query::ResultSet set;
        query::RenderSpec render;
        RunLook look;
        RunMessages messages;
    };

    /// `clock` is borrowed and must outlive the tab.
    QueryTab(QueryDraft draft, const Clock &clock, QObject *parent = nullptr);
    ~QueryTab() override;

    [[nodiscard]] QueryDraft &draft() { return m_draft; }
    void run(QueryService &service, const QueryOrder &order);
    void cancel();
    /// Shows an answer that was kept.
    void show(const Answer &answer);
    /// The text is not the one that was run any more, or is again.
    void setStale(bool isStale);

    [[nodiscard]] const RunLook &look() const { return m_look; }
    [[nodiscard]] const RunMessages &messages() const { return m_messages; }
    [[nodiscard]] const query::RenderSpec &render() const { return m_render; }
    [[nodiscard]] ResultGridModel *result() const { return m_result.get(); }
    [[nodiscard]] const QueryOrder &order() const { return m_order; }
    [[nodiscard]] bool isRunning() const { return m_look.phase == RunLook::Phase::Running; }
    query::ChartKind chart = query::ChartKind::Table; ///< as it is drawn now
    [[nodiscard]] Answer answer() const;

signals:
    void lookChanged();
    /// Another model holds the rows, or none.
    void resultChanged();
    /// A run ended, well or not; `place` is where in the tab's text it was refused, or -1.
    void ended(qsizetype place);

private:
    void take(const query::ResultSet::Piece &piece);
    void finish(const Result<QueryAnswer> &answer);
    void succeed(const QueryAnswer &answer);
    void startResult();

    QueryDraft m_draft;
    const Clock &m_clock;
    QueryOrder m_order;
    Call m_call;
    RunLook m_look;
    RunMessages m_messages;
    query::RenderSpec m_render;
    std::unique_ptr<ResultGridModel> m_result;
    bool m_hasRows = false; ///< of the run that is under way
};

} // namespace qd
