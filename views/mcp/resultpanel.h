#pragma once

#include "clock.h"
#include "mcpcallrecord.h"
#include "theme/theme.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace qd {

class ErrorBanner;
class ProgressShare;
class ToneMark;

/// What a call gave, as plain text: done, the tool's own failure, or an error, each told apart by shape and word; its
/// time, warnings, and pictures only when asked for. GUI thread.
class ResultPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultPanel)

public:
    /// Both are borrowed.
    ResultPanel(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setCall(const McpCallRecord &call);

signals:
    void retryRequested();

private:
    QWidget *makeHead();
    void showStatus();
    void showBody();
    void showImage();
    [[nodiscard]] QString bodyText() const;

    const Clock &m_clock;
    McpCallRecord m_call;
    QTimer m_tick;
    ToneMark *m_mark;
    QLabel *m_status;
    QLabel *m_about;
    ProgressShare *m_share;
    QLabel *m_warnings;
    ErrorBanner *m_error;
    QPlainTextEdit *m_text;
    QPushButton *m_copy;
    QPushButton *m_reveal;
    QLabel *m_image;
};

} // namespace qd
