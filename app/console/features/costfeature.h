#pragma once

#include "budgetmodel.h"
#include "costcontroller.h"
#include "feature.h"
#include "guardedexport.h"
#include "ratecardfiles.h"
#include "ratecardstore.h"
#include "ratemodel.h"
#include "spendmodel.h"
#include "watchedaccount.h"

#include <QPointer>

#include <memory>

namespace qd {

class CostView;
class MainWindow;
struct Workspace;

/// The cost page: chargeback, budgets and rate card, and their export.
class CostFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CostFeature)

public:
    CostFeature(Workspace &workspace, MainWindow &window);
    ~CostFeature() override;

    void attach(WatchedAccount &account) override;

private:
    [[nodiscard]] CostView *makeView();
    void wireView();
    void wireRates();
    void addCommands();
    void loadCard();
    void saveCard();
    void show();
    void showMarkers();
    void showCard();
    void followPage();
    void askExport();
    void exportTo(const QString &path);
    void openCard();

    Workspace &m_workspace;
    MainWindow &m_window;
    CostStore m_store;
    RateCardStore m_card;
    LoadedRateCard m_loaded;
    QString m_cardProblem;
    BudgetModel m_budgets;
    SpendModel m_spend;
    RateModel m_rates;
    QPointer<CostView> m_view; ///< in the window, once it was opened
    std::unique_ptr<CostController> m_controller;
    std::unique_ptr<GuardedExport> m_export;
};

} // namespace qd
