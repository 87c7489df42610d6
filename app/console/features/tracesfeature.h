#pragma once

#include "feature.h"
#include "tracecontroller.h"
#include "traceliststore.h"
#include "tracestore.h"
#include "tracetablemodel.h"

#include <QPointer>
#include <QSortFilterProxyModel>

#include <memory>

namespace qd {

class MainWindow;
class TracesView;
struct Workspace;

/// The page of traces: the list in the range of the tiles, its filter, and the trace that is opened from it or from
/// elsewhere (Navigator::traceRequested). The list is asked for anew while it is looked at.
class TracesFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TracesFeature)

public:
    static constexpr Milliseconds refreshInterval{30000};

    TracesFeature(Workspace &workspace, MainWindow &window);
    ~TracesFeature() override;

    void attach(WatchedAccount &account) override;

private:
    void wire();
    [[nodiscard]] bool isShown() const;
    void ask(const QString &filter);
    void refreshIfOld();
    void open(const TraceId &id, const SpanId &span, bool isFromElsewhere);
    void openQuery(const TraceId &trace, const SpanId &span);

    Workspace &m_workspace;
    MainWindow &m_window;
    TraceListStore m_list;
    TraceStore m_trace;
    TraceTableModel m_model;
    QSortFilterProxyModel m_sorted;
    QPointer<TracesView> m_view; ///< in the window
    QPointer<WatchedAccount> m_account;
    std::unique_ptr<TraceController> m_controller; ///< of the account
};

} // namespace qd
