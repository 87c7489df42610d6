#pragma once

#include <QLabel>

namespace qd {

/// A plain-text label of one line that ends with "…" where there is no room, and then tells the rest as its tooltip. It
/// never asks for more width than there is. GUI thread.
class ElideLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElideLabel)

public:
    /// `look` as of makeLabel().
    ElideLabel(QWidget *parent, const QString &objectName, const char *look = "");

    [[nodiscard]] QSize minimumSizeHint() const override;
    /// What is drawn: the text, or its beginning and "…".
    [[nodiscard]] QString shownText() const;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace qd
