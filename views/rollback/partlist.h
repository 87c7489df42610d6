#pragma once

#include "release/rollbackplan.h"
#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// What a plan changes: a line each, with what goes ('-', orange) and what comes ('+', blue). Painted; plain text. GUI
/// thread.
class PartList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PartList)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit PartList(const Theme &theme, QWidget *parent = nullptr);

    void setParts(const QList<RollbackPart> &parts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintPart(QPainter &painter, const RollbackPart &part, int top) const;
    void paintSide(QPainter &painter, const QRect &box, const QColor &colour, QChar sign, const QString &text) const;

    const Theme &m_theme;
    QList<RollbackPart> m_parts;
};

} // namespace qd
