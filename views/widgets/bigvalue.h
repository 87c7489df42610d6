#pragma once

#include "theme/theme.h"
#include "widgets/fixeddigits.h"

#include <QWidget>

namespace qd {

/// One large live number with its unit, digits in fixed cells so that it does not jitter. GUI thread.
class BigValue final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BigValue)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit BigValue(const Theme &theme, QWidget *parent = nullptr);

    void setValue(const QString &number, const QString &unit);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    FixedDigits m_digits;
    QFont m_unitFont;
    QString m_number;
    QString m_unit;
};

} // namespace qd
