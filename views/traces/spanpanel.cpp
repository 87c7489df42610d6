#include "traces/spanpanel.h"

#include "trace/toolcall.h"
#include "traces/spantext.h"
#include "tracetext.h"
#include "widgets/codehighlighter.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"
#include "widgets/statusglyph.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int spanGlyphSize = 16;

SpanPanel::Tab bestTab(const Trace &trace, int span)
{
    if (span < 0)
        return SpanPanel::Tab::Overview;
    const SpanRole role = trace.span(span).role;
    if (toolCallOf(trace, span))
        return SpanPanel::Tab::ToolIo;
    const bool hasMessages = role == SpanRole::Model && !spantext::messages(trace, span).isEmpty();
    return hasMessages ? SpanPanel::Tab::Messages : SpanPanel::Tab::Overview;
}

void showText(QPlainTextEdit *edit, const QString &text, const QString &otherwise)
{
    const QString shown = text.isEmpty() ? otherwise : text;
    if (edit->toPlainText() != shown)
        edit->setPlainText(shown);
}

} // namespace

SpanPanel::SpanPanel(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("spanPanel"));
    setProperty("qdRole", QStringLiteral("panel"));
    build();
    connect(&theme, &Theme::changed, this, &SpanPanel::refreshGlyph);
    refresh();
}

void SpanPanel::build()
{
    m_title = makeLabel(this, QStringLiteral("spanTitle"), "panelTitle");
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_glyph = makeLabel(this, QStringLiteral("spanState"));
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_glyph);
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("spanTabs"));
    m_tabs->setAccessibleName(tr("What to show of the span"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setUsesScrollButtons(false);
    setFocusProxy(m_tabs);
    m_stack = new QStackedWidget(this);
    m_messages = makeText("spanMessages", tr("Messages"));
    m_attributes = makeText("spanAttributes", tr("Attributes"));
    m_raw = makeText("spanRaw", tr("Raw"));
    const QList<std::pair<QString, QWidget *>> pages{{tr("Overview"), makeFacts(m_overview)}, {tr("Messages"), m_messages},
                                                     {tr("Tool I/O"), makeToolTab()}, {tr("Attributes"), m_attributes}, {tr("Raw"), m_raw}};
    for (const auto &[title, page] : pages) {
        m_tabs->addTab(title);
        m_stack->addWidget(page);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeButtons());
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int) {
        m_isChosen = m_isChosen || !m_isSwitching;
        refreshTab();
    });
}

QWidget *SpanPanel::makeFacts(FactList *&facts)
{
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setObjectName(QStringLiteral("spanOverview"));
    area->setAccessibleName(tr("Overview"));
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inner = new QWidget;
    auto *layout = new QVBoxLayout(inner);
    layout->setContentsMargins({});
    facts = new FactList(inner);
    facts->setWrapping(true);
    layout->addWidget(facts);
    layout->addStretch();
    area->setWidget(inner);
    area->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    return area;
}

QPlainTextEdit *SpanPanel::makeText(const char *objectName, const QString &name)
{
    auto *edit = new QPlainTextEdit(this);
    edit->setObjectName(QLatin1String(objectName));
    edit->setAccessibleName(name);
    edit->setReadOnly(true);
    edit->setTabChangesFocus(true);
    edit->setFont(monoFont());
    edit->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    new CodeHighlighter(edit->document());
    return edit;
}

QWidget *SpanPanel::makeToolTab()
{
    auto *page = new QWidget(this);
    m_toolFacts = new FactList(page);
    m_toolFacts->setWrapping(true);
    m_toolBody = makeText("spanToolBody", tr("Arguments and result"));
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addWidget(m_toolFacts);
    layout->addWidget(m_toolBody, 1);
    return page;
}

QWidget *SpanPanel::makeButtons()
{
    auto *bar = new QWidget(this);
    const auto button = [bar](const char *name, const QString &text, const QString &tip) {
        auto *made = new QPushButton(text, bar);
        made->setObjectName(QLatin1String(name));
        made->setAccessibleName(text);
        made->setToolTip(tip);
        return made;
    };
    m_replay = button("spanReplay", tr("Replay in bench"), tr("Make this call again in the MCP workbench (R)"));
    m_replay->setProperty("qdRole", QStringLiteral("primary"));
    m_openQuery = button("spanOpenQuery", tr("Open as query"), tr("The query page with what gives this span and what is right below it (Shift+K)"));
    m_copyId = button("spanCopyId", tr("Copy id"), tr("The trace's id"));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    for (QPushButton *made : {m_replay, m_openQuery, m_copyId})
        layout->addWidget(made);
    layout->addStretch();
    connect(m_replay, &QPushButton::clicked, this, &SpanPanel::replay);
    connect(m_openQuery, &QPushButton::clicked, this, &SpanPanel::askQuery);
    connect(m_copyId, &QPushButton::clicked, this, &SpanPanel::copyId);
    return bar;
}

void SpanPanel::setSpan(std::shared_ptr<const Trace> trace, int span)
{
    m_trace = std::move(trace);
    m_span = span;
    if (!m_isChosen) {
        const QScopedValueRollback<bool> guard(m_isSwitching, true);
        m_tabs->setCurrentIndex(static_cast<int>(bestTab(*m_trace, span)));
    }
    refresh();
}

void SpanPanel::setTab(Tab tab)
{
    m_isChosen = true;
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

void SpanPanel::askQuery()
{
    if (m_span >= 0)
        emit queryRequested(m_trace->id(), m_trace->span(m_span).id);
}

SpanPanel::Tab SpanPanel::tab() const { return static_cast<Tab>(m_tabs->currentIndex()); }

bool SpanPanel::canReplay() const { return m_span >= 0 && toolCallOf(*m_trace, m_span).has_value(); }

void SpanPanel::refresh()
{
    const bool hasSpan = m_span >= 0;
    m_title->setText(hasSpan ? tracetext::plain(m_trace->span(m_span).name, 60) : tr("No span selected"));
    m_title->setToolTip(QString());
    m_replay->setEnabled(canReplay());
    m_replay->setToolTip(canReplay() ? tr("Make this call again in the MCP workbench (R)") : tr("Only a tool call can be made again"));
    m_openQuery->setEnabled(hasSpan);
    m_copyId->setEnabled(hasSpan);
    refreshGlyph();
    refreshTab();
}

void SpanPanel::refreshGlyph()
{
    const bool isFailed = m_span >= 0 && m_trace->span(m_span).isFailed;
    m_glyph->setAccessibleName(m_span < 0 ? QString() : isFailed ? tr("failed") : tr("succeeded"));
    if (m_span < 0) {
        m_glyph->clear();
        return;
    }
    QPixmap picture(QSize(spanGlyphSize, spanGlyphSize) * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGlyph(painter, QRectF(0, 0, spanGlyphSize, spanGlyphSize), isFailed ? Glyph::Cross : Glyph::Tick,
               isFailed ? StatusTone::Crit : StatusTone::Ok, m_theme.tokens());
    painter.end();
    m_glyph->setPixmap(picture);
}

// Only the tab that is shown is filled: an attribute may be a megabyte.
void SpanPanel::refreshTab()
{
    m_stack->setCurrentIndex(m_tabs->currentIndex());
    const bool hasSpan = m_span >= 0;
    switch (tab()) {
    case Tab::Overview: m_overview->setFacts(hasSpan ? spantext::overview(*m_trace, m_span) : spantext::Facts{}); break;
    case Tab::Messages:
        showText(m_messages, hasSpan ? spantext::messages(*m_trace, m_span) : QString(), tr("No messages were recorded for this span."));
        break;
    case Tab::ToolIo:
        m_toolFacts->setFacts(hasSpan ? spantext::toolFacts(*m_trace, m_span) : spantext::Facts{});
        showText(m_toolBody, hasSpan ? spantext::toolBody(*m_trace, m_span) : QString(), tr("This span belongs to no tool call."));
        break;
    case Tab::Attributes: showText(m_attributes, hasSpan ? spantext::attributes(*m_trace, m_span) : QString(), tr("The span has no attributes.")); break;
    case Tab::Raw: showText(m_raw, hasSpan ? spantext::raw(*m_trace, m_span) : QString(), {}); break;
    case Tab::Count: break;
    }
}

void SpanPanel::replay()
{
    const auto call = m_span >= 0 ? toolCallOf(*m_trace, m_span) : std::nullopt;
    if (call)
        emit replayRequested(call->server, call->tool, call->arguments);
}

void SpanPanel::copyId()
{
    QGuiApplication::clipboard()->setText(m_trace->id().value);
    emit idCopied(m_trace->id().value);
}

} // namespace qd
