#pragma once

#include "feature.h"
#include "slotilemodel.h"
#include "tracecontroller.h"
#include "traceliststore.h"
#include "tracestore.h"
#include "worstfirstproxy.h"

#include <QPointer>

#include <memory>

namespace qd {

class IncidentView;
class MainWindow;
class TracePane;
struct Workspace;

/// The incident page: the worst tiles, the exemplar of one of them, what was changed. Owns the commands that work on
/// whatever trace is on the screen: next error, replay.
class IncidentFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncidentFeature)

public:
    IncidentFeature(Workspace &workspace, MainWindow &window);
    ~IncidentFeature() override;

    void attach(WatchedAccount &account) override;

private:
    void wire();
    void addCommands();
    /// Of the open detail, the selected tile or the incident; else the worst.
    [[nodiscard]] SloId currentSlo() const;
    void openExemplar(const SloId &id);
    void loadExemplar(const SloId &id);
    void onPageChanged();
    /// The trace on the screen, or null.
    [[nodiscard]] TracePane *shownPane() const;
    void openQuery(const TraceId &trace, const SpanId &span);

    Workspace &m_workspace;
    MainWindow &m_window;
    SloTileModel m_model;
    WorstFirstProxy m_worstFirst;
    TraceListStore m_list; ///< not shown; the controller wants one
    TraceStore m_trace;
    QPointer<IncidentView> m_view; ///< in the window
    QPointer<WatchedAccount> m_account;
    std::unique_ptr<TraceController> m_controller; ///< of the account
};

} // namespace qd
