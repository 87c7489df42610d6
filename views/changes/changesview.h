#pragma once

#include "change/changerank.h"
#include "clock.h"
#include "error.h"
#include "slo/slotile.h"
#include "theme/theme.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QListView;
class QStackedWidget;

namespace qd {

class ChangeListModel;
class ChartPanel;
class EmptyState;
class ErrorBanner;

/// What changed: every change of the last weeks with how well it explains the burn of one SLO, and that SLO with the
/// changes over it. Return on a change goes where it can be looked into. GUI thread.
class ChangesView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangesView)

public:
    enum class Order { Score, Time };

    /// Health of the sources behind the list.
    struct Health {
        bool isLoaded = false;
        std::optional<Instant> asOf;
        QHash<QString, Error> errors;
        qsizetype dropped = 0;
    };

    /// References are borrowed and must outlive the view.
    ChangesView(const Theme &theme, const Clock &clock, ChangeListModel &model, QWidget *parent = nullptr);

    /// The SLOs to choose from; `chosen` is the one that ranks.
    void setSlos(const QList<SloTile> &tiles, const SloId &chosen);
    /// The chosen SLO and the changes over its chart; `burn` is told in words above it.
    void setSlo(const SloTile &tile, const QList<Change> &changes, const std::optional<BurnSpell> &burn);
    void setHealth(const Health &health);
    void selectChange(const ChangeId &id);
    void selectFirst();
    [[nodiscard]] Order order() const { return m_order; }

signals:
    void sloChosen(const qd::SloId &id);
    void orderChosen();
    void openRequested(const qd::ChangeId &change);
    void retryRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeList(ChangeListModel &model);
    void refreshAge();
    void refreshEmpty();
    void openCurrent();

    const Theme &m_theme;
    const Clock &m_clock;
    ChangeListModel &m_model;
    QTimer m_tick;
    Order m_order = Order::Score;
    Health m_health;
    QComboBox *m_slo = nullptr;
    QComboBox *m_sort = nullptr;
    QLabel *m_burn = nullptr;
    QLabel *m_age = nullptr;
    ErrorBanner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    QLabel *m_loading = nullptr;
    EmptyState *m_empty = nullptr;
    QListView *m_list = nullptr;
    ChartPanel *m_chart = nullptr;
};

} // namespace qd
