#pragma once

#include "clock.h"
#include "change/change.h"
#include "slo/slotile.h"
#include "slodetail.h"
#include "theme/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace qd {

class BigValue;
class BurnTable;
class ChartPanel;
class ErrorBanner;
class FactList;
class StateChip;

/// Everything about one objective: its history over the budget window with what was changed, the burn-down of its error
/// budget, its burn rates, and the query that makes the numbers. Escape goes back. GUI thread.
class DetailView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DetailView)

public:
    /// `theme` and `clock` are borrowed and must outlive the view.
    DetailView(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    /// The head, burn table and numbers.
    void setTile(const SloTile &tile);
    /// History and burn-down, or that they are loading, or why they are missing. While a history is shown an
    /// error only adds a banner: the last good data stays.
    void setDetail(const SloDetail &detail);
    /// What was changed, drawn over both charts; `error` when it could not be read.
    void setMarkers(const QList<Change> &markers, const std::optional<Error> &error = {});
    /// The query behind the numbers; read-only, can be copied.
    void setQuery(const QString &kql);
    [[nodiscard]] SloId id() const { return m_tile.id; }

signals:
    void backRequested();
    void retryRequested();
    void exemplarRequested(); ///< Return: the trace behind the numbers
    void openMarkerRequested(const qd::Change &marker);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeCharts();
    QWidget *makeSide();
    QWidget *makeBurnPanel(QWidget *parent);
    QWidget *makeQueryPanel(QWidget *parent);
    void refreshIcons();
    void refreshAge();
    void refreshCharts();
    void refreshError();

    const Theme &m_theme;
    const Clock &m_clock;
    QTimer m_tick;
    SloTile m_tile;
    SloDetail m_detail;
    QList<Change> m_markers;
    std::optional<Error> m_markerError;
    QPushButton *m_back = nullptr;
    QLabel *m_title = nullptr;
    StateChip *m_chip = nullptr;
    QLabel *m_age = nullptr;
    BigValue *m_value = nullptr;
    QLabel *m_objective = nullptr;
    QLabel *m_sentence = nullptr;
    ErrorBanner *m_banner = nullptr;
    ChartPanel *m_sli = nullptr;
    ChartPanel *m_burnDown = nullptr;
    BurnTable *m_burn = nullptr;
    FactList *m_facts = nullptr;
    QLabel *m_description = nullptr;
    QPlainTextEdit *m_query = nullptr;
    QPushButton *m_copyQuery = nullptr;
};

} // namespace qd
