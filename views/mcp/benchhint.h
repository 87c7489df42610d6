#pragma once

#include "theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace qd {

/// What stands in the place of a list or a form that is not there yet: an icon, what it is, why, and the one next step.
/// Plain text. GUI thread.
class BenchHint final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BenchHint)

public:
    /// `theme` is borrowed; `name` begins the object names of its parts.
    BenchHint(const Theme &theme, const QString &name, QWidget *parent = nullptr);

    /// An empty `action` has no button.
    void setHint(const QString &icon, const QString &title, const QString &text, const QString &action = {});
    /// A second way to go on, beside the first.
    void addOther(const QString &action);
    [[nodiscard]] QString title() const;

signals:
    void actionRequested();
    void otherRequested();

private:
    void refreshIcon();

    const Theme &m_theme;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_action;
    QHBoxLayout *m_buttons;
};

} // namespace qd
