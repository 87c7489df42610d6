#pragma once

#include "mcprequeststore.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qd {

class ToneMark;

/// What every question has: who asks, the words, how it stands, and the two ways of saying no. GUI thread.
class RequestPane : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestPane)

public:
    /// `theme` is borrowed; `name` begins the object names of its parts; `yes` is the word of its first button.
    RequestPane(const Theme &theme, const QString &name, const QString &yes, QWidget *parent);

    void setRequest(const McpPendingRequest &request);

signals:
    void acceptRequested();
    void declineRequested();
    void dismissRequested();

protected:
    /// What is between the words and the buttons.
    [[nodiscard]] QVBoxLayout &body() { return *m_body; }
    [[nodiscard]] QPushButton &yes() { return *m_yes; }
    /// Shows the part that differs.
    virtual void showRequest(const McpPendingRequest &request) = 0;

private:
    QWidget *makeButtons(const QString &name, const QString &yes);

    ToneMark *m_mark;
    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_message;
    QVBoxLayout *m_body;
    QPushButton *m_yes = nullptr;
    QPushButton *m_no = nullptr;
    QPushButton *m_away = nullptr;
};

} // namespace qd
