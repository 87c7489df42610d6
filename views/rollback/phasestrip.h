#pragma once

#include "release/rollbackstatus.h"
#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// The phases of a rollback from plan to proof, with how far it is. Painted: glyph, word and a line between. GUI thread.
class PhaseStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PhaseStrip)

public:
    enum class Mark { Waiting, Running, Done, Failed };
    struct Phase {
        QString word;
        Mark mark = Mark::Waiting;
        bool operator==(const Phase &) const = default;
    };

    /// `theme` is borrowed and must outlive the widget.
    explicit PhaseStrip(const Theme &theme, QWidget *parent = nullptr);

    void setStatus(const RollbackStatus &status);
    [[nodiscard]] const QList<Phase> &phases() const { return m_phases; }
    [[nodiscard]] QSize sizeHint() const override { return {480, height::rowComfortable}; }

    /// What the strip shows of a status.
    [[nodiscard]] static QList<Phase> phasesOf(const RollbackStatus &status);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QList<Phase> m_phases;
};

} // namespace qd
