#pragma once

#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace qd {

/// One warning line with a glyph and a way to mend it. Hidden while its text is empty. GUI thread.
class NoticeRow final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NoticeRow)

public:
    /// `theme` is borrowed. `name` starts the object names of the parts.
    NoticeRow(const Theme &theme, const QString &name, const QString &action, QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] QString text() const;

signals:
    void actionRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace qd
