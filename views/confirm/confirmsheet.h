#pragma once

#include "confirm/confirmquestion.h"
#include "shell/overlay.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace qd {

class DiffView;

/// Asks before a write: what, where, what it affects, the difference, and on production the environment's name typed.
/// Cancel has the focus and Esc; agreeing takes Ctrl+Enter or the button. A click beside it answers nothing. Plain text.
class ConfirmSheet final : public Overlay
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfirmSheet)

public:
    ConfirmSheet(const Theme &theme, QWidget *window);

    void showQuestion(const ConfirmQuestion &question);
    void closeQuestion();

signals:
    void answered(bool isAgreed);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void build();
    void fillTexts();
    void fillDiff();
    void finish(bool isAgreed);
    void agreeIfAllowed();
    void refreshAgree();
    [[nodiscard]] bool isAllowed() const;
    [[nodiscard]] QList<QWidget *> stops() const;

    ConfirmQuestion m_question;
    QLabel *m_environment;
    QLabel *m_title;
    QLabel *m_target;
    QLabel *m_effects;
    QLabel *m_lease;
    DiffView *m_diff;
    QLabel *m_typeHint;
    QLineEdit *m_typed;
    QLabel *m_behind;
    QPushButton *m_cancel;
    QPushButton *m_agree;
};

} // namespace qd
