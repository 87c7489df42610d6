#include "mcp/result/resultpanel.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/codepane.h"
#include "mcp/result/contentcard.h"
#include "mcp/result/jsontreepane.h"
#include "mcp/result/progressshare.h"
#include "mcp/tonemark.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/showntab.h"
#include "widgets/statusglyph.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int mostParts = 200;

StateLook callLook(const McpCallRecord &call)
{
    switch (call.status) {
    case McpCallRecord::Status::None: return {Glyph::DashedRing, StatusTone::Unknown, ResultPanel::tr("Nothing was called yet")};
    case McpCallRecord::Status::Waiting: return {Glyph::Lock, StatusTone::Info, ResultPanel::tr("Waits for your word")};
    case McpCallRecord::Status::Running: return {Glyph::Arc, StatusTone::Info, ResultPanel::tr("Running")};
    case McpCallRecord::Status::Cancelled: return {Glyph::FlatLine, StatusTone::Unknown, ResultPanel::tr("Cancelled")};
    case McpCallRecord::Status::Failed: return {Glyph::Cross, StatusTone::Crit, ResultPanel::tr("The call failed")};
    case McpCallRecord::Status::Done: break;
    }
    if (call.result.isError)
        return {Glyph::Bang, StatusTone::Warn, ResultPanel::tr("The tool reports a failure")};
    if (!call.result.warnings.isEmpty())
        return {Glyph::Bang, StatusTone::Warn, ResultPanel::tr("Done, with warnings")};
    return {Glyph::Tick, StatusTone::Ok, ResultPanel::tr("Done")};
}

QString progressText(const McpProgress &progress)
{
    const QString whole = progress.total ? QString(u'/' + format::number(*progress.total)) : QString();
    return QString(format::number(progress.progress) + whole + u' ' + visibleText(progress.message, 120).simplified()).trimmed();
}

} // namespace

ResultPanel::ResultPanel(const Theme &theme, const Clock &clock, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_clock(clock), m_mark(new ToneMark(theme, this)), m_status(makeLabel(this, QStringLiteral("mcpStatus"), "panelTitle")),
      m_about(makeLabel(this, QStringLiteral("mcpAboutCall"), "caption")), m_share(new ProgressShare(theme, this)),
      m_warnings(makeLabel(this, QStringLiteral("mcpWarnings"), "secondary")), m_error(new ErrorBanner(theme, this)), m_copy(new QPushButton(tr("Copy"), this))
{
    setProperty("qdRole", QStringLiteral("section"));
    m_warnings->setWordWrap(true);
    m_about->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    makePages();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::s, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(makeHead());
    column->addWidget(m_share);
    column->addWidget(m_error);
    column->addWidget(m_warnings);
    column->addWidget(m_pages, 1);
    column->addStretch(0);
    connect(m_error, &ErrorBanner::retryRequested, this, &ResultPanel::retryRequested);
    m_tick.setInterval(Seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &ResultPanel::showStatus);
    setCall({});
}

void ResultPanel::makePages()
{
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("mcpResultTabs"));
    m_tabs->setAccessibleName(tr("What of the result is shown"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    for (const QString &name : {tr("Content"), tr("Structured"), tr("Answer")})
        m_tabs->addTab(name);
    m_pages = new QStackedWidget(this);
    m_content = new QScrollArea(m_pages);
    m_content->setObjectName(QStringLiteral("mcpResult"));
    m_content->setAccessibleName(tr("Result of the call"));
    m_content->setWidgetResizable(true);
    m_content->setFrameShape(QFrame::NoFrame);
    m_content->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_structured = new JsonTreePane(m_theme, QStringLiteral("mcpStructured"), tr("Structured content of the result"), m_pages);
    m_json = new CodePane(m_theme, QStringLiteral("mcpResultJson"), tr("The whole answer as JSON"), m_pages);
    for (QWidget *page : {static_cast<QWidget *>(m_content), static_cast<QWidget *>(m_structured), static_cast<QWidget *>(m_json)})
        m_pages->addWidget(page);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
}

QWidget *ResultPanel::makeHead()
{
    auto *head = new QWidget(this);
    m_copy->setObjectName(QStringLiteral("mcpCopyResult"));
    m_copy->setAccessibleName(tr("Copy the result as text"));
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_mark);
    line->addWidget(m_status);
    line->addWidget(m_about, 1);
    line->addWidget(m_tabs);
    line->addWidget(m_copy);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        const QString structured = m_call.result.structured.isEmpty() ? QString() : QString(u'\n' + m_call.result.structured);
        QGuiApplication::clipboard()->setText(m_pages->currentWidget() == m_json ? m_json->code() : QString(bodyText() + structured));
    });
    return head;
}

void ResultPanel::setCall(const McpCallRecord &call)
{
    const bool isSameBody = call.result == m_call.result && call.status == m_call.status && call.started == m_call.started && subjectIdOf(call) == subjectIdOf(m_call);
    m_call = call;
    const bool isRunning = call.status == McpCallRecord::Status::Running;
    if (!isRunning)
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
    showStatus();
    if (call.error && call.status == McpCallRecord::Status::Failed)
        m_error->setReport({.what = tr("%1 was not answered").arg(visibleText(call.name, 120)), .error = *call.error});
    else
        m_error->clear();
    if (!isSameBody || call.status == McpCallRecord::Status::None)
        showBody();
}

void ResultPanel::showStatus()
{
    const StateLook look = callLook(m_call);
    m_mark->setLook(look.glyph, look.tone);
    QStringList status{look.word};
    const bool isRunning = m_call.status == McpCallRecord::Status::Running;
    if (isRunning && m_call.progress.progress > 0)
        status << progressText(m_call.progress);
    if (isRunning && m_clock.now() - m_call.started >= Seconds(1))
        status << format::age(m_clock.now() - m_call.started);
    if (m_call.status == McpCallRecord::Status::Done)
        status << format::duration(m_call.result.elapsed);
    m_status->setText(status.join(QStringLiteral(" · ")));
    m_about->setText(visibleText(m_call.arguments.startsWith(u'{') ? QString() : m_call.arguments, 120).simplified()); // the address of a template
    const bool hasShare = isRunning && m_call.progress.total && *m_call.progress.total > 0;
    m_share->setShare(hasShare ? std::optional(std::clamp(m_call.progress.progress / *m_call.progress.total, 0.0, 1.0)) : std::nullopt);
}

void ResultPanel::showBody()
{
    const bool isDone = m_call.status == McpCallRecord::Status::Done;
    m_warnings->setText(visibleText(m_call.result.warnings.join(u'\n'), 4000));
    m_warnings->setVisible(!m_call.result.warnings.isEmpty());
    m_pages->setVisible(isDone);
    m_copy->setVisible(isDone);
    m_tabs->setVisible(isDone);
    showParts();
    m_structured->setJson(m_call.result.structured);
    m_json->setCode(m_call.result.raw);
    showTabs();
}

void ResultPanel::showTabs()
{
    setTabShown(*m_tabs, static_cast<int>(Page::Structured), !m_call.result.structured.isEmpty());
    setTabShown(*m_tabs, static_cast<int>(Page::Json), !m_call.result.raw.isEmpty());
    const bool isOnlyStructured = m_call.result.content.isEmpty() && !m_call.result.structured.isEmpty();
    if (isOnlyStructured || !m_tabs->isTabVisible(m_tabs->currentIndex()))
        m_tabs->setCurrentIndex(static_cast<int>(isOnlyStructured ? Page::Structured : Page::Content));
}

void ResultPanel::showParts()
{
    m_cards.clear();
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, space::s, 0);
    column->setSpacing(space::s);
    const auto &parts = m_call.result.content;
    for (const McpContent &part : parts.first(std::min<qsizetype>(parts.size(), mostParts))) {
        m_cards.append(makeCard(part, static_cast<int>(m_cards.size()), box));
        column->addWidget(m_cards.last());
    }
    if (parts.size() > mostParts || (parts.isEmpty() && m_call.status == McpCallRecord::Status::Done)) {
        QLabel *note = makeLabel(box, QStringLiteral("mcpResultNote"), "secondary");
        note->setText(parts.isEmpty() ? tr("(The answer is empty.)") : tr("%1 more parts are not shown; they are in the answer.").arg(parts.size() - mostParts));
        column->addWidget(note);
    }
    column->addStretch(1);
    m_content->setWidget(box);
    box->setAutoFillBackground(false); // the scroll area had set it: the panel shows through
}

ContentCard *ResultPanel::makeCard(const McpContent &part, int number, QWidget *parent)
{
    auto *card = new ContentCard(part, number, m_theme, parent);
    connect(card, &ContentCard::saveRequested, this, &ResultPanel::saveRequested);
    connect(card, &ContentCard::playRequested, this, &ResultPanel::playRequested);
    connect(card, &ContentCard::readRequested, this, &ResultPanel::readRequested);
    connect(card, &ContentCard::openRequested, this, &ResultPanel::openRequested);
    return card;
}

QString ResultPanel::bodyText() const
{
    QStringList parts;
    for (const ContentCard *card : m_cards)
        parts << card->text();
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace qd
