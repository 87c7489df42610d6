#pragma once

#include "slo/slotile.h"
#include "theme/theme.h"

#include <QMap>
#include <QWidget>

class QHBoxLayout;

namespace qd {

class StateChip;

/// How many tiles are in each state, worst first: "1 critical, 1 warning, 6 OK" as chips. Where that is too wide the chips
/// keep glyph and number only. GUI thread.
class StateSummary final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateSummary)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit StateSummary(const Theme &theme, QWidget *parent = nullptr);

    void setCounts(const QMap<TileState, int> &counts);
    /// The counts as one line of text; also the accessible name.
    [[nodiscard]] QString text() const { return accessibleName(); }
    [[nodiscard]] bool isCompact() const { return m_isCompact; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    StateChip *chip(TileState state);
    void refresh();
    [[nodiscard]] int fullWidth() const;

    const Theme &m_theme;
    QHBoxLayout *m_layout;
    QMap<TileState, int> m_counts;
    bool m_isCompact = false;
    QMap<TileState, StateChip *> m_chips; ///< one per state ever met; hidden at zero
};

} // namespace qd
