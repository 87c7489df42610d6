#pragma once

#include "error.h"
#include "theme/theme.h"

#include <QWidget>

class QPlainTextEdit;

namespace qd {

class ErrorBanner;
class FactList;

/// What the service said about a run besides its rows. A value.
struct RunMessages {
    std::optional<Error> error;
    QStringList warnings;
    QList<std::pair<QString, QString>> facts; ///< statistics, ids
    QString sent;                             ///< the text as it went out
};

/// The Messages tab: the error with its place, warnings of a partial result, what the run cost, what was sent. GUI thread.
class MessagesPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessagesPanel)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit MessagesPanel(const Theme &theme, QWidget *parent = nullptr);
    void setMessages(const RunMessages &messages);

signals:
    void retryRequested();

private:
    ErrorBanner *m_banner;
    FactList *m_facts;
    QPlainTextEdit *m_text;
};

} // namespace qd
