#pragma once

#include "theme/theme.h"
#include "trace/tracequery.h"
#include "tracestore.h"
#include "widgets/errorbanner.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace qd {

class ProgressLine;
class SpanPanel;
class WaterfallView;

/// One trace: headline, waterfall and the panel of the current span, with a state for each way in which there is none.
/// GUI thread.
class TracePane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TracePane)

public:
    /// Both are borrowed and must outlive the pane, which follows the store.
    TracePane(const TraceStore &store, const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] WaterfallView &waterfall() const { return *m_waterfall; }
    [[nodiscard]] SpanPanel &panel() const { return *m_panel; }
    bool selectNextError(bool isForward);

signals:
    void retryRequested();
    void replayRequested(const QString &server, const QString &tool, const QString &arguments);
    void queryRequested(const qd::TraceId &trace, const qd::SpanId &span);

private:
    QWidget *makeMain();
    QWidget *makeHead();
    void refresh();
    void refreshNotice();
    void showMessage(const QString &title, const QString &text);

    const TraceStore &m_store;
    ErrorBanner *m_banner;
    QLabel *m_title = nullptr;
    QLabel *m_headline = nullptr;
    QLabel *m_notice = nullptr;
    ProgressLine *m_progress;
    QStackedWidget *m_stack = nullptr;
    QLabel *m_messageTitle = nullptr;
    QLabel *m_messageText = nullptr;
    WaterfallView *m_waterfall;
    SpanPanel *m_panel;
    std::shared_ptr<const Trace> m_shown;
    int m_shownFocus = -1;
};

} // namespace qd
