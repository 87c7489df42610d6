#include "traces/tracepane.h"

#include "traces/spanpanel.h"
#include "traces/waterfallview.h"
#include "tracetext.h"
#include "widgets/labels.h"
#include "widgets/progressline.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace qd {

TracePane::TracePane(const TraceStore &store, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_store(store), m_banner(new ErrorBanner(theme, this)), m_progress(new ProgressLine(theme, this)),
      m_waterfall(new WaterfallView(theme)), m_panel(new SpanPanel(theme))
{
    setObjectName(QStringLiteral("tracePane"));
    auto *body = new QHBoxLayout;
    body->setSpacing(space::l);
    body->addWidget(makeMain(), 70);
    body->addWidget(m_panel, 28);
    m_panel->setMinimumWidth(280);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addWidget(m_banner);
    layout->addLayout(body, 1);
    setFocusProxy(m_waterfall);
    connect(m_waterfall, &WaterfallView::currentChanged, this, [this](int span) { m_panel->setSpan(m_store.trace(), span); });
    connect(m_waterfall, &WaterfallView::activated, this, [this](int) { m_panel->setFocus(Qt::TabFocusReason); });
    connect(m_banner, &ErrorBanner::retryRequested, this, &TracePane::retryRequested);
    connect(m_panel, &SpanPanel::replayRequested, this, &TracePane::replayRequested);
    connect(m_panel, &SpanPanel::queryRequested, this, &TracePane::queryRequested);
    connect(&store, &TraceStore::changed, this, &TracePane::refresh);
    refresh();
}

QWidget *TracePane::makeMain()
{
    auto *panel = new QFrame(this);
    panel->setProperty("qdRole", QStringLiteral("panel"));
    auto *message = new QWidget(panel);
    m_messageTitle = makeLabel(message, QStringLiteral("traceMessageTitle"), "panelTitle");
    m_messageText = makeLabel(message, QStringLiteral("traceMessage"), "secondary");
    m_messageText->setWordWrap(true);
    auto *messageLayout = new QVBoxLayout(message);
    messageLayout->setContentsMargins(space::l, space::xl, space::l, space::xl);
    messageLayout->addWidget(m_messageTitle);
    messageLayout->addWidget(m_messageText);
    messageLayout->addStretch();
    m_stack = new QStackedWidget(panel);
    m_stack->addWidget(m_waterfall);
    m_stack->addWidget(message);
    m_notice = makeLabel(panel, QStringLiteral("traceNotice"), "caption");
    m_notice->setContentsMargins(space::l, 0, space::l, space::xs);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(1, space::m, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_progress);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_notice);
    return panel;
}

QWidget *TracePane::makeHead()
{
    auto *head = new QWidget(this);
    m_title = makeLabel(head, QStringLiteral("traceTitle"), "panelTitle");
    m_headline = makeLabel(head, QStringLiteral("traceHeadline"), "secondary");
    m_headline->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(space::l, 0, space::l, space::xs);
    layout->setSpacing(space::m);
    layout->addWidget(m_title);
    layout->addWidget(m_headline, 1);
    return head;
}

bool TracePane::selectNextError(bool isForward)
{
    const bool isFound = m_waterfall->selectNextError(isForward);
    m_waterfall->setFocus(Qt::ShortcutFocusReason);
    return isFound;
}

void TracePane::showMessage(const QString &title, const QString &text)
{
    m_messageTitle->setText(title);
    m_messageText->setText(text);
    m_stack->setCurrentIndex(1);
}

// While another trace is on its way the one before stays: nothing blanks, only the progress line says so.
void TracePane::refresh()
{
    const TraceStore::State state = m_store.state();
    const bool isBusy = state == TraceStore::State::Searching || state == TraceStore::State::Loading;
    const Trace &trace = *m_store.trace();
    m_progress->setActive(isBusy);
    setProperty("busy", isBusy);
    if (state == TraceStore::State::Failed && m_store.error())
        m_banner->setReport({.what = tr("The trace could not be read"), .error = *m_store.error()});
    else
        m_banner->clear();
    m_title->setText(trace.size() > 0 ? tr("Trace %1").arg(tracetext::shortId(trace.id())) : tr("Trace"));
    m_headline->setText(tracetext::headline(trace));
    const bool isOther = m_shown != m_store.trace() || m_shownFocus != m_store.focus();
    m_shown = m_store.trace();
    m_shownFocus = m_store.focus();
    m_waterfall->setTrace(m_store.trace());
    if (isOther) {
        m_panel->setSpan(m_store.trace(), -1);
        m_waterfall->selectSpan(m_store.focus());
    }
    if (state == TraceStore::State::NotFound)
        showMessage(tr("No trace shows it"), m_store.purpose().isEmpty() ? tr("Telemetry has nothing under this id. It may be older than the retention, or not be there yet.")
                                                                       : tr("Nothing in the range or the last day fits: %1.").arg(m_store.purpose()));
    else if (trace.size() > 0)
        m_stack->setCurrentIndex(0);
    else if (isBusy)
        showMessage(tr("Loading the trace …"), m_store.purpose());
    else if (state == TraceStore::State::Failed)
        showMessage(tr("No trace to show"), tr("The question failed; it can be asked again above."));
    else
        showMessage(tr("No trace is open"), tr("Press E for the trace that shows best why the worst objective burns, or choose one from the list (G then T)."));
    refreshNotice();
}

void TracePane::refreshNotice()
{
    const Trace &trace = *m_store.trace();
    QStringList notes;
    if (trace.isTruncated())
        notes << tr("Only the first %1 rows are shown; the trace has more.").arg(maxTraceRows);
    if (trace.missingSpans() > 0)
        notes << tr("%n span(s) that others name as their parent are missing.", nullptr, trace.missingSpans());
    if (trace.repeatedRows() > 0)
        notes << tr("%n repeated row(s) left out.", nullptr, trace.repeatedRows());
    if (trace.brokenCycles() > 0)
        notes << tr("Spans that name one another as parent were put at the top.");
    m_notice->setText(notes.join(u' '));
    m_notice->setVisible(!notes.isEmpty());
}

} // namespace qd
