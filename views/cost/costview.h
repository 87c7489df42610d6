#pragma once

#include "change/change.h"
#include "clock.h"
#include "coststore.h"
#include "cost/ratepanel.h"
#include "cost/spendpanel.h"
#include "theme/theme.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace qd {

class BudgetModel;
class BudgetPanel;
class EmptyState;
class ErrorBanner;
class NoticeRow;
class ProgressLine;

/// What the fleet costs: the tenants' month against their budgets, spend by tenant, model, agent and tool, and the rate
/// card behind the numbers. GUI thread.
class CostView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CostView)

public:
    enum class Tab { Budgets, Spend, Rates };

    /// Models that the page shows; borrowed, as all references.
    struct Models {
        BudgetModel &budgets;
        SpendModel &spend;
        RateModel &rates;
    };
    CostView(const Theme &theme, const Clock &clock, const Models &models, QWidget *parent = nullptr);

    /// All numbers and states. The tables' rows come with the models.
    void showCost(const CostStore &store);
    void setMarkers(const QList<Change> &markers);
    void setLoading(bool isLoading);
    void openTab(Tab tab);
    [[nodiscard]] RatePanel &rates() const { return *m_rates; }
    [[nodiscard]] BudgetPanel &budgets() const { return *m_budgets; }

signals:
    void periodRequested(qd::CostStore::Period period);
    void retryRequested();
    void exportRequested();
    void markerActivated(const qd::Change &change);

private:
    QWidget *makeHead();
    QWidget *makePeriods();
    void makeBody(const Models &models);
    void refreshAge();
    void refreshState(const CostStore &store);
    void refreshTotals(const CostStore &store);

    const Theme &m_theme;
    const Clock &m_clock;
    QTimer m_tick;
    std::optional<Instant> m_asOf;
    QString m_unpriced; ///< the first model without a price
    QLabel *m_total = nullptr;
    QLabel *m_reported = nullptr;
    QLabel *m_age = nullptr;
    QButtonGroup *m_periods = nullptr;
    QPushButton *m_export = nullptr;
    ProgressLine *m_progress = nullptr;
    ErrorBanner *m_banner = nullptr;
    NoticeRow *m_notice = nullptr;
    NoticeRow *m_disagreement = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QLabel *m_loading = nullptr;
    QStackedWidget *m_pages = nullptr;
    BudgetPanel *m_budgets = nullptr;
    SpendPanel *m_spend = nullptr;
    RatePanel *m_rates = nullptr;
};

} // namespace qd
