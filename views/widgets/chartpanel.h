#pragma once

#include "theme/theme.h"
#include "widgets/chartspec.h"

#include <QFrame>

class QLabel;
class QStackedWidget;
class QTableWidget;
class QToolButton;

namespace qd {

class ChartCanvas;

/// A titled chart of one series over time, with its numbers one key away as a table: for screen readers, and for copying
/// (Ctrl+C, tab separated). GUI thread.
class ChartPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartPanel)

public:
    /// `theme` is borrowed and must outlive the widget. `name` starts the object names of the parts ("sli" -> "sliCanvas").
    ChartPanel(const Theme &theme, const QString &name, QWidget *parent = nullptr);

    void setSpec(const ChartSpec &spec);
    /// Shown in place of the chart until the next setSpec() with points: "Loading", "No events in this window".
    void setMessage(const QString &message);
    /// The series as tab-separated text with a header line; every point, not only the drawn ones.
    [[nodiscard]] QString tableText() const;
    [[nodiscard]] ChartCanvas *canvas() const { return m_canvas; }

signals:
    void markerActivated(const qd::Change &marker);

private:
    void showTable(bool shown);
    void fillTable();
    void refreshIcon();
    void copyTable() const;

    const Theme &m_theme;
    ChartSpec m_spec;
    QLabel *m_title;
    QLabel *m_subtitle;
    QLabel *m_message;
    QToolButton *m_toggle;
    QStackedWidget *m_stack;
    ChartCanvas *m_canvas;
    QTableWidget *m_table = nullptr; ///< made when first shown
};

} // namespace qd
