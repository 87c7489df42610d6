#pragma once

#include "clock.h"
#include "theme/theme.h"
#include "traceliststore.h"

#include <QTimer>
#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace qd {

class EmptyState;
class ErrorBanner;
class FilterEdit;
class ProgressLine;
class TracePane;
class TraceStore;

/// The page of traces: filter box and list, and over it the trace that was opened. Keys: / filter, j/k move, Return opens,
/// Escape goes back to the list. GUI thread.
class TracesView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TracesView)

public:
    /// What the view reads; borrowed, and must outlive it. `rows` has TraceTableModel's roles, over `list`.
    struct Sources {
        const TraceListStore &list;
        QAbstractItemModel &rows;
        const TraceStore &trace;
    };

    TracesView(const Sources &sources, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] TracePane &pane() const { return *m_pane; }
    [[nodiscard]] FilterEdit &filter() const { return *m_filter; }
    [[nodiscard]] bool showsTrace() const;
    /// From elsewhere: Escape is then not ours, it leads back to the page before.
    void showTrace(bool isFromElsewhere = false);
    void showList();
    void focusFilter();
    /// The chosen range in words.
    void setRangeText(const QString &text);

signals:
    void openRequested(const qd::TraceId &id);
    void filterRequested(const QString &text);
    void refreshRequested();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeList();
    QWidget *makeHead();
    void refresh();
    void refreshAge();
    void openCurrent();
    bool handleListKey(int key);

    const Sources m_sources;
    const Clock &m_clock;
    QTimer m_tick;
    ErrorBanner *m_banner;
    FilterEdit *m_filter = nullptr;
    QLabel *m_caption = nullptr;
    QLabel *m_problem = nullptr;
    ProgressLine *m_progress;
    QTableView *m_table = nullptr;
    EmptyState *m_empty;
    QStackedWidget *m_body = nullptr; ///< table or empty state
    QStackedWidget *m_stack = nullptr; ///< list or trace
    TracePane *m_pane;
    QString m_rangeText;
    bool m_isFromElsewhere = false;
};

} // namespace qd
