#pragma once

#include "chaosstore.h"
#include "theme/theme.h"

#include <QTimer>
#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QStackedLayout;
class QTableView;

namespace qd {

class ChaosForm;
class ChaosPanel;
class EmptyState;
class ErrorBanner;

/// The chaos page: the plan on the left, what is on at the right, what was done before below. Shows the store; every
/// intent leaves as a signal. GUI thread.
class ChaosView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosView)

public:
    /// Everything is borrowed. `history` has the columns of AuditTableModel.
    ChaosView(const ChaosStore &store, QAbstractItemModel &history, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setDefinitions(const QList<SloDefinition> &definitions);

signals:
    void startRequested(const qd::ChaosSpec &spec);
    void stopRequested();
    void releaseRequested();
    void refreshRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void refresh();
    [[nodiscard]] QString obstacle() const;

    const ChaosStore &m_store;
    const Clock &m_clock;
    QList<SloDefinition> m_definitions;
    ChaosForm *m_form;
    ChaosPanel *m_panel;
    QTableView *m_history;
    EmptyState *m_empty;
    ErrorBanner *m_error;
    QLabel *m_age;
    QWidget *m_content;
    QTimer m_tick; ///< the countdown
    std::optional<Error> m_shownError;
};

} // namespace qd
