#pragma once

#include "change/change.h"
#include "slo/slotile.h"
#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// Since when the objective has been missed without a break, by the points of its tile; nothing when it is kept or the
/// newest points are missing.
std::optional<Instant> missedSince(const SloTile &tile);

/// What happened, on one line of time: changes as glyphs, the start of the burn, now at the right end. GUI thread.
class IncidentStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncidentStrip)

public:
    /// Something on the line.
    struct Mark {
        Instant at;
        QString text;
        ChangeKind kind = ChangeKind::Other;
        bool isBurn = false;
    };

    /// `theme` is borrowed and must outlive the widget.
    explicit IncidentStrip(const Theme &theme, QWidget *parent = nullptr);

    void setChanges(const QList<Change> &changes);
    /// The tile that the incident is about; its title and since when it burns stand at the left.
    void setTile(const SloTile &tile);
    void setNow(Instant now);
    /// What is drawn, oldest first.
    [[nodiscard]] QList<Mark> marks() const;

signals:
    void changesRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] Instant start() const;
    void speak();
    void paintTitle(QPainter &painter) const;
    void paintMark(QPainter &painter, const Mark &mark, qreal x, qreal room) const;

    const Theme &m_theme;
    QList<Change> m_changes;
    SloTile m_tile;
    std::optional<Instant> m_burnStart;
    Instant m_now{};
};

} // namespace qd
