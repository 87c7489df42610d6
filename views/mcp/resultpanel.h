#pragma once

#include "mcpcallrecord.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace qd {

class ErrorBanner;
class ToneMark;

/// What a call gave, as plain text: done, the tool's own failure, or an error, each told apart by shape and word; its
/// time, warnings, and pictures only when asked for. GUI thread.
class ResultPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultPanel)

public:
    explicit ResultPanel(const Theme &theme, QWidget *parent = nullptr);

    void setCall(const McpCallRecord &call);

signals:
    void retryRequested();

private:
    void showImage();
    [[nodiscard]] QString bodyText() const;

    const Theme &m_theme;
    McpCallRecord m_call;
    ToneMark *m_mark;
    QLabel *m_status;
    QLabel *m_warnings;
    ErrorBanner *m_error;
    QPlainTextEdit *m_text;
    QPushButton *m_reveal;
    QLabel *m_image;
};

} // namespace qd
