#pragma once

#include "error.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace qd {

/// What an error banner tells: what failed (one line) and the error with its ids.
struct ErrorReport {
    QString what;    ///< "The tiles could not be refreshed"
    Error error;
    QString traceId; ///< W3C trace id of the failed call, or empty
    int attempts = 0; ///< tries so far; 0 when not counted
};

/// The report as plain text for a ticket.
QString errorReportText(const ErrorReport &report);

/// One line what failed, one line why, then status and ids, with Retry and Copy report. Plain text only: what a server
/// says is never rendered. Hidden until an error is set. GUI thread.
class ErrorBanner final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ErrorBanner)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit ErrorBanner(const Theme &theme, QWidget *parent = nullptr);

    void setReport(const ErrorReport &report);
    /// Hides the banner.
    void clear();

signals:
    void retryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void copyReport() const;

    const Theme &m_theme;
    ErrorReport m_report;
    QLabel *m_what;
    QLabel *m_why;
    QLabel *m_facts;
    QPushButton *m_retry;
    QPushButton *m_copy;
};

} // namespace qd
